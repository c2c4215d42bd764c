"""Step 5 from outside: how many rounds of neighbourhoods there are, and what is heard of them."""

from collections.abc import Sequence

from scheduler.domain.obligation import Obligation
from scheduler.solve.engines import Engine
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.neighbourhoods.improving import Improving
from scheduler.solve.progress import Progress
from scheduler.solve.taking_room import TakingRoom
from scheduler.solve.timetable import Timetable

MOST_PARTS = 3
"""Rounds come in parts: after each, late work takes the room that they leave."""
TASKS_IN_ALL = 45_000
"""Tasks of all parts together: three parts up to 15,000 tasks, one beyond 22,500, so that time stays in bounds."""
SEEDS_A_ROUND = 180
"""Missing, late or overdue tasks for each round of a part: the work grows with the trouble, not with a clock."""
MOST_ROUNDS = 7
"""Rounds of a part at most: where there is much trouble, late work that takes room helps more in the same time."""
PATIENCE = 3
"""Rounds in a row that save nothing, after which there are no more in that part."""


def improve(
    schedule: ListSchedule, obligations: Sequence[Obligation], engine: Engine, seed: int, bound: int, progress: Progress
) -> None:
    """Let late work take the room that there is, improve round by round, and again; stops come between two of these.

    After the last part late work takes what room is left once less often than there were parts, while it helps.
    """
    owed_now = [task for task in obligations if task.is_open and not task.extends_past_horizon]
    owed_now = schedule.wishes.worth_seeking(owed_now)
    room = TakingRoom(schedule, owed_now, engine, progress)
    room.take(hastened=2)
    parts = parts_for(len(owed_now))
    for _ in range(parts):
        if progress.stop_requested():
            return
        _in_rounds(schedule, obligations, owed_now, engine, seed, bound, progress)
        room.take()
    for _ in range(parts - 1):
        if progress.stop_requested() or not room.take():
            return


def parts_for(tasks: int) -> int:
    """How many parts of rounds there are for so many tasks."""
    return min(MOST_PARTS, max(1, TASKS_IN_ALL // max(1, tasks)))


def _in_rounds(
    schedule: ListSchedule,
    obligations: Sequence[Obligation],
    owed_now: Sequence[Obligation],
    engine: Engine,
    seed: int,
    bound: int,
    progress: Progress,
) -> None:
    improving = Improving(schedule.timetable, schedule.wishes, engine, seed)
    rounds = min(MOST_ROUNDS, -(-len(improving.seeds(owed_now)) // SEEDS_A_ROUND))
    progress.stage("Improving in neighbourhoods", rounds)
    idle = 0
    for _ in range(rounds):
        if progress.stop_requested() or idle == PATIENCE:
            return
        idle = 0 if improving.round(owed_now) else idle + 1
        progress.advance(1, share_in_time(obligations, schedule.timetable), bound)


def share_in_time(obligations: Sequence[Obligation], timetable: Timetable) -> float:
    """The share of what counts that is placed in time by now."""
    counted = [task for task in obligations if task.counts]
    return sum(_is_in_time(task, timetable) for task in counted) / max(1, len(counted))


def _is_in_time(task: Obligation, timetable: Timetable) -> bool:
    placement = timetable.placements.get(task.task_id)
    if placement is None:
        return task.task_id in timetable.satisfied
    return not timetable.is_late(task, placement)
