"""The day programme: which tasks go to which week, as a linear programme that every legal plan satisfies.

Columns: tasks of a group in a week; tasks of a group left out; minutes that a crowd gives to a family in a week. Rows:
a group's tasks are placed or left out; a family's minutes in a week come from people who can give them; a crowd's week
holds only its share; a place (fleet, cover, department floor) holds only so much at once.
What is left out, and only loosens: travel, instruments, bench time, precedence, take-downs, trips, rounds, load, and
that tasks which an including one may satisfy need any time at all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from constraints import catalogue
from constraints.sentence import Resource
from scheduler.domain.calendar import Spans
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.relaxation.groups import Family, Group, groups_of, week_days
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.people import Crowd, People
from scheduler.relaxation.prices import Prices
from scheduler.relaxation.rows import Integers, LinearProgramme, Rows


@dataclass(frozen=True, slots=True)
class Choice:
    """A column: tasks of a group (its number) in a week; week None = left out."""

    group: int
    week: str | None
    column: int
    price: int
    in_time: bool


@dataclass(frozen=True, slots=True, eq=False)
class DayProgramme:
    """The arrays, and what their columns and rows stand for. `free`: tasks that an including one may satisfy."""

    rows: LinearProgramme
    groups: tuple[Group, ...]
    choices: tuple[Choice, ...]
    week_row: Mapping[tuple[Crowd, str], int]
    family_row: Mapping[tuple[Family, str], int]
    free: frozenset[str]
    row_names: tuple[str, ...]

    def cost(self) -> Integers:
        """What each column costs, in points."""
        prices = np.zeros(self.rows.columns, dtype=np.int64)
        for choice in self.choices:
            prices[choice.column] = choice.price
        return prices

    def misses(self, weight: Mapping[int, int]) -> Integers:
        """A cost that counts what is not placed in time, each task of a group with its group's weight."""
        prices = np.zeros(self.rows.columns, dtype=np.int64)
        for choice in self.choices:
            prices[choice.column] = 0 if choice.in_time else weight[choice.group]
        return prices


def day_programme(obligations: Sequence[Obligation], facts: Facts) -> DayProgramme:
    """Write the programme for all tasks that count."""
    hours = Hours()
    groups, free = groups_of(obligations, facts, hours)
    return _Writer(facts, hours, groups, free).written()


class _Writer:
    """Writes the rows once, group by group, family by family."""

    def __init__(self, facts: Facts, hours: Hours, groups: tuple[Group, ...], free: frozenset[str]) -> None:
        self._facts = facts
        self._hours = hours
        self._groups = groups
        self._free = free
        self._weeks = week_days(facts)
        self._people = People(facts)
        self._prices = Prices(facts, self._weeks)
        self._rows = Rows()
        self._names: list[str] = []
        self._choices: list[Choice] = []
        self._week_row: dict[tuple[Crowd, str], int] = {}
        self._family_row: dict[tuple[Family, str], int] = {}
        self._place_use: dict[tuple[Resource, str], list[tuple[int, int, HoursKey]]] = defaultdict(list)

    def written(self) -> DayProgramme:
        by_family: dict[Family, list[int]] = defaultdict(list)
        for number, group in enumerate(self._groups):
            by_family[group.key.family].append(number)
        for family, members in by_family.items():
            self._write_family(family, members)
        self._write_places()
        return DayProgramme(
            self._rows.done(),
            self._groups,
            tuple(self._choices),
            self._week_row,
            self._family_row,
            self._free,
            tuple(self._names),
        )

    def _write_family(self, family: Family, members: list[int]) -> None:
        """Groups of a family share its people; a stretch too short for the shortest work counts for none."""
        shortest = min(self._groups[number].key.minutes for number in members)
        hours = self._hours.spans(family.hours)
        reaches = self._people.reaches(family.profile, hours, shortest)
        rows: dict[str, int] = {}
        for week in self._weeks:
            giving = [(reach.crowd, reach.minutes[week]) for reach in reaches if week in reach.minutes]
            if giving:
                rows[week] = self._row(0, f"family {family.profile.site} {family.profile.skills} {week}", is_equal=True)
                self._family_row[family, week] = rows[week]
                self._write_flow(rows[week], week, giving)
        for number in members:
            self._write_group(number, rows)

    def _write_flow(self, row: int, week: str, giving: list[tuple[Crowd, int]]) -> None:
        for crowd, most in giving:
            upper = min(most, self._people.week_minutes(crowd, week))
            if upper > 0:
                column = self._rows.column(upper)
                self._rows.entry(row, column, -1)
                self._rows.entry(self._row_of_week(crowd, week), column, 1)

    def _row_of_week(self, crowd: Crowd, week: str) -> int:
        if (crowd, week) not in self._week_row:
            limit = self._people.week_minutes(crowd, week)
            self._week_row[crowd, week] = self._row(limit, f"people {crowd.technician} {week}")
        return self._week_row[crowd, week]

    def _write_group(self, number: int, family_rows: Mapping[str, int]) -> None:
        group = self._groups[number]
        row = self._row(len(group.tasks), f"group {number}", is_equal=True)
        prices = self._prices.by_week(group)
        for week, family_row in family_rows.items():
            if group.may_be_in(week, self._weeks):
                column = self._choice(number, week, row, prices[week], in_time=group.is_in_time(week, self._weeks))
                self._rows.entry(family_row, column, group.person_minutes)
                for resource in group.key.takes:
                    self._place_use[resource, week].append((column, group.key.minutes, group.key.family.hours))
        self._choice(number, None, row, self._prices.unplaced(group), in_time=False)

    def _choice(self, number: int, week: str | None, row: int, price: int, *, in_time: bool) -> int:
        count = len(self._groups[number].tasks)
        column = self._rows.column(count)
        self._rows.entry(row, column, 1)
        self._choices.append(Choice(number, week, column, price, in_time))
        return column

    def _write_places(self) -> None:
        """A place holds `limit` at once while it is open; written only where the tasks that may come exceed it."""
        limits = {rule.RULE.key: rule.limit for rule in catalogue.rules() if hasattr(rule, "limit")}
        for (resource, week), uses in self._place_use.items():
            keys = {key for _, _, key in uses}
            open_minutes = self._open_minutes(keys, week)
            if open_minutes is None:
                continue
            limit = limits[resource.kind](resource, self._facts) * open_minutes
            if sum(minutes * int(self._rows.upper_of(column)) for column, minutes, _ in uses) > limit:
                row = self._row(limit, f"{resource.kind} {' '.join(resource.key)} {week}")
                for column, minutes, _ in uses:
                    self._rows.entry(row, column, minutes)

    def _open_minutes(self, keys: set[HoursKey], week: str) -> int | None:
        """Minutes in which any of the visits can run, the nights at both ends included; None: at any time."""
        spans = [self._hours.spans(key) for key in sorted(keys)]
        first, last = self._weeks[week]
        open_spans = Spans.of(span for one in spans if one is not None for span in one)
        near = (span for span in open_spans if _touches(span.start.date(), span.end.date(), first, last))
        return None if None in spans else sum(span.minutes for span in near)

    def _row(self, limit: int, name: str, *, is_equal: bool = False) -> int:
        self._names.append(name)
        return self._rows.row(limit, is_equal=is_equal)


def _touches(start: date, end: date, first: date, last: date) -> bool:
    """Whether a stretch can hold work charged to these days: to a shift that started up to a day before it."""
    return end >= first and start <= last + timedelta(days=1)
