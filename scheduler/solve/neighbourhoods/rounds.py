"""A round: neighbourhoods that share nothing are asked about, answered in whatever order, and applied in their own."""

from collections.abc import Collection, Iterator, Sequence

from scheduler.solve.engines import Engine
from scheduler.solve.neighbourhoods.applying import Applied, Applying
from scheduler.solve.neighbourhoods.asking import Asked, Asking, Refused
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.neighbourhoods.question import Question
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

A_ROUND = 16
"""Neighbourhoods of a round: a constant, so that the plan does not depend on how many workers there are."""
DETERMINISTIC_TIME = 0.4
"""The budget of one neighbourhood in CP-SAT's own seconds, which every machine counts alike."""

Tried = tuple[Box, Collection[Refused]]
"""A neighbourhood, and what the timetable refused when it was tried before."""


class Rounds:
    """Makes a timetable cheaper round by round; it is whole and legal between any two of them."""

    def __init__(self, timetable: Timetable, wishes: Wishes, ledger: Ledger, engine: Engine, seed: int) -> None:
        self._ledger = ledger
        self._engine = engine
        self._seed = seed
        self._asking = Asking(timetable, wishes)
        self._applying = Applying(timetable, wishes, ledger)

    def round(self, tried: Sequence[Tried]) -> list[Applied]:
        """What came of each neighbourhood."""
        asked: list[Asked] = []
        answers = self._engine.answers(self._questions(tried, asked))
        applied = [self._applying.apply(one, answer) for answer, one in zip(answers, asked, strict=True)]
        self._ledger.forget_visits()
        return applied

    def _questions(self, tried: Sequence[Tried], asked: list[Asked]) -> Iterator[Question]:
        """The questions one by one, so that the first is being answered while the second is written."""
        for box, refused in tried:
            one = self._asking.ask(box, refused, self._seed, DETERMINISTIC_TIME)
            asked.append(one)
            yield one.question
