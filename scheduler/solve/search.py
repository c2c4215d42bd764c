"""The earliest place for a visit in one shift of one person, everything that is already placed standing still.

Time is pushed forward until nobody objects: each capacity names the earliest instant at which it could take the visit,
and the latest of these is tried next. What pushing cannot answer (minutes left, precedences) is asked of the timetable
at the end.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from constraints.sentence import Part
from scheduler.domain.plan import Place
from scheduler.domain.work import OutKind
from scheduler.solve.candidates import Candidate, Tool, WorkShift
from scheduler.solve.intervals import FAR, covers, earliest_in, latest_in, overlapping
from scheduler.solve.placement import PlacedLeg, Placement, PreparedLeg, PreparedVisit, is_enough
from scheduler.solve.timetable import Timetable

_MOST_IN_A_CREW_CHOICE = 10
_STEP_MINUTES = 15
_MOST_STEPS = 12


def earliest_in_shift(
    timetable: Timetable, visit: PreparedVisit, person: Candidate, shift: WorkShift, begin: int = -FAR, until: int = FAR
) -> Placement | None:
    """The earliest placement in [begin, until) whose lead leg `person` does, starting in `shift`; None if none fits."""
    lead = visit.legs[visit.lead]
    if timetable.minutes_left(person, shift.day) < lead.minutes:
        return None
    if not lead.could_need(person, shift.start, shift.end + visit.minutes):
        return None
    return next(_placements(timetable, visit, person, shift, begin, until), None)


def _placements(
    timetable: Timetable, visit: PreparedVisit, person: Candidate, shift: WorkShift, begin: int, until: int
) -> Iterator[Placement]:
    lead = visit.legs[visit.lead]
    for free_from, free_until in overlapping(person.spans, shift.start, shift.end):
        first = max(begin, max(free_from, shift.start) - lead.offset)
        beyond = min(free_until - lead.minutes + 1, shift.end) - lead.offset
        beyond = min(beyond, until - visit.minutes + 1)
        for open_from, open_until in overlapping(visit.times.starts, first, beyond) if first < beyond else ():
            yield from _pushed(timetable, visit, person, shift, max(first, open_from), min(beyond, open_until))


def _pushed(
    timetable: Timetable, visit: PreparedVisit, person: Candidate, shift: WorkShift, start: int, beyond: int
) -> Iterator[Placement]:
    """Placements that start in [start, beyond), from the earliest; steps on a few times where the last word was no."""
    push = _Push(timetable, visit, person, shift)
    for _ in range(_MOST_STEPS):
        start = push.settle(start, beyond)
        if start >= beyond:
            return
        placement = push.placement(start)
        if placement is not None and timetable.fits(placement):
            yield placement
            return
        if placement is not None and _nothing_changes_later(placement):
            return
        start += _STEP_MINUTES


def _nothing_changes_later(placement: Placement) -> bool:
    """Tell whether only the minutes of one person stood in the way: they do so all day."""
    return len(placement.legs) == 1 and len(placement.legs[0].people) == 1


def out_of(visit: PreparedVisit, start: int) -> tuple[int, int] | None:
    """When the asset is out if the visit starts then."""
    draft, minutes = visit.draft, visit.minutes
    if draft.out is OutKind.NOT:
        return None
    if draft.out is OutKind.WHILE_THERE:
        return start, start + minutes
    ends = visit.times.out_ends
    collected = latest_in(ends, start)
    collected = start if collected is None else collected
    returned = earliest_in(ends, max(start + minutes, collected + draft.out_minutes))
    return collected, max(start + minutes, collected + draft.out_minutes) if returned is None else returned


class _Push:
    """One visit with its lead person in one shift, asked for ever later starts."""

    def __init__(self, timetable: Timetable, visit: PreparedVisit, person: Candidate, shift: WorkShift) -> None:
        self._timetable = timetable
        self._visit = visit
        self._person = person
        self._lead = visit.lead
        self._lead_shift = shift
        self._lead_place = timetable.candidates.place(visit.legs[self._lead].draft.profile, shift.base)

    def settle(self, start: int, beyond: int) -> int:
        """The earliest start not before `start` to which no single capacity objects."""
        while start < beyond:
            pushed = self._pushed_by_lead(start)
            pushed = self._pushed_by_levels(pushed)
            if pushed < beyond:
                pushed = self._pushed_by_others(pushed)
            if pushed == start:
                return start
            start = pushed
        return beyond

    def placement(self, start: int) -> Placement | None:
        """The visit at that start with people and instruments, if enough of them are free."""
        legs: list[PlacedLeg] = []
        end = start + self._visit.minutes
        for number, leg in enumerate(self._visit.legs):
            crew = self._crew(number, leg, start + leg.offset, end)
            tools = self._free_tools(leg, start + leg.offset)
            if crew is None or tools is None:
                return None
            people = tuple(person for person, _, _ in crew)
            shifts, places = tuple(shift for _, shift, _ in crew), tuple(place for _, _, place in crew)
            begin = start + leg.offset
            legs.append(PlacedLeg(begin, begin + leg.minutes, leg.draft, people, shifts, places, tools, leg.exactly))
        return Placement(self._visit, tuple(legs), out_of(self._visit, start))

    def _pushed_by_lead(self, start: int) -> int:
        leg = self._visit.legs[self._lead]
        line = self._timetable.person(self._person.technician)
        return line.earliest(start + leg.offset, leg.minutes, self._lead_place) - leg.offset

    def _pushed_by_levels(self, start: int) -> int:
        for level, amount, part in self._visit.takes:
            if part is Part.OUT:
                start = self._pushed_by_out(start, level.clear_from, amount)
            elif part is Part.LEG:
                for leg in self._visit.legs:
                    start = level.clear_from(start + leg.offset, leg.minutes, amount) - leg.offset
            elif part is not Part.UNTIL_DONE:
                start = level.clear_from(start, self._visit.minutes, amount)
        return start

    def _pushed_by_out(self, start: int, clear_from: Callable[[int, int, int], int], amount: int) -> int:
        out = out_of(self._visit, start)
        if out is None:
            return start
        cleared = clear_from(out[0], out[1] - out[0], amount)
        if cleared <= out[0] or cleared >= FAR:
            return start if cleared <= out[0] else FAR
        if self._visit.draft.out is OutKind.BENCH:
            cleared = earliest_in(self._visit.times.out_ends, cleared) or cleared
        return max(start + 1, cleared)

    def _pushed_by_others(self, start: int) -> int:
        """Wait until every leg could have enough people and each of its groups an instrument."""
        for number, leg in enumerate(self._visit.legs):
            begin = start + leg.offset
            crew = leg.crew_sizes.start
            if number != self._lead or crew > 1:
                begin = _earliest_of((self._ready(person, leg, begin) for person in leg.people), crew, begin)
            for group in leg.tools:
                begin = _earliest_of((self._tool_ready(tool, leg, begin) for tool in group), 1, begin)
            if begin > start + leg.offset:
                return begin - leg.offset
        return start

    def _ready(self, person: Candidate, leg: PreparedLeg, begin: int) -> int:
        """The earliest instant at which the person could start the leg by presence and other legs."""
        line = self._timetable.person(person.technician)
        for free_from, free_until in overlapping(person.spans, begin, begin + 2 * 1440):
            shift = shift_at(person, max(begin, free_from))
            if shift is None:
                continue
            place = self._timetable.candidates.place(leg.draft.profile, shift.base)
            at = line.earliest(max(begin, free_from), leg.minutes, place)
            if at + leg.minutes <= free_until:
                return at
        return begin + 2 * 1440

    def _tool_ready(self, tool: Tool, leg: PreparedLeg, begin: int) -> int:
        profile = leg.draft.profile
        line = self._timetable.tool(tool.instrument)
        at = line.earliest(begin, leg.minutes, self._timetable.candidates.place(profile, profile.site))
        return at if covers(tool.spans, at, at + leg.minutes) else FAR

    def _free_tools(self, leg: PreparedLeg, begin: int) -> tuple[Tool, ...] | None:
        chosen: list[Tool] = []
        for group in leg.tools:
            taken = {tool.instrument for tool in chosen}
            free = (one for one in group if one.instrument not in taken and self._tool_ready(one, leg, begin) == begin)
            tool = next(free, None)
            if tool is None:
                return None
            chosen.append(tool)
        return tuple(chosen)

    def _crew(
        self, number: int, leg: PreparedLeg, begin: int, end: int
    ) -> tuple[tuple[Candidate, WorkShift, Place], ...] | None:
        """People who are free for the leg, just enough of them; the lead person among them in the lead leg."""
        must = self._person if number == self._lead else None
        sizes = leg.crew_sizes
        if must is not None and sizes == range(1, 2):
            return ((must, self._lead_shift, self._lead_place),)
        free = [one for one in leg.people if one is not must and self._is_free(one, leg, begin)]
        if len(free) + (must is not None) < sizes.start:
            return None
        free.sort(key=lambda one: self._liking(one, leg, begin))
        if must is not None:
            free.insert(0, must)
        free = free[:_MOST_IN_A_CREW_CHOICE]
        for size in sizes:
            for crew in combinations(free, size):
                if (must is None or crew[0] is must) and is_enough(
                    crew, leg.draft.profile, begin, end, exactly=leg.exactly
                ):
                    return tuple(self._seen(one, leg, begin) for one in crew)
        return None

    def _seen(self, person: Candidate, leg: PreparedLeg, begin: int) -> tuple[Candidate, WorkShift, Place]:
        shift = shift_at(person, begin)
        if shift is None:
            raise ValueError(f"{person.technician} has no shift at minute {begin}, yet was found free then.")
        return person, shift, self._timetable.candidates.place(leg.draft.profile, shift.base)

    def _is_free(self, person: Candidate, leg: PreparedLeg, begin: int) -> bool:
        if not covers(person.spans, begin, begin + leg.minutes):
            return False
        shift = shift_at(person, begin)
        if shift is None or self._timetable.minutes_left(person, shift.day) < leg.minutes:
            return False
        place = self._timetable.candidates.place(leg.draft.profile, shift.base)
        return self._timetable.person(person.technician).earliest(begin, leg.minutes, place) == begin

    def _liking(self, person: Candidate, leg: PreparedLeg, begin: int) -> tuple[int, int, str]:
        shift = shift_at(person, begin)
        travel = 0
        if shift is not None:
            place = self._timetable.candidates.place(leg.draft.profile, shift.base)
            travel = self._timetable.extra_travel(person, shift, begin, place)
        return travel, person.skill_count, person.technician


def _earliest_of(ready: Iterable[int], count: int, begin: int) -> int:
    """When so many are ready, not before `begin`; nobody is asked any more once enough are ready then."""
    late = []
    for at in ready:
        if at <= begin:
            count -= 1
            if count == 0:
                return begin
        else:
            late.append(at)
    return sorted(late)[count - 1] if len(late) >= count else FAR


def shift_at(person: Candidate, minute: int) -> WorkShift | None:
    """The shift of the person that holds this minute."""
    near = person.first_day + minute // 1440
    for day in (near, near - 1, near + 1, near - 2):
        for shift in person.shifts.get(day, ()):
            if shift.start <= minute < shift.end:
                return shift
    return None
