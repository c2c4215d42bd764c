"""Late work takes the room that there is: it is brought forward, and what hangs together is untangled, team by team.

Teams are looked at side by side, each as if the others stood still; what they found is then done in the order of the
teams. So the outcome is the same however many are looked at at once, and the last word on what teams share (fleets,
cover, instruments) has the one timetable.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.engines import Engine
from scheduler.solve.hastening import Hastening
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.merging_trips import merge_trips
from scheduler.solve.moves import Move, ToldMove, made_again, take_back, told
from scheduler.solve.progress import Progress
from scheduler.solve.teams import in_shares, teams_of
from scheduler.solve.timetable import Timetable
from scheduler.solve.untangling import Placing, Untangling

MOST_SHARES = 8
"""Shares of the teams: enough that none waits long for the largest one."""
MOST_UNTANGLED = 2
"""How often chains are untangled in one go, while it helps."""


class TakingRoom:
    """Takes the room that there is, again and again, with the same teams."""

    def __init__(self, schedule: ListSchedule, tasks: Sequence[Obligation], engine: Engine, progress: Progress) -> None:
        self._schedule = schedule
        self._engine = engine
        self._progress = progress
        self._owed = {task.task_id: task for task in tasks}
        self._shares = in_shares(teams_of(tasks, schedule.timetable, schedule.wishes), MOST_SHARES)
        self._share_of = {task.task_id: number for number, share in enumerate(self._shares) for task in share}

    def take(self, hastened: int = 1) -> int:
        """Merge trips, bring late work forward so many times, then untangle chains; how often something got better."""
        self._progress.stage("Bringing late work forward", len(self._owed))
        works = [partial(self._found, share, hastened) for share in self._shares]
        with staying(self._schedule.timetable, self._of_several_teams()):
            found = list(self._engine.several(works, self._progress.stop_requested))
        self._progress.advance(len(self._owed))
        return sum(made_again(move, self._owed, self._schedule.timetable) for moves in found for move in moves)

    def _of_several_teams(self) -> Iterator[TaskId]:
        """The work of visits that hold work of another share too: none of these may take them out."""
        for placement in dict.fromkeys(self._schedule.timetable.placements.values()):
            if len({self._share_of.get(task) for task in placement.task_ids}) > 1:
                yield from placement.task_ids

    def _found(self, share: Sequence[Obligation], hastened: int) -> tuple[ToldMove, ...]:
        """What would get better; the timetable is left as it is."""
        moves = list(self._moves(share, hastened))
        take_back(moves, self._schedule.timetable)
        return told(moves, self._schedule.timetable)

    def _moves(self, share: Sequence[Obligation], hastened: int) -> Iterator[Move]:
        yield from merge_trips(self._schedule.timetable, self._schedule.wishes, share)
        for _ in range(hastened):
            yield from brought_forward(self._schedule, share)
        for _ in range(MOST_UNTANGLED):
            moves = list(untangled(self._schedule, share))
            yield from moves
            if not moves:
                return


@contextmanager
def staying(timetable: Timetable, tasks: Iterable[TaskId]) -> Iterator[None]:
    """Nobody moves the visits of these tasks meanwhile."""
    there = set(tasks) - timetable.staying
    timetable.staying |= there
    yield
    timetable.staying -= there


def brought_forward(schedule: ListSchedule, tasks: Sequence[Obligation]) -> Iterator[Move]:
    """What is late or overdue changes places with what can wait."""
    hastening = Hastening(schedule.timetable, schedule.wishes)
    moves = (hastening.improve(task) for task in hastening.waiting(tasks))
    return (move for move in moves if move is not None)


def untangled(schedule: ListSchedule, tasks: Sequence[Obligation]) -> Iterator[Move]:
    """What hangs together by orders is taken apart and placed again."""
    untangling = Untangling(schedule.timetable, schedule.wishes, Placing(schedule.place, schedule.place_here))
    moves = (untangling.improve(chain) for chain in untangling.dear(tasks))
    return (move for move in moves if move is not None)
