"""Rounds of neighbourhoods around what is missing, late or overdue, more of those kinds that paid."""

from collections.abc import Iterable, Sequence

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.engines import Engine
from scheduler.solve.neighbourhoods.drawing import Drawing, Result
from scheduler.solve.neighbourhoods.kinds import Boxes
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.neighbourhoods.rounds import Rounds
from scheduler.solve.neighbourhoods.seeds import Seed, seeds_of
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


class Improving:
    """Makes a timetable cheaper round by round."""

    def __init__(self, timetable: Timetable, wishes: Wishes, engine: Engine, seed: int = 0) -> None:
        self._timetable = timetable
        self._ledger = Ledger(timetable, wishes)
        self._rounds = Rounds(timetable, wishes, self._ledger, engine, seed)
        self._drawing = Drawing(Boxes(timetable, wishes))
        self._watched: dict[TaskId, Obligation] | None = None
        self._looked_at: frozenset[TaskId] = frozenset()

    def seeds(self, tasks: Sequence[Obligation]) -> tuple[Seed, ...]:
        """What could be better, the dearest first; after the first time only what was in a neighbourhood can be new."""
        looked_at = tasks if self._watched is None else self._watched.values()
        found = seeds_of(looked_at, self._timetable, self._ledger)
        if self._watched is None:
            self._watched = {seed.task.task_id: seed.task for seed in found}
            self._looked_at = frozenset(task.task_id for task in tasks)
        return found

    def round(self, tasks: Sequence[Obligation]) -> int:
        """One round; return the points that it saved."""
        draws = self._drawing.draws(self.seeds(tasks))
        for draw in draws:
            self._watch(draw.box.tasks)
        applied = self._rounds.round([(draw.box, draw.refused) for draw in draws])
        results = [Result(draw, one.saved, one.refused) for draw, one in zip(draws, applied, strict=True)]
        self._drawing.learn(results)
        return sum(result.saved for result in results)

    def _watch(self, tasks: Iterable[Obligation]) -> None:
        """What a neighbourhood moves, and what that includes, may be a seed later."""
        if self._watched is None:
            return
        for task in tasks:
            for one in (task, *self._timetable.included.get(task.task_id, ())):
                if one.task_id in self._looked_at:
                    self._watched[one.task_id] = one
