"""The error tree: what a person did that the program cannot go on with, in words that say what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault of the input: where, what was found, what was expected, what to do. `row` as Excel shows it (0: none)."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    found: str = ""
    expected: str = ""
    hint: str = ""
    structural: bool = False
    """A fault of structure always stops; any other can be set aside with its row."""

    def __str__(self) -> str:
        where = " › ".join(
            part for part in (self.file, self.sheet, f"row {self.row}" if self.row else "", self.column) if part
        )
        said = f'"{self.found}" … {self.expected}' if self.found else self.expected
        return f"{where}: {said}" + (f" … {self.hint}" if self.hint else "")


class SchedulerError(Exception):
    """The root: every error that the command line turns into a sentence and an exit code."""

    exit_code = 1


class UsageError(SchedulerError):
    """Wrong usage of a command."""

    exit_code = 2


class InputError(SchedulerError):
    """The input has errors; carries all of them."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        noun = "problem" if len(self.problems) == 1 else "problems"
        super().__init__(f"{len(self.problems)} {noun} in the input")


class PlanFault(SchedulerError):
    """The plan breaks a rule, or its bound does not add up."""

    exit_code = 4


class LimitMissed(SchedulerError):
    """Planned, but a limit asked for with --fail-on is missed."""

    exit_code = 5


class VersionConflict(SchedulerError):
    """Somebody else published in between."""

    exit_code = 6


class StoreError(SchedulerError):
    """The database of published plans cannot be used: not there, locked for too long, full, damaged."""


class PagesError(SchedulerError):
    """Pages could not be laid out: the text is at fault, or memory or disk ran out."""


class Interrupted(SchedulerError):
    """Stopped by the planner; the best plan so far is kept."""

    exit_code = 130
