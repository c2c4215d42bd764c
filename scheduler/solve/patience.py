"""What can wait: the shifts in which room may be made for a visit, and the visits there that can make it."""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import Days, choices
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.placement import Placement, PreparedVisit
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_A_DAY = 3
"""Shifts of one day that are looked at for one visit, the cheapest."""
A_WAY = 150
"""Points that a visit more or less on somebody's day may cost in ways, which are not added up where room is made."""


def shifts_for(
    timetable: Timetable, visit: PreparedVisit, days: Days, most: int
) -> Iterator[tuple[Candidate, WorkShift]]:
    """A few shifts of each day in which the visit could be if nothing else were there, the cheapest days first."""
    of_day: dict[int, int] = defaultdict(int)
    total = 0
    for one in choices(timetable, visit, days, full=True):
        of_day[one.shift.day] += 1
        if of_day[one.shift.day] <= MOST_A_DAY:
            total += 1
            yield one.person, one.shift
        if total == most:
            return


def patient_visits(timetable: Timetable, person: Candidate, shift: WorkShift) -> Iterator[Placement]:
    """The visits of that shift that may go and could be later, what can wait longest first."""
    found = visits_by_patience(timetable, person, shift)
    yield from (one for one in found if waits_until(one, timetable) > shift.day)


def visits_by_patience(timetable: Timetable, person: Candidate, shift: WorkShift) -> list[Placement]:
    """All visits of that shift that may go, what can wait longest first, what is late or overdue last."""
    there = timetable.of_person(person.technician, shift.start, shift.end)
    movable = [one for one in dict.fromkeys(there) if may_go(one, timetable)]
    return sorted(movable, key=lambda one: (-waits_until(one, timetable), one.start))


def is_waited_for(task: Obligation, placement: Placement, timetable: Timetable) -> bool:
    """Tell whether every day counts: the task is overdue, or late where it is."""
    return task.overdue or timetable.is_late(task, placement)


def waits_until(placement: Placement, timetable: Timetable) -> int:
    """The last day on which all of its tasks are in time; 0 if one is late or overdue as it is."""
    tasks = placement.visit.draft.tasks
    if any(is_waited_for(task, placement, timetable) for task in tasks):
        return 0
    return min(task.window.last_day.toordinal() for task in tasks)


def wish_again(placement: Placement, timetable: Timetable, wishes: Wishes) -> Wish | None:
    """Another place for a visit that makes room: inside its windows, or soon if these are over."""
    tasks = placement.visit.draft.tasks
    return wishes.in_time(tasks) if waits_until(placement, timetable) else wishes.late(tasks)
