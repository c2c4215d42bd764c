"""Which person on which day to ask first for a visit: near the wished day, in a building where they already are."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

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


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A person and a shift of theirs, with what the day and the way would cost, in points."""

    cost: int
    skill_count: int
    shift: WorkShift
    person: Candidate

    @property
    def rank(self) -> tuple[int, int, int, str]:
        return self.cost, self.skill_count, self.shift.start, self.person.technician


def choices(timetable: Timetable, visit: PreparedVisit, days: Days, *, full: bool = False) -> Iterator[Choice]:
    """Everybody who could lead the visit on one of the days, cheapest first; `full`: also if no minutes are left.

    Days are looked at from the wished one outward, only as far as a nearer one could still be beaten.
    """
    lead = visit.legs[visit.lead]
    place = timetable.candidates.place(lead.draft.profile, lead.draft.profile.site)
    minutes = 0 if full else lead.minutes
    waiting: list[tuple[tuple[int, int, int, str], Choice]] = []
    for day in sorted(range(days.first - 1, days.last + 1), key=lambda one: days.cost(one, lead.minutes)):
        cost = days.cost(day, lead.minutes)
        while waiting and waiting[0][0][0] <= cost:
            yield heappop(waiting)[1]
        for person in lead.people:
            for shift in shifts_with_time(timetable, visit, person, days, day, minutes):
                spent = _spent(timetable, person, shift, place, days, lead.minutes)
                choice = Choice(cost + spent, person.skill_count, shift, person)
                heappush(waiting, (choice.rank, choice))
    while waiting:
        yield heappop(waiting)[1]


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


def shifts_with_time(
    timetable: Timetable, visit: PreparedVisit, person: Candidate, days: Days, day: int, minutes: int
) -> Iterator[WorkShift]:
    """Shifts of the day in which the visit may start, if enough minutes of the day and its week are left."""
    shifts = person.shifts.get(day)
    if not shifts or timetable.minutes_left(person, day) < minutes:
        return
    for shift in shifts:
        if starts_in(visit, shift, days.begin, days.until) is not None:
            yield shift


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
    minute_price = timetable.minute_prices.get(person.technician, _NO_PRICES).get(week_number(shift.day), 0)
    cost = minutes * max(0, minute_price - days.prices.get(week_number(shift.day), 0))
    if any(stop.place == place for stop in stops):
        return cost
    sentences = timetable.sentences
    cost += sentences.price_round
    if place.site in (stop.place.site for stop in stops) or (not stops and shift.home and place.site == shift.base):
        return cost
    cost += sentences.price_way(shift.home, place) + (0 if stops else sentences.price_way(place, shift.home))
    travel = timetable.facts.travel_minutes(shift.base, place.site)
    return cost + (travel if stops else 2 * travel) * minute_price
