"""Which weeks lack minutes of which skills: what is planned and what misses its window, against what is there.

What misses its window for want of people is put together where the same people could do it. Each such set of people has
in each week the minutes that its shares leave it in the hours in which this work can be done, less what is left over in
pieces too short for any of it. It needs what is planned in these hours, and what misses its window: the minutes of each
task are parted among the weeks of its window as its people have hours there.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.calendar import iso_week, parse_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, SkillName, TaskId, TechnicianId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Shortfall, TaskOutcome
from scheduler.solve.candidates import Candidate
from scheduler.solve.case import Case
from scheduler.solve.crowd import Crowd
from scheduler.solve.explain import Explainer
from scheduler.solve.intervals import Intervals, united
from scheduler.solve.outcome import is_in_time
from scheduler.solve.parting import parted
from scheduler.solve.room import Minutes, PlaceFrom
from scheduler.solve.shares import person_minutes
from scheduler.solve.targets import MinutePrices, week_number

_PEOPLE_WERE_MISSING = frozenset(
    {
        ReasonCode.CAPACITY,
        ReasonCode.CREW_TOO_SMALL,
        ReasonCode.NO_QUALIFIED_PERSON,
        ReasonCode.CERTIFICATE_EXPIRED,
    }
)
_NOBODY = Minutes(0, 0, 0)
_STATUSES = frozenset({TaskStatus.UNPLACED, TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class _Missing:
    """A task that misses its window for want of people, and who could have done it."""

    case: Case
    crowd: Crowd

    @property
    def task(self) -> Obligation:
        return self.case.task

    @property
    def skill(self) -> SkillName:
        return self.task.procedure.skill or SkillName("")

    @property
    def keys(self) -> tuple[str, ...]:
        """What it shares with others: its people; without any, its skill and site."""
        people = tuple(person.technician for person in self.crowd.people)
        return people or (f"{self.skill} {self.case.visit.draft.site}",)

    def by_week(self, facts: Facts) -> Mapping[str, int]:
        """Its minutes, parted among the weeks of its window; in the week of its due date if nobody is there at all."""
        there: dict[str, int] = defaultdict(int)
        for room in self.crowd.rooms:
            for week, minutes in room.weeks.items():
                there[week] += minutes.there
        if any(there.values()):
            return parted(person_minutes(self.task), there)
        day = max(min(self.task.due, self.case.last), min(self.case.first, facts.horizon.last_day))
        return {iso_week(day): person_minutes(self.task)}


def shortfall_of(
    obligations: Sequence[Obligation],
    outcomes: Mapping[TaskId, TaskOutcome],
    explainer: Explainer,
    facts: Facts,
    minute_prices: MinutePrices,
) -> tuple[Shortfall, ...]:
    """Every week in which minutes are short, the worst first.

    One more hour is worth what the bound's dual says of a minute of these people; where it says nothing, because only
    pieces are too short and not minutes, what the dearest task that misses its window costs, by the hour.
    """
    missing = [found for task in obligations if (found := _missing(task, outcomes[task.task_id], explainer))]
    rows = (row for together in _sharing_people(missing) for row in _rows(together, explainer, facts, minute_prices))
    short = (row for row in rows if row.minutes_short)
    return tuple(sorted(short, key=lambda row: (-row.minutes_short, row.week, row.skills, row.sites)))


def _missing(task: Obligation, outcome: TaskOutcome, explainer: Explainer) -> _Missing | None:
    if not task.is_open or outcome.status not in _STATUSES or is_in_time(task, outcome):
        return None
    case = explainer.case(task)
    if case is None or explainer.cause(task).code not in _PEOPLE_WERE_MISSING:
        return None
    return _Missing(case, explainer.crowd(case))


def _sharing_people(missing: Sequence[_Missing]) -> Iterator[list[_Missing]]:
    """Put together what the same person could do."""
    leader: dict[str, str] = {}

    def root(key: str) -> str:
        while leader.setdefault(key, key) != key:
            leader[key] = key = leader[leader[key]]
        return key

    for one in missing:
        for key in one.keys[1:]:
            first, other = sorted((root(one.keys[0]), root(key)))
            leader[other] = first
    found: dict[str, list[_Missing]] = defaultdict(list)
    for one in missing:
        found[root(one.keys[0])].append(one)
    return iter(found.values())


def _rows(
    missing: Sequence[_Missing], explainer: Explainer, facts: Facts, minute_prices: MinutePrices
) -> Iterator[Shortfall]:
    rooms = _rooms(missing, explainer)
    by_week: dict[str, list[tuple[_Missing, int]]] = defaultdict(list)
    for one in missing:
        for week, minutes in one.by_week(facts).items():
            by_week[week].append((one, minutes))
    for week, found in by_week.items():
        there = [room.get(week, _NOBODY) for room in rooms]
        planned = sum(minutes.there - minutes.left for minutes in there)
        yield Shortfall(
            week=week,
            sites=_sites(found),
            skills=tuple(sorted({one.skill for one, _ in found})),
            minutes_needed=planned + sum(minutes for _, minutes in found),
            minutes_available=planned + sum(minutes.usable for minutes in there),
            tasks_affected=len(found),
            value_of_one_more_hour=_dual(found, week, minute_prices)
            or max(_value(one.task, explainer) for one, _ in found),
        )


def _dual(found: Sequence[tuple[_Missing, int]], week: str, minute_prices: MinutePrices) -> int:
    """The most that an hour of one of their people is worth in the week."""
    number = week_number(parse_week(week).toordinal())
    people = {person.technician for one, _ in found for person in one.crowd.people}
    return 60 * max((minute_prices.get(one, {}).get(number, 0) for one in people), default=0)


def _value(task: Obligation, explainer: Explainer) -> int:
    return 60 * explainer.price(task) // max(60, person_minutes(task))


def _sites(found: Sequence[tuple[_Missing, int]]) -> tuple[SiteId, ...]:
    return tuple(sorted({one.case.visit.draft.site for one, _ in found}))


def _rooms(missing: Sequence[_Missing], explainer: Explainer) -> list[Mapping[str, Minutes]]:
    """What each of the people has, by week, in all hours in which they could do some of it."""
    hours: dict[TechnicianId, list[Intervals]] = defaultdict(list)
    people: dict[TechnicianId, tuple[Candidate, PlaceFrom]] = {}
    least = min(one.case.piece for one in missing)
    for one in missing:
        for person, inside in zip(one.crowd.people, one.crowd.hours, strict=True):
            people.setdefault(person.technician, (person, one.crowd.place_from))
            hours[person.technician].append(inside)
    return [
        explainer.rooms.of(person, united(span for inside in hours[name] for span in inside), place_from, least).weeks
        for name, (person, place_from) in sorted(people.items())
    ]
