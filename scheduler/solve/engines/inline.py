"""Solves neighbourhoods in this process, one after the other."""

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from scheduler.solve.engines.engine import Result, Works
from scheduler.solve.neighbourhoods.answering import answer
from scheduler.solve.neighbourhoods.question import Answer, Question


class Inline:
    """For small quarters and for looking into one: nothing is started, and an abort of the solver ends the run."""

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        yield from [answer(question) for question in list(questions)]

    def several(self, works: Works[Result], stop_requested: Callable[[], bool]) -> Iterator[Result]:
        return (work() for work in takewhile(lambda _: not stop_requested(), works))

    def close(self) -> None:
        """Nothing was started."""
