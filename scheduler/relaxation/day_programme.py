"""The day programme: which tasks go to which week, as a linear programme that every legal plan satisfies.

Columns: tasks of a group in a week, on their own or along with tasks that include them; tasks of a group left out;
minutes that a crowd gives to a family in a week; minutes of a person's week above what an even load allows. Rows: a
group's tasks are placed or left out; no more tasks go along than there are tasks that include them; what waits for
another task comes after it; a family's minutes in a week come from people who can give them; a crowd's week holds only
its share; a place (fleet, cover, department floor) holds only so much at once. What is left out, and only loosens: see
docs/bound.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

import numpy as np

from constraints.sentence import Resource
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.relaxation.alternatives import Alternatives, is_owed_now
from scheduler.relaxation.bound import proved_bound, with_best_duals
from scheduler.relaxation.families import PER_MINUTE, Families, Family
from scheduler.relaxation.groups import Group, grouped
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.load import overload_prices
from scheduler.relaxation.orders import Order, Orders, in_order
from scheduler.relaxation.people import Crowd, People, Week
from scheduler.relaxation.places import Places
from scheduler.relaxation.prices import Prices
from scheduler.relaxation.rows import Flags, Integers, LinearProgramme, Rows
from scheduler.relaxation.wants import Along, Choice, Wants


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of tasks stands for: a group (its number), and how; choice None = left out."""

    group: int
    choice: Choice | Along | None
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class ColumnArrays:
    """The columns of tasks once more, as arrays: number, group, whether it is in time, and whether it is no visit."""

    number: Integers
    group: Integers
    in_time: Flags
    left_out: Flags


@dataclass(frozen=True, eq=False)
class DayProgramme:
    """The arrays, and what their columns and rows stand for. `free`: tasks that may cost nobody a minute.

    `besides`: what every plan pays for work that may be left for the next quarter, made or left.
    """

    rows: LinearProgramme
    cost: Integers
    groups: tuple[Group, ...]
    columns: tuple[Column, ...]
    weeks: tuple[Week, ...]
    group_rows: Integers
    family_row: Mapping[tuple[Family, str], int]
    free: frozenset[TaskId]
    row_names: tuple[str, ...]
    besides: int

    @cached_property
    def tasks(self) -> ColumnArrays:
        """Its columns of tasks."""
        in_time = (one.choice is not None and one.choice.in_time for one in self.columns)
        return ColumnArrays(
            np.array([one.number for one in self.columns], dtype=np.int64),
            np.array([one.group for one in self.columns], dtype=np.int64),
            np.fromiter(in_time, dtype=np.bool_, count=len(self.columns)),
            np.array([one.choice is None for one in self.columns], dtype=np.bool_),
        )

    def misses(self, weights: Sequence[int]) -> Integers:
        """A cost that counts what is not placed in time, each task of a group with its group's weight."""
        prices = np.zeros(self.rows.columns, dtype=np.int64)
        of_group = np.array(weights, dtype=np.int64)
        prices[self.tasks.number] = np.where(self.tasks.in_time, 0, of_group[self.tasks.group])
        return prices

    def bound(self, duals: Integers) -> int:
        """A proved lower limit of what a plan costs, from duals (in 1/SCALE) of all rows but those of groups."""
        return self.besides + proved_bound(self.rows, self.cost, self.usable(self.cost, duals))

    def usable(self, cost: Integers, duals: Integers) -> Integers:
        """The same duals with those of groups, each the best that the others leave, and none of a wrong sign."""
        return with_best_duals(self.rows, cost, duals, self.group_rows, self.tasks.number, self.tasks.group)

    def certificate(self, duals: Integers) -> Mapping[str, int]:
        """The duals that prove a bound, by the name of their row."""
        groups = frozenset(self.group_rows.tolist())
        return {self.row_names[row]: int(duals[row]) for row in np.flatnonzero(duals).tolist() if row not in groups}

    def duals(self, certificate: Mapping[str, int]) -> Integers:
        """Those of a certificate as an array; names of no row are passed over."""
        return np.array([certificate.get(name, 0) for name in self.row_names], dtype=np.int64)


def day_programme(obligations: Sequence[Obligation], facts: Facts) -> DayProgramme:
    """Write the programme for all open tasks that are owed within the horizon."""
    people, hours, longest = People(facts), Hours(), _longest(obligations, facts)
    families = Families(facts, people, hours, longest)
    alternatives = Alternatives(obligations, facts, families, hours)
    prices = Prices(facts)
    wants = Wants(alternatives, prices, people.weeks, facts)
    places = Places(facts, hours, people.weeks, longest)
    found = [
        (task, wants.wanted(task)) for task in sorted(obligations, key=lambda one: one.task_id) if is_owed_now(task)
    ]
    wanted = [one for _, one in found if one is not None]
    free = frozenset(task.task_id for task, one in found if one is None)
    orders = Orders(obligations, people.weeks, facts).among(wanted)
    groups = grouped(wanted, places.binding(wanted), in_order(orders))
    besides = sum(prices.left_or_done(draft, sharing) for draft, sharing in alternatives.left_or_alone())
    return _Writer(facts, people, places, groups, orders).written(free, besides)


def _longest(obligations: Sequence[Obligation], facts: Facts) -> int:
    """No visit lasts longer than all that is open on its device."""
    minutes: dict[AssetTag, int] = defaultdict(int)
    for task in obligations:
        if task.is_open:
            minutes[facts.main_of(task.asset_tag)] += task.procedure.minutes
    return max(minutes.values(), default=0)


class _Writer:
    """Writes the rows once, group by group."""

    def __init__(
        self, facts: Facts, people: People, places: Places, groups: tuple[Group, ...], orders: tuple[Order, ...]
    ) -> None:
        self._facts = facts
        self._people = people
        self._places = places
        self._groups = groups
        self._orders = orders
        ordered = in_order(orders)
        self._alone = {group.tasks[0].task_id: number for number, group in enumerate(groups)} if ordered else {}
        self._ordered = {self._alone[name] for name in ordered}
        self._rows = Rows()
        self._names: list[str] = []
        self._cost: list[int] = []
        self._columns: list[Column] = []
        self._group_rows: list[int] = []
        self._done: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._along: dict[tuple[int, str], int] = {}
        self._left: dict[int, int] = {}
        self._week_row: dict[tuple[Crowd, str], int] = {}
        self._family_row: dict[tuple[Family, str], int] = {}
        self._uses: dict[tuple[Resource, str], list[tuple[int, int, HoursKey]]] = defaultdict(list)

    def written(self, free: frozenset[TaskId], besides: int) -> DayProgramme:
        for number, group in enumerate(self._groups):
            self._write_group(number, group)
        self._write_includers()
        for order in self._orders:
            self._write_order(order)
        self._write_places()
        return DayProgramme(
            self._rows.done(),
            np.array(self._cost, dtype=np.int64),
            self._groups,
            tuple(self._columns),
            self._people.weeks,
            np.array(self._group_rows, dtype=np.int64),
            self._family_row,
            free,
            tuple(self._names),
            besides,
        )

    def _write_group(self, number: int, group: Group) -> None:
        row = self._row(len(group.tasks), f"group {number}", is_equal=True)
        self._group_rows.append(row)
        for choice in group.choices:
            if self._is_worth(choice, number):
                column = self._column(len(group.tasks), choice.price)
                self._columns.append(Column(number, choice, column))
                self._rows.entry(row, column, 1)
                self._rows.entry(self._row_of_family(choice.family, choice.week), column, group.person_minutes)
                self._done[number, choice.week].append(column)
                for resource, amount in group.uses:
                    self._uses[resource, choice.week].append((column, group.minutes * amount, choice.hours))
        for along in group.along:
            if self._is_worth(along, number):
                column = self._column(len(group.tasks), along.price)
                self._columns.append(Column(number, along, column))
                self._rows.entry(row, column, 1)
                self._along[number, along.week] = column
        column = self._column(len(group.tasks), group.unplaced)
        self._columns.append(Column(number, None, column))
        self._rows.entry(row, column, 1)
        self._left[number] = column

    def _is_worth(self, choice: Choice | Along, number: int) -> bool:
        """What costs no less than leaving it out stands as left out, unless another task waits for it to be done."""
        return choice.in_time or choice.price < self._groups[number].unplaced or number in self._ordered

    def _row_of_family(self, family: Family, week: str) -> int:
        """The row of a family's week, with a column for each crowd that can give it minutes."""
        if (family, week) not in self._family_row:
            row = self._row(0, f"family {family.number} {week}")
            self._family_row[family, week] = row
            for reach in family.reaches:
                upper = min(reach.minutes.get(week, 0), self._people.week_minutes(reach.crowd, week))
                if upper > 0:
                    column = self._column(upper, 0)
                    self._rows.entry(row, column, -1)
                    self._rows.entry(self._row_of_week(reach.crowd, week), column, reach.taken[week])
        return self._family_row[family, week]

    def _row_of_week(self, crowd: Crowd, week: str) -> int:
        if (crowd, week) not in self._week_row:
            most = self._people.week_minutes(crowd, week)
            pieces = overload_prices(crowd, most, self._facts)
            free = most - sum(piece.minutes for piece in pieces)
            row = self._row(free * PER_MINUTE, f"people {crowd.technician} {week}")
            self._week_row[crowd, week] = row
            for piece in pieces:
                self._rows.entry(row, self._column(piece.minutes, piece.price), -PER_MINUTE)
        return self._week_row[crowd, week]

    def _write_includers(self) -> None:
        """Each task of the including group that is done in a week takes its own with it, and no more."""
        for (number, week), column in self._along.items():
            group = self._groups[number]
            assert group.includer is not None, "only tasks that another one includes go along"
            each = len(group.tasks) // len(self._groups[group.includer].tasks)
            row = self._row(0, f"along {number} {week}")
            self._rows.entry(row, column, 1)
            for including in self._done.get((group.includer, week), ()):
                self._rows.entry(row, including, -each)

    def _write_order(self, order: Order) -> None:
        """Done up to a week is only what comes after something done by then; of weeks that wait for the same, the last.

        One more row says of some that one is not done without the other.
        """
        weeks = list(order.weeks)
        for week, later in zip_longest(weeks, weeks[1:]):
            if later is None or order.weeks[later] != order.weeks[week]:
                row = self._row(0, f"order {order.first} {order.then} {week}")
                self._write_done(row, order, weeks[: weeks.index(week) + 1], order.weeks[week])
                if order.alone:
                    self._rows.entry(row, self._left[self._alone[order.first]], -1)
        if order.together:
            row = self._row(0, f"order {order.first} {order.then} together", is_equal=True)
            self._write_done(row, order, weeks, weeks)

    def _write_done(self, row: int, order: Order, then: Iterable[str], first: Iterable[str]) -> None:
        """How much of `then` is done in some weeks, less how much of `first` in others."""
        for done in self._columns_in(self._alone[order.then], then):
            self._rows.entry(row, done, 1)
        for done in self._columns_in(self._alone[order.first], first):
            self._rows.entry(row, done, -1)

    def _columns_in(self, number: int, weeks: Iterable[str]) -> Iterator[int]:
        """The columns in which a group's task is done in one of the weeks, on its own or along."""
        for week in weeks:
            yield from self._done.get((number, week), ())
            if (number, week) in self._along:
                yield self._along[number, week]

    def _write_places(self) -> None:
        """Only where the tasks that may come exceed what the place holds."""
        for (resource, week), uses in self._uses.items():
            limit = self._places.minutes(resource, week, {hours for _, _, hours in uses})
            if sum(minutes * self._rows.upper_of(column) for column, minutes, _ in uses) > limit:
                row = self._row(limit, f"{resource.kind} {' '.join(resource.key)} {week}")
                for column, minutes, _ in uses:
                    self._rows.entry(row, column, minutes)

    def _column(self, upper: int, price: int) -> int:
        self._cost.append(price)
        return self._rows.column(upper)

    def _row(self, limit: int, name: str, *, is_equal: bool = False) -> int:
        self._names.append(name)
        return self._rows.row(limit, is_equal=is_equal)
