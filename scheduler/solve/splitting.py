"""Work too long for one shift: a leg a day by the same people, on working days that follow each other.

Each leg has its instruments, which need not be those of the day before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, product

from scheduler.domain.plan import Place
from scheduler.domain.work import LegProfile, OutKind
from scheduler.solve.candidates import Candidate, Tool, WorkShift
from scheduler.solve.choices import Days
from scheduler.solve.intervals import (
    ALWAYS,
    Intervals,
    clipped,
    earliest_in,
    shared,
    starts_ending_in,
    starts_inside,
)
from scheduler.solve.placement import PlacedLeg, Placement, PreparedVisit
from scheduler.solve.timetable import Timetable

_LEAST_MINUTES = 60
_MOST_CREWS = 40
_MOST_CHOICES_OF_TOOLS = 20
_MOST_LEGS = 20
_WEEK = 7


def split_placements(timetable: Timetable, visit: PreparedVisit, days: Days) -> Iterator[Placement]:
    """Places for the visit as several legs, days near the wished one first; each fits as the timetable stands."""
    leg = visit.legs[0]
    crews = [crew for _, crew in zip(range(_MOST_CREWS), combinations(leg.people, leg.crew_sizes.start), strict=False)]
    for day in sorted(range(days.first - 1, days.last + 1), key=lambda one: (days.cost(one, visit.minutes), one)):
        for crew in crews:
            placement = _from_day(timetable, visit, crew, day, days)
            if placement is not None and timetable.fits(placement):
                yield placement


def _from_day(
    timetable: Timetable, visit: PreparedVisit, crew: tuple[Candidate, ...], day: int, days: Days
) -> Placement | None:
    """The visit begun on that day by that crew, as much done each day as fits."""
    left = visit.minutes
    legs: list[PlacedLeg] = []
    on: int | None = day
    while left and on is not None and len(legs) < _MOST_LEGS:
        leg = _one_day(timetable, visit, crew, on, days, left, first=not legs)
        if leg is None:
            return None
        legs.append(leg)
        left -= leg.end - leg.start
        on = _next_working_day(crew, on)
    if left or len(legs) < 2:
        return None
    return Placement(visit, tuple(legs), _out(visit, legs[0].start, legs[-1].end))


def _one_day(
    timetable: Timetable,
    visit: PreparedVisit,
    crew: tuple[Candidate, ...],
    day: int,
    days: Days,
    left: int,
    *,
    first: bool,
) -> PlacedLeg | None:
    """The leg of one day: the rest if it ends where it may, else the longest that leaves a rest."""
    profile = visit.legs[0].draft.profile
    shifts = [person.shifts.get(day, ())[:1] for person in crew]
    if not all(shifts):
        return None
    seen = [(person, one[0]) for person, one in zip(crew, shifts, strict=True)]
    places = tuple(timetable.candidates.place(profile, shift.base) for _, shift in seen)
    free = _free(timetable, seen, places, days)
    looks = zip(seen, places, strict=True)
    most = min(min(_minutes_left(timetable, person, shift, place) for (person, shift), place in looks), left)
    found = (
        (span, tools)
        for tools in islice(_choices_of_tools(visit), _MOST_CHOICES_OF_TOOLS)
        if (span := _span(visit, _with_tools(timetable, tools, profile, free), most, left, first=first)) is not None
    )
    best = max(found, key=lambda one: one[0][1] - one[0][0], default=None)
    if best is None:
        return None
    (start, end), tools = best
    draft = replace(visit.legs[0].draft, minutes=end - start)
    return PlacedLeg(start, end, draft, crew, tuple(shift for _, shift in seen), places, tools, visit.legs[0].exactly)


def _choices_of_tools(visit: PreparedVisit) -> Iterator[tuple[Tool, ...]]:
    """An instrument of each group, no two the same; the site's own before travelling ones."""
    return (tools for tools in product(*visit.legs[0].tools) if len({one.instrument for one in tools}) == len(tools))


def _with_tools(timetable: Timetable, tools: Sequence[Tool], profile: LegProfile, free: Intervals) -> Intervals:
    """The stretches in which all these instruments are there as well, in calibration."""
    place = timetable.candidates.place(profile, profile.site)
    for tool in tools:
        free = shared(free, tool.spans)
        if free:
            free = shared(free, timetable.tool(tool.instrument).free(free[0][0], free[-1][1], place))
    return free


def _span(visit: PreparedVisit, free: Intervals, most: int, left: int, *, first: bool) -> tuple[int, int] | None:
    starts = visit.times.starts if first else ALWAYS
    if most >= left:
        ending = shared(starts_inside(free, left), starts_ending_in(visit.times.ends, left))
        fitting = shared(ending, starts)
        return (fitting[0][0], fitting[0][0] + left) if fitting and not first else None
    begun = ((max(start, open_from), end) for start, end in free for open_from, _ in clipped(starts, start, end)[:1])
    longest = max(((min(most, end - start), -start) for start, end in begun), default=(0, 0))
    return (-longest[1], -longest[1] + longest[0]) if longest[0] >= _LEAST_MINUTES else None


def _free(
    timetable: Timetable, seen: list[tuple[Candidate, WorkShift]], places: tuple[Place, ...], days: Days
) -> Intervals:
    """When all of them are there with nothing else to do, ways counted."""
    free: Intervals = ((days.begin, days.until),)
    for (person, shift), place in zip(seen, places, strict=True):
        free = shared(free, clipped(person.spans, shift.start, shift.end))
        for skill in person.skills.values():
            free = shared(free, skill) if skill else free
        free = shared(free, timetable.person(person.technician).free(shift.start, shift.end, place))
    return free


def _minutes_left(timetable: Timetable, person: Candidate, shift: WorkShift, place: Place) -> int:
    travel = timetable.extra_travel(person, shift, shift.start, place)
    return timetable.minutes_left(person, shift.day) - max(0, travel)


def _next_working_day(crew: tuple[Candidate, ...], day: int) -> int | None:
    """The next day with a shift, if it is the same for all of them."""
    following = {
        next((day + ahead for ahead in range(1, _WEEK * 3) if day + ahead in person.shifts), None) for person in crew
    }
    return following.pop() if len(following) == 1 else None


def _out(visit: PreparedVisit, start: int, end: int) -> tuple[int, int] | None:
    if visit.draft.out is OutKind.NOT:
        return None
    if visit.draft.out is OutKind.WHILE_THERE:
        return start, end
    back = max(end, start + visit.draft.out_minutes)
    return start, earliest_in(visit.times.out_ends, back) or back
