"""Takes back what cannot stand alone: a task without its follow-up, a later occurrence without the former."""

from collections.abc import Sequence

from scheduler.domain.ids import TaskId
from scheduler.solve.timetable import Timetable


def prune(timetable: Timetable) -> Sequence[TaskId]:
    """Take back visits until every precedence holds; return the tasks that lost their place."""
    lost: list[TaskId] = []
    while True:
        unfounded = timetable.unfounded()
        if not unfounded:
            return lost
        lost.append(_taken_back(timetable, unfounded[0]))
        lost += [_taken_back(timetable, task) for task in unfounded[1:] if timetable.orders.turns.is_unfounded(task)]


def _taken_back(timetable: Timetable, task: TaskId) -> TaskId:
    if task in timetable.satisfied:
        timetable.release(task)
    else:
        timetable.undo(timetable.placements[task])
    return task
