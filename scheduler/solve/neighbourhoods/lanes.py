"""Who could do a visit on which day: the lanes among which a neighbourhood chooses."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from scheduler.domain.ids import TechnicianId
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import starts_in
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.placement import Placement, PreparedLeg, is_enough
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish

_MOST_CREWS = 6

LaneName = tuple[tuple[TechnicianId, int], ...]
"""The people of a lane, each with the first minute of the shift."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The people of a visit with the shift of each, on one day; it starts from `first` through `last`."""

    people: tuple[Candidate, ...]
    shifts: tuple[WorkShift, ...]
    first: int
    last: int

    @property
    def name(self) -> LaneName:
        return tuple((one.technician, shift.start) for one, shift in zip(self.people, self.shifts, strict=True))


def lane_of(placement: Placement) -> Lane:
    """The lane in which a visit is, at the start that it has."""
    leg = placement.legs[0]
    return Lane(leg.people, leg.shifts, placement.start, placement.start)


def lanes_in(box: Box, wish: Wish, timetable: Timetable) -> Iterator[Lane]:
    """Whoever of the box could do it, on each of its days, if enough minutes are left."""
    leg = wish.visit.legs[0]
    people = [one for one in leg.people if one.technician in box.people]
    crew = leg.crew_sizes.start
    for day in range(max(box.first, wish.days.first - 1), min(box.last, wish.days.last) + 1):
        there = [one for one in people if day in one.shifts and timetable.minutes_left(one, day) >= leg.minutes]
        for some in islice(combinations(there, crew), _MOST_CREWS if crew > 1 else None):
            yield from _on_day(wish, leg, some, day)


def _on_day(wish: Wish, leg: PreparedLeg, people: tuple[Candidate, ...], day: int) -> Iterator[Lane]:
    for shift in people[0].shifts.get(day, ()):
        starts = starts_in(wish.visit, shift, wish.days.begin, wish.days.until)
        others = [_together(one, shift, day) for one in people[1:]]
        if starts is None or not all(others):
            continue
        end = starts[0] + leg.minutes
        if len(people) == 1 or is_enough(people, leg.draft.profile, starts[0], end, exactly=leg.exactly):
            yield Lane(people, (shift, *(one for one in others if one)), *starts)


def _together(person: Candidate, shift: WorkShift, day: int) -> WorkShift | None:
    """The person's shift of that day that meets this one."""
    return next((one for one in person.shifts.get(day, ()) if one.start < shift.end and shift.start < one.end), None)
