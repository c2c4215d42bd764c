"""Rounds of neighbourhoods: drawn, asked, answered in whatever order, and applied in the order of their numbers."""

from collections.abc import Iterator, Sequence

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

    def seeds(self, tasks: Sequence[Obligation]) -> tuple[Seed, ...]:
        """What could be better, the dearest first."""
        return seeds_of(tasks, self._timetable, self._ledger)

    def round(self, tasks: Sequence[Obligation]) -> int:
        """One round; return the points that it saved."""
        asked: list[tuple[Draw, Asked]] = []
        answers = self._engine.answers(self._questions(self._drawing.draws(self.seeds(tasks)), asked))
        results = []
        for answer, (draw, one) in zip(answers, asked, strict=True):
            applied = self._applying.apply(one, answer)
            results.append(Result(draw, applied.saved, applied.refused))
        self._drawing.learn(results)
        return sum(result.saved for result in results)

    def _questions(self, draws: Sequence[Draw], asked: list[tuple[Draw, Asked]]) -> Iterator[Question]:
        """The questions one by one, so that the first is being answered while the second is written."""
        for draw in draws:
            one = self._asking.ask(draw.box, draw.refused, self._seed, DETERMINISTIC_TIME)
            asked.append((draw, one))
            yield one.question
