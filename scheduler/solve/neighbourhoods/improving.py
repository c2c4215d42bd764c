"""Rounds of neighbourhoods: drawn, asked, answered in whatever order, and applied in the order of their numbers."""

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.engines import Engine
from scheduler.solve.neighbourhoods.applying import Applying
from scheduler.solve.neighbourhoods.asking import Asked, Asking
from scheduler.solve.neighbourhoods.drawing import Draw, Drawing, Result
from scheduler.solve.neighbourhoods.kinds import Boxes
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.neighbourhoods.question import Question
from scheduler.solve.neighbourhoods.seeds import Seed, seeds_of
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

DETERMINISTIC_TIME = 0.4
"""The budget of one neighbourhood in CP-SAT's own seconds, which every machine counts alike."""


class Improving:
    """Makes a timetable cheaper round by round; it is whole and legal between any two of them."""

    def __init__(self, timetable: Timetable, wishes: Wishes, engine: Engine, seed: int = 0) -> None:
        self._timetable = timetable
        self._engine = engine
        self._seed = seed
        self._ledger = Ledger(timetable, wishes)
        self._asking = Asking(timetable, wishes)
        self._applying = Applying(timetable, wishes, self._ledger)
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
        asked: list[tuple[Draw, Asked]] = []
        answers = self._engine.answers(self._questions(self._drawing.draws(self.seeds(tasks)), asked))
        results = []
        for answer, (draw, one) in zip(answers, asked, strict=True):
            applied = self._applying.apply(one, answer)
            results.append(Result(draw, applied.saved, applied.refused))
        self._drawing.learn(results)
        self._ledger.forget_visits()
        return sum(result.saved for result in results)

    def _questions(self, draws: Sequence[Draw], asked: list[tuple[Draw, Asked]]) -> Iterator[Question]:
        """The questions one by one, so that the first is being answered while the second is written."""
        for draw in draws:
            self._watch(draw.box.tasks)
            one = self._asking.ask(draw.box, draw.refused, self._seed, DETERMINISTIC_TIME)
            asked.append((draw, one))
            yield one.question

    def _watch(self, tasks: Iterable[Obligation]) -> None:
        """What a neighbourhood moves, and what that includes, may be a seed later."""
        if self._watched is None:
            return
        for task in tasks:
            for one in (task, *self._timetable.included.get(task.task_id, ())):
                if one.task_id in self._looked_at:
                    self._watched[one.task_id] = one
