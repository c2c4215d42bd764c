"""What one more open half-day is worth to a department: its work that misses its window is placed in it, one by one."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta

from scheduler.domain.calendar import iso_week
from scheduler.domain.ids import DepartmentId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import HalfDay, TaskOutcome
from scheduler.solve.case import Case
from scheduler.solve.outcome import is_in_time
from scheduler.solve.placement import Placement
from scheduler.solve.remedies.trying import Remedies
from scheduler.solve.shares import person_minutes
from scheduler.solve.timetable import Timetable

HOURS = 4
"""Half-days begin at 0, 4, 8, 12, 16 and 20 o'clock."""
_HALF_A_DAY = timedelta(hours=HOURS)


def half_days_of(
    obligations: Sequence[Obligation],
    outcomes: Mapping[TaskId, TaskOutcome],
    case_of: Callable[[Obligation], Case | None],
    price_of: Callable[[Obligation], int],
    remedies: Remedies,
    timetable: Timetable,
) -> tuple[HalfDay, ...]:
    """For each department with work that a half-day more would bring into its window, the best one; the best first."""
    waiting: dict[DepartmentId, list[tuple[Case, Placement]]] = defaultdict(list)
    for task in obligations:
        if task.is_open and not task.extends_past_horizon and not is_in_time(task, outcomes[task.task_id]):
            case = case_of(task)
            found = remedies.opened(case) if case is not None and not case.is_split else None
            if case is not None and found is not None and _stands_alone(task, timetable):
                waiting[case.visit.draft.department].append((case, found))
    best = (_best(cases, price_of, remedies, timetable) for _, cases in sorted(waiting.items()))
    return tuple(sorted((one for one in best if one), key=lambda one: (-one.value, one.department)))


def _stands_alone(task: Obligation, timetable: Timetable) -> bool:
    """It has no visit, or one that can be left out without anything else."""
    placement = timetable.placements.get(task.task_id)
    return task.task_id not in timetable.spans or (placement is not None and placement.task_ids == (task.task_id,))


def _best(
    waiting: Sequence[tuple[Case, Placement]],
    price_of: Callable[[Obligation], int],
    remedies: Remedies,
    timetable: Timetable,
) -> HalfDay | None:
    """Try the half-days in which single tasks would go, and those after them; keep the one that is worth most."""
    near = (_half_day_of(case, placement, timetable) for case, placement in waiting)
    starts = dict.fromkeys(start for one in near for start in (one, one + _HALF_A_DAY))
    tried = (_worth(start, waiting, price_of, remedies, timetable) for start in starts)
    return max((one for one in tried if one.tasks), key=lambda one: (one.value, one.day, one.start), default=None)


def _half_day_of(case: Case, placement: Placement, timetable: Timetable) -> datetime:
    zone = timetable.facts.programme.sites[case.visit.draft.site].zone
    begins = timetable.timeline.instant(placement.start).astimezone(zone)
    return begins.replace(hour=begins.hour - begins.hour % HOURS, minute=0)


def _worth(
    start: datetime,
    waiting: Sequence[tuple[Case, Placement]],
    price_of: Callable[[Obligation], int],
    remedies: Remedies,
    timetable: Timetable,
) -> HalfDay:
    """Place what waits in that half-day, the dearest first, what is late left out; then take it all back."""
    begin = timetable.timeline.minute(start)
    stretch = (begin, begin + HOURS * 60)
    placed: list[Placement] = []
    late = [found for case, _ in waiting if (found := timetable.placements.get(case.task.task_id)) is not None]
    for one in late:
        timetable.undo(one)
    dearest = sorted((case for case, _ in waiting), key=lambda case: (-price_of(case.task), case.task.task_id))
    for case in dearest:
        found = remedies.opened(case, stretch)
        if found is not None:
            timetable.commit(found)
            placed.append(found)
    for one in reversed(placed):
        timetable.undo(one)
    for one in late:
        timetable.commit(one)
    tasks = [task for one in placed for task in one.visit.draft.tasks]
    draft = waiting[0][0].visit.draft
    return HalfDay(
        week=iso_week(start.date()),
        site=draft.site,
        department=draft.department,
        day=start.date(),
        start=start.time(),
        end=time((start.hour + HOURS) % 24),
        skills=tuple(sorted({task.procedure.skill or "" for task in tasks})),
        minutes=sum(person_minutes(task) for task in tasks),
        tasks=len(tasks),
        value=sum(price_of(task) for task in tasks),
    )
