"""What one task can be part of: weeks by performers on its own, or weeks in which a task that includes it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from constraints.sentence import Resource
from scheduler.domain.calendar import day_span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.quick import quickly_made
from scheduler.relaxation.alternatives import Alternatives, Way, is_owed_now
from scheduler.relaxation.chances import Chances
from scheduler.relaxation.families import Family
from scheduler.relaxation.hours import ANY_TIME, HoursKey
from scheduler.relaxation.people import Week
from scheduler.relaxation.prices import Prices

_A_DAY = timedelta(days=1)


@quickly_made
@dataclass(frozen=True, slots=True)
class Choice:
    """Tasks of a group in a week by one family; `in_time`: the window may still be kept; `price` of each at least.

    None of them is begun before `begins`, or at `until` or later.
    """

    family: Family
    hours: HoursKey
    week: str
    in_time: bool
    price: int
    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Along:
    """A week in which a task is done because one that includes it is: it takes nobody's minutes."""

    week: str
    in_time: bool
    price: int
    begins: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task with all that the programme says of it alone; `along` with the task `includer`, if there is just one.

    `is_included`: another open task includes it, owed now or not.
    """

    task: Obligation
    minutes: int
    crew: int
    choices: tuple[Choice, ...]
    uses: tuple[tuple[Resource, int], ...]
    unplaced: int
    includer: TaskId | None = None
    along: tuple[Along, ...] = ()
    is_included: bool = False


class Wants:
    """Says of one task what it can be part of."""

    def __init__(self, alternatives: Alternatives, prices: Prices, weeks: Sequence[Week], facts: Facts) -> None:
        self._alternatives = alternatives
        self._prices = prices
        self._weeks = weeks
        self._chances = Chances(weeks, facts)
        self._facts = facts
        self._ways: dict[TaskId, tuple[Way, ...] | None] = {}

    def wanted(self, task: Obligation) -> Wanted | None:
        """None if it may cost nobody a minute, because others include it."""
        ways, including = self._ways_of(task), self._alternatives.including(task)
        if ways is None:
            return None
        if not including:
            uses = ways[0].uses if len(ways) == 1 else ()
            return self._wanted(task, [choice for way in ways for choice in self._choices(task, way)], uses)
        if len(including) > 1:
            return None
        if is_owed_now(including[0]):
            return self._with_its_includer(task, ways, including[0])
        return self._at_the_cost_of(task, ways, including[0])

    def _wanted(self, task: Obligation, choices: Sequence[Choice], uses: tuple[tuple[Resource, int], ...]) -> Wanted:
        procedure = task.procedure
        unplaced = self._prices.unplaced(task)
        return Wanted(task, procedure.minutes, max(1, procedure.crew), tuple(choices), uses, unplaced)

    def _with_its_includer(self, task: Obligation, ways: Sequence[Way], including: Obligation) -> Wanted | None:
        """On its own or with the task that includes it, which is a task of the programme itself."""
        if self._ways_of(including) is None or self._alternatives.including(including):
            return None
        alone = self._wanted(task, [choice for way in ways for choice in self._choices(task, way)], ())
        along = tuple(self._along(task, ways, including))
        return replace(alone, includer=including.task_id, along=along, is_included=True)

    def _at_the_cost_of(self, task: Obligation, ways: Sequence[Way], including: Obligation) -> Wanted | None:
        """The task that includes it is not owed yet: whoever does that early spends no less than this one takes."""
        theirs = self._ways_of(including)
        included = self._alternatives.included(including)
        if theirs is None or sum(one.procedure.minutes for one in included) > including.procedure.minutes:
            return None
        if not all(any(_takes_no_less(other, way) for way in ways) for other in theirs):
            return None
        choices = (choice for way in ways for choice in self._choices(task, way))
        free = [replace(one, price=0) if one.in_time else one for one in choices]
        return replace(self._wanted(task, free, ()), is_included=True)

    def _ways_of(self, task: Obligation) -> tuple[Way, ...] | None:
        if task.task_id not in self._ways:
            self._ways[task.task_id] = self._alternatives.ways(task)
        return self._ways[task.task_id]

    def _choices(self, task: Obligation, way: Way) -> Iterator[Choice]:
        """Overdue work is in time whenever it is done; other work is late where nobody has a stretch for it before."""
        extra = self._prices.take_down(way.draft, self._alternatives.sharing_take_down(task))
        latest = way.family.latest_start(self._end_of_window(task), _minutes(way))
        for chance in self._chances.of(way):
            in_time = task.overdue or (latest is not None and chance.begins <= latest)
            price = self._prices.least(task, way.draft, chance, _not_before(task, in_time))
            yield Choice(way.family, way.hours, chance.week, in_time, extra + price, chance.begins, chance.until)

    def _along(self, task: Obligation, ways: Sequence[Way], including: Obligation) -> Iterator[Along]:
        """The weeks of the including task from the first day of this one's window on."""
        opens = self._midnight(task, task.window.first_day)
        theirs = self._ways_of(including) or ()
        chances = [(way, chance) for way in theirs for chance in self._chances.of(way) if opens < chance.until]
        for week in self._weeks:
            there = [(way, chance) for way, chance in chances if chance.week == week.name]
            if there:
                in_time = task.overdue or any(self._fits(task, way, max(opens, chance.begins)) for way, chance in there)
                price = self._least_along(task, ways, week, in_time=in_time)
                begins = max(opens, min(chance.begins - way.before for way, chance in there))
                yield Along(week.name, in_time, price, begins, max(chance.until for _, chance in there))

    def _fits(self, task: Obligation, way: Way, begins: datetime) -> bool:
        latest = way.family.latest_start(self._end_of_window(task), _minutes(way))
        return latest is not None and max(way.earliest_start, begins) <= latest

    def _least_along(self, task: Obligation, ways: Sequence[Way], week: Week, *, in_time: bool) -> int:
        """Nothing where it is done with another in time; what its lateness costs at least where it shares a visit."""
        if in_time or not ways:
            return 0
        chances = ((way, self._chances.in_week(week, way)) for way in ways)
        not_before = _not_before(task, in_time)
        return min(self._prices.least(task, way.draft, chance, not_before) for way, chance in chances)

    def _end_of_window(self, task: Obligation) -> datetime:
        return day_span(task.window.last_day, task.window.last_day, self._facts.zone_of(task.asset_tag)).end

    def _midnight(self, task: Obligation, day: date) -> datetime:
        return day_span(day, day, self._facts.zone_of(task.asset_tag)).start


def _minutes(way: Way) -> int:
    """What has to be done on end."""
    return 1 if way.draft.splittable else way.draft.minutes


def _takes_no_less(other: Way, way: Way) -> bool:
    """Whether who does a visit the `other` way gives as many minutes of the same people in the same hours."""
    theirs, ours = other.draft.legs[0].profile, way.draft.legs[0].profile
    return (
        (theirs.site, theirs.where, theirs.performer) == (ours.site, ours.where, ours.performer)
        and (theirs.crew, theirs.skills) == (ours.crew, ours.skills)
        and other.draft.minutes >= way.draft.minutes
        and other.draft.splittable <= way.draft.splittable
        and way.hours in (ANY_TIME, other.hours)
    )


def _not_before(task: Obligation, in_time: bool) -> date:
    """The first day on which it can end."""
    return task.window.first_day if in_time else task.window.last_day + _A_DAY
