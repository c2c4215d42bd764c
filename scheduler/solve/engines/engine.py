"""What every engine does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from scheduler.solve.neighbourhoods.question import Answer, Question

Result = TypeVar("Result")
Works = Sequence[Callable[[], Result]]
"""Long works on what is in memory here, none of which changes anything that another one sees."""


class Engine(Protocol):
    """Answers questions and does works, several at a time if it can."""

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """The answers in the order of the questions; all questions are read before the first answer is given."""

    def several(self, works: Works[Result], stop_requested: Callable[[], bool]) -> Iterator[Result]:
        """The results in the order of the works; none after a stop is asked for."""

    def close(self) -> None:
        """Let go of every process that it started."""
