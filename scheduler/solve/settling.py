"""Uses what is free in the end: what has no place takes one that is left, what is late moves to one in its window."""

from collections.abc import Sequence

from scheduler.domain.obligation import Obligation
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.placement import Placement


def settle(schedule: ListSchedule, tasks: Sequence[Obligation]) -> None:
    """Look once more at what is owed now; nothing else moves, so nothing becomes dearer."""
    owed_now = [task for task in tasks if not task.extends_past_horizon]
    schedule.place_late(owed_now)
    late = [task for task in owed_now if _is_late(task, schedule)]
    for task in sorted(late, key=lambda one: (-schedule.wishes.value(one), one.task_id)):
        _move_into_its_window(task, schedule)


def _is_late(task: Obligation, schedule: ListSchedule) -> bool:
    placement = schedule.timetable.placements.get(task.task_id)
    return placement is not None and schedule.timetable.is_late(task, placement)


def _move_into_its_window(task: Obligation, schedule: ListSchedule) -> None:
    placement, wish = schedule.timetable.placements[task.task_id], schedule.wishes.in_time((task,))
    if wish is not None and _may_move(task, placement, schedule):
        schedule.timetable.undo(placement)
        if not schedule.place(wish):
            schedule.timetable.commit(placement)


def _may_move(task: Obligation, placement: Placement, schedule: ListSchedule) -> bool:
    """It is alone in its visit, nothing is placed only together with it, and nobody was promised the day."""
    timetable = schedule.timetable
    names = placement.task_ids
    is_bound = timetable.orders.companions(task.task_id) or any(name in timetable.included for name in names)
    promised = timetable.stays(placement) or timetable.facts.locks_of(task.asset_tag, task.name)
    return names == (task.task_id,) and not is_bound and not promised
