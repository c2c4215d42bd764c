"""What every engine does."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from scheduler.solve.neighbourhoods.question import Answer, Question


class Engine(Protocol):
    """Answers questions, several at a time if it can."""

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """The answers in the order of the questions; all questions are read before the first answer is given."""

    def close(self) -> None:
        """Let go of every process that it started."""
