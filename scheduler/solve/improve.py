"""Step 5 from outside: how many rounds of neighbourhoods there are, and what is heard of them."""

from collections.abc import Sequence

from scheduler.domain.obligation import Obligation
from scheduler.solve.engines import Engine
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.neighbourhoods.improving import Improving
from scheduler.solve.neighbourhoods.saving_trips import SavingTrips
from scheduler.solve.progress import Progress
from scheduler.solve.timetable import Timetable

PARTS = 3
"""Rounds come in parts: after each, late work takes the room that they leave; after the first, trips are saved."""
SEEDS_A_ROUND = 240
"""Missing, late or overdue tasks for each round of a part: the work grows with the trouble, not with a clock."""
PATIENCE = 3
"""Rounds in a row that save nothing, after which there are no more in that part."""
MOST_TURNS = 2
"""How often late work is brought forward and chains are untangled after all, while it helps."""
MOST_UNTANGLED = 2
"""How often chains are untangled in one go, while it helps."""


def improve(
    schedule: ListSchedule, obligations: Sequence[Obligation], engine: Engine, seed: int, bound: int, progress: Progress
) -> None:
    """Bring late work forward, untangle chains, improve round by round, save trips, and again.

    Stops come between two of these.
    """
    owed_now = [task for task in obligations if task.is_open and not task.extends_past_horizon]
    schedule.hasten(owed_now)
    _take_room(schedule, owed_now, progress)
    for part in range(PARTS):
        _in_rounds(schedule, obligations, owed_now, engine, seed, bound, progress)
        _take_room(schedule, owed_now, progress)
        if part == 0:
            _save_trips(schedule, engine, seed, progress)
    for _ in range(1, MOST_TURNS):
        if progress.stop_requested() or not _take_room(schedule, owed_now, progress):
            return


def _take_room(schedule: ListSchedule, owed_now: Sequence[Obligation], progress: Progress) -> int:
    """Bring late work forward and untangle chains, while that helps; how often it did."""
    better = 0 if progress.stop_requested() else schedule.hasten(owed_now)
    for _ in range(MOST_UNTANGLED):
        untangled = 0 if progress.stop_requested() else schedule.untangle(owed_now)
        if not untangled:
            break
        better += untangled
    return better


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
    rounds = -(-len(improving.seeds(owed_now)) // SEEDS_A_ROUND)
    progress.stage("Improving in neighbourhoods", rounds)
    idle = 0
    for _ in range(rounds):
        if progress.stop_requested() or idle == PATIENCE:
            return
        idle = 0 if improving.round(owed_now) else idle + 1
        progress.advance(1, share_in_time(obligations, schedule.timetable), bound)


def _save_trips(schedule: ListSchedule, engine: Engine, seed: int, progress: Progress) -> None:
    saving = SavingTrips(schedule.timetable, schedule.wishes, engine, seed)
    progress.stage("Saving trips", saving.left)
    while saving.left and not progress.stop_requested():
        before = saving.left
        saving.round()
        progress.advance(before - saving.left)


def share_in_time(obligations: Sequence[Obligation], timetable: Timetable) -> float:
    """The share of what counts that is placed in time by now."""
    counted = [task for task in obligations if task.counts]
    return sum(_is_in_time(task, timetable) for task in counted) / max(1, len(counted))


def _is_in_time(task: Obligation, timetable: Timetable) -> bool:
    placement = timetable.placements.get(task.task_id)
    if placement is None:
        return task.task_id in timetable.satisfied
    return not timetable.is_late(task, placement)
