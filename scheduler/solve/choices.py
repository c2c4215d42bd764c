"""Which person on which day to ask first for a visit: near the wished day, in a building where they already are."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from typing import NamedTuple

from scheduler.domain.ids import TechnicianId
from scheduler.domain.plan import Place
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.placement import Placement, PreparedVisit
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable

_NO_PRICES: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Days:
    """Days (ordinals) in which a visit is to lie, `first` through `last`, from minute `begin` to `until`.

    `early` and `late` are what each day before or after the `wished` one costs, `prices` what a minute of the lead leg
    is worth in each week.
    """

    first: int
    last: int
    wished: int
    begin: int
    until: int
    early: int
    late: int
    prices: Mapping[int, int] = field(default_factory=dict)

    def cost(self, day: int, minutes: int) -> int:
        """What the day costs, and that many minutes in its week."""
        away = (self.wished - day) * self.early if day < self.wished else (day - self.wished) * self.late
        return away + minutes * self.prices.get(week_number(day), 0)

    def between(self, begin: int, until: int) -> "Days":
        """The same days from `begin` until `until`."""
        return replace(self, begin=max(self.begin, begin), until=min(self.until, until))

    def after(self, minute: int, day: int) -> "Days":
        """The same days from `minute` of `day` on, that day wished."""
        first = max(self.first, day)
        return replace(self, begin=max(self.begin, minute), first=first, wished=first)


class Choice(NamedTuple):
    """A person and a shift of theirs, with what the day and the way would cost, in points: ranked as it is written."""

    cost: int
    skill_count: int
    begins: int
    technician: TechnicianId
    person: Candidate
    shift: WorkShift


def choices(timetable: Timetable, visit: PreparedVisit, days: Days, *, full: bool = False) -> Iterator[Choice]:
    """Everybody who could lead the visit on one of the days, cheapest first; `full`: also if no minutes are left.

    Days are looked at from the wished one outward, only as far as a nearer one could still be beaten.
    """
    lead, minutes = visit.legs[visit.lead], visit.legs[visit.lead].minutes
    place = timetable.candidates.place(lead.draft.profile, lead.draft.profile.site)
    waiting: list[Choice] = []
    for cost, day in sorted((days.cost(day, minutes), day) for day in range(days.first - 1, days.last + 1)):
        while waiting and waiting[0].cost <= cost:
            yield heappop(waiting)
        for person, shift in _shifts_with_time(timetable, visit, days, day, 0 if full else minutes):
            spent = _spent(timetable, person, shift, place, days, minutes)
            choice = Choice(cost + spent, person.skill_count, shift.start, person.technician, person, shift)
            heappush(waiting, choice)
    while waiting:
        yield heappop(waiting)


def placements(timetable: Timetable, visit: PreparedVisit, days: Days) -> Iterator[Placement]:
    """Places for the visit, roughly the cheapest first; each fits as the timetable stands when it is asked for."""
    frame = timetable.frame(visit)
    if frame is None:
        return
    days = days.between(*frame)
    for choice in choices(timetable, visit, days):
        placement = earliest_in_shift(timetable, visit, choice.person, choice.shift, days.begin, days.until)
        if placement is not None:
            yield placement


def _shifts_with_time(
    timetable: Timetable, visit: PreparedVisit, days: Days, day: int, minutes: int
) -> Iterator[tuple[Candidate, WorkShift]]:
    """Who could lead the visit on the day, in which shifts, if enough minutes of the day and its week are left."""
    can_start: dict[tuple[int, int], bool] = {}
    for person in timetable.candidates.at_work(visit.legs[visit.lead].people, day):
        if timetable.minutes_left(person, day) < minutes:
            continue
        for shift in person.shifts[day]:
            hours = shift.start, shift.end
            if hours not in can_start:
                can_start[hours] = starts_in(visit, shift, days.begin, days.until) is not None
            if can_start[hours]:
                yield person, shift


def starts_in(visit: PreparedVisit, shift: WorkShift, begin: int, until: int) -> tuple[int, int] | None:
    """The first and the last start in [begin, until) that put the lead leg's start in the shift, by its own times."""
    starts, offset = visit.times.starts, visit.legs[visit.lead].offset
    first = max(shift.start - offset, begin)
    beyond = min(shift.end - offset, until - visit.minutes + 1)
    last = bisect_left(starts, (beyond,))
    if first >= beyond or not last or starts[last - 1][1] <= first:
        return None
    position = last - 1
    while position and starts[position - 1][1] > first:
        position -= 1
    return max(first, starts[position][0]), min(beyond, starts[last - 1][1]) - 1


def _spent(timetable: Timetable, person: Candidate, shift: WorkShift, place: Place, days: Days, minutes: int) -> int:
    """What the person's minutes are worth that week beyond others', those on the way, and the price of the way."""
    stops = timetable.person(person.technician).of_shift(shift.start, shift.end)
    week = week_number(shift.day)
    minute_price = timetable.minute_prices.get(person.technician, _NO_PRICES).get(week, 0)
    cost = minutes * max(0, minute_price - days.prices.get(week, 0))
    is_near = not stops and shift.home is not None and place.site == shift.base
    for stop in stops:
        if stop.place.site == place.site:
            if stop.place == place:
                return cost
            is_near = True
    sentences = timetable.sentences
    cost += sentences.price_round
    if is_near:
        return cost
    cost += sentences.price_way(shift.home, place) + (0 if stops else sentences.price_way(place, shift.home))
    travel = timetable.facts.travel_minutes(shift.base, place.site)
    return cost + (travel if stops else 2 * travel) * minute_price
