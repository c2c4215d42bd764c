"""Takes back what cannot stand alone: a task without its follow-up, a later occurrence without the former."""

from collections.abc import Sequence

from scheduler.domain.ids import TaskId
from scheduler.solve.timetable import Timetable


def prune(timetable: Timetable) -> Sequence[TaskId]:
    """Take back visits until every precedence holds; return the tasks that lost their place."""
    lost: list[TaskId] = []
    while True:
        broken = timetable.broken_orders()
        if not broken:
            return lost
        after = broken[0]
        lost.append(_taken_back(timetable, after.then if after.then in timetable.spans else after.first))


def _taken_back(timetable: Timetable, task: TaskId) -> TaskId:
    if task in timetable.satisfied:
        timetable.release(task)
    else:
        timetable.undo(timetable.placements[task])
    return task
