"""Tasks that a relaxation need not tell apart, counted: same people, hours, minutes, weeks, places and risk class."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from constraints.sentence import Resource
from scheduler.domain.calendar import day_span, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation.alternatives import Alternatives, Way
from scheduler.relaxation.families import Family
from scheduler.relaxation.hours import HoursKey
from scheduler.relaxation.people import Week
from scheduler.relaxation.prices import Prices

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """Tasks of a group in a week by one family; `in_time`: the window may still be kept; `price` of each at least."""

    family: Family
    hours: HoursKey
    week: str
    in_time: bool
    price: int


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks, earliest due first: `minutes` of each on the clock, people in its `crew`, its `uses` of places."""

    tasks: tuple[Obligation, ...]
    minutes: int
    crew: int
    risk_class: RiskClass
    choices: tuple[Choice, ...]
    uses: tuple[tuple[Resource, int], ...]
    unplaced: int

    @property
    def person_minutes(self) -> int:
        """Minutes of people that one task uses at least: those of its crew."""
        return self.minutes * self.crew


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task with all that the programme says of it alone."""

    task: Obligation
    minutes: int
    crew: int
    choices: tuple[Choice, ...]
    uses: tuple[tuple[Resource, int], ...]
    unplaced: int


class Wants:
    """Says of one task what it can be part of."""

    def __init__(self, alternatives: Alternatives, prices: Prices, weeks: Sequence[Week], facts: Facts) -> None:
        self._alternatives = alternatives
        self._prices = prices
        self._weeks = weeks
        self._facts = facts

    def wanted(self, task: Obligation) -> Wanted | None:
        """None if it may cost nobody a minute."""
        ways = self._alternatives.ways(task)
        if ways is None:
            return None
        choices = tuple(choice for way in ways for choice in self._choices(task, way))
        uses = ways[0].uses if len(ways) == 1 else ()
        procedure = task.procedure
        return Wanted(task, procedure.minutes, max(1, procedure.crew), choices, uses, self._prices.unplaced(task))

    def _choices(self, task: Obligation, way: Way) -> Iterator[Choice]:
        """Overdue work is in time whenever it is done; other work is late where nobody has a stretch for it before."""
        ends = day_span(task.window.last_day, task.window.last_day, self._facts.zone_of(task.asset_tag)).end
        minutes = 1 if way.draft.splittable else way.draft.minutes
        extra = self._prices.take_down(way, self._alternatives.sharing_take_down(task))
        for week in self._weeks:
            if way.may_be_in(week):
                start = max(way.earliest_start, week.span.start)
                in_time = task.overdue or way.family.fits_between(start, ends, minutes)
                ended = task.window.first_day if in_time else task.window.last_day + _A_DAY
                yield Choice(
                    way.family, way.hours, week.name, in_time, extra + self._prices.least(task, way, week, ended)
                )


def grouped(wanted: Iterable[Wanted], binding: frozenset[Resource]) -> tuple[Group, ...]:
    """Put tasks together that differ by days of one week at most; a group has the least prices of its tasks."""
    found: dict[tuple[object, ...], list[Wanted]] = defaultdict(list)
    for one in wanted:
        found[_key(one, binding)].append(one)
    return tuple(_group(members, binding) for members in found.values())


def _key(one: Wanted, binding: frozenset[Resource]) -> tuple[object, ...]:
    uses = tuple(use for use in one.uses if use[0] in binding)
    return (
        one.minutes,
        one.crew,
        one.task.risk_class,
        iso_week(one.task.due),
        tuple((choice.family.number, choice.week, choice.in_time) for choice in one.choices),
        uses,
        one.choices[0].hours if uses and one.choices else None,
    )


def _group(members: Sequence[Wanted], binding: frozenset[Resource]) -> Group:
    members = sorted(members, key=lambda one: (one.task.due, one.task.task_id))
    first = members[0]
    return Group(
        tuple(one.task for one in members),
        first.minutes,
        first.crew,
        first.task.risk_class,
        tuple(_least(same) for same in zip(*(one.choices for one in members), strict=True)),
        tuple(use for use in first.uses if use[0] in binding),
        min(one.unplaced for one in members),
    )


def _least(choices: Sequence[Choice]) -> Choice:
    return min(choices, key=lambda choice: choice.price)


def weeks_of_uses(wanted: Iterable[Wanted]) -> Mapping[tuple[Resource, str], int]:
    """The minutes of all tasks that may fill a place in a week."""
    found: dict[tuple[Resource, str], int] = defaultdict(int)
    for one in wanted:
        for resource, amount in one.uses:
            for week in {choice.week for choice in one.choices}:
                found[resource, week] += one.minutes * amount
    return found
