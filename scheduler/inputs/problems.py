"""The problems of one reading, collected until all files are read; an error knows the row that it spoils."""

import re
from dataclasses import dataclass, field

from scheduler.errors import Problem

MOST_SHOWN = 80
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class RowError:
    """An error of one row of a table; the row can be set aside."""

    table: str
    row: int
    problem: Problem


@dataclass(slots=True)
class ProblemList:
    """Everything that was found; `structural` faults always stop."""

    structural: list[Problem] = field(default_factory=list)
    of_rows: list[RowError] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def errors(self) -> list[Problem]:
        return [*self.structural, *(error.problem for error in self.of_rows)]


class StructureError(Exception):
    """A file or a table that cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def structural(
    file: str, expected: str, hint: str = "", *, sheet: str = "", row: int = 0, column: str = "", found: str = ""
) -> Problem:
    """Return a fault of structure."""
    return Problem(file, sheet, row, column, shown(found), expected, hint, structural=True)


def shown(found: str) -> str:
    """Return a text as a message can show it: control characters escaped, cut where it gets long."""
    escaped = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), found)
    return escaped if len(escaped) <= MOST_SHOWN else escaped[: MOST_SHOWN - 1] + "…"
