"""What every peer is given: the visits that the rules let be made, with their days, people, worth, and slots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve import Silence
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import Days
from scheduler.solve.grouping import groups_of
from scheduler.solve.intervals import Intervals, clipped, shared, starts_inside
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.placement import PreparedVisit
from scheduler.solve.quarter import empty_schedule
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An instance: what is owed, and the visits (`wishes`) that it makes; the first of the people is the one to name.

    Tasks of an asset that may share a visit are one, as for this project's own list schedule. Nobody is told anything
    of the day programme: neither its bound nor its prices.
    """

    facts: Facts
    obligations: Sequence[Obligation]
    schedule: ListSchedule
    wishes: Sequence[Wish]

    @property
    def timetable(self) -> Timetable:
        return self.schedule.timetable

    @property
    def first_day(self) -> int:
        return self.facts.horizon.first_day.toordinal()


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A visit may be led by this person in this shift, starting in [begin, until); `points` the day costs beyond none.

    A visit without a slot costs its worth.
    """

    wish: int
    person: Candidate
    shift: WorkShift
    begin: int
    until: int
    points: int
    buckets: tuple[tuple[tuple[int, int], int], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Proposed:
    """A peer's word: this visit, led by this person, starts in [begin, until)."""

    wish: int
    person: TechnicianId
    begin: int
    until: int


def case_of(facts: Facts, obligations: Sequence[Obligation]) -> Case:
    """The instance for a peer, with an empty timetable."""
    tasks = [task for task in obligations if task.is_open]
    schedule = empty_schedule(tasks, facts, Targets(), Silence())
    owed_now = [task for task in tasks if not task.extends_past_horizon]
    made = (schedule.wishes.soon(group.tasks, group.nested) for group in groups_of(owed_now, facts))
    return Case(facts, obligations, schedule, [wish for wish in made if wish is not None and wish.whole is not None])


def slots_of(case: Case, number: int) -> Iterator[Slot]:
    """Every person and shift in which a visit may lie, by the rules that speak of it alone; the cheapest days first."""
    wish, timetable = case.wishes[number], case.timetable
    visit, days = wish.visit, wish.days
    lead = visit.legs[visit.lead]
    possible = [(person, _starts(visit, person, days)) for person in lead.people]
    prices = {day: priced(case, wish, day) for day in range(days.first, days.last + 1)}
    for day in sorted(prices, key=lambda one: (prices[one], one)):
        for person, starts in possible:
            for shift in person.shifts.get(day, ()):
                buckets = timetable.buckets(person, shift.day)
                for begin, until in clipped(starts, shift.start - lead.offset, shift.end - lead.offset):
                    yield Slot(number, person, shift, begin, until, prices[day], buckets)


def _starts(visit: PreparedVisit, person: Candidate, days: Days) -> Intervals:
    """When the visit may start so that the person is there for the whole of the leg."""
    lead = visit.legs[visit.lead]
    there = tuple((a - lead.offset, b - lead.offset) for a, b in starts_inside(person.spans, lead.minutes))
    return clipped(shared(visit.times.starts, there), days.begin, max(days.begin, days.until - visit.minutes + 1))


def priced(case: Case, wish: Wish, day: int) -> int:
    """What the rules say that the visit costs at noon of that day."""
    noon = case.timetable.midnight(wish.visit.draft.site, date.fromordinal(day)) + 720
    span = case.timetable.timeline.span(noon, noon + wish.visit.minutes)
    return case.timetable.sentences.price_visit(wish.visit.draft, span)


def a_month_later(day: date) -> date:
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
