"""Tables of a plan's folder read row by row, with all faults of structure gathered."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from scheduler.errors import InputError, Problem
from scheduler.outputs.words import utc_time

Word = TypeVar("Word", bound=StrEnum)
Result = TypeVar("Result")
_LONGEST_FIELD = 10_000_000


class RowError(ValueError):
    """A cell that cannot be read; carries where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its table and number; each reader of a cell says what it expected."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells[column]

    def bars(self, column: str) -> tuple[str, ...]:
        """Read a list joined by bars."""
        return tuple(self.cells[column].split("|")) if self.cells[column] else ()

    def whole(self, column: str) -> int:
        return self._read(column, int, "a whole number")

    def yes(self, column: str) -> bool:
        return self._read(column, {"yes": True, "no": False}.__getitem__, "yes or no")

    def day(self, column: str) -> date:
        return self._read(column, date.fromisoformat, "a date such as 2027-01-31")

    def instant(self, column: str) -> datetime:
        return self._read(column, utc_time, "a time with its offset, such as 2027-01-31T08:30:00+01:00")

    def one_of(self, column: str, words: type[Word]) -> Word:
        try:
            return words(self.cells[column])
        except ValueError:
            raise self.fault(column, self.cells[column], "one of " + ", ".join(words)) from None

    def fault(self, column: str, found: str, expected: str) -> RowError:
        """Say where a cell is wrong."""
        return RowError(Problem(self.file, row=self.number, column=column, found=found, expected=expected))

    def _read(self, column: str, read: Callable[[str], Result], expected: str) -> Result:
        try:
            return read(self.cells[column])
        except (ValueError, KeyError):
            raise self.fault(column, self.cells[column], expected) from None


class TableReader:
    """Reads the tables of one folder and keeps every problem until `stop_at_problems`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._problems: list[Problem] = []

    def each(self, name: str, columns: Sequence[str], read: Callable[[Row], Result]) -> Iterator[Result]:
        """Read every row that can be read."""
        for row in self._rows(name, columns):
            try:
                yield read(row)
            except RowError as fault:
                self._problems.append(fault.problem)
            except ValueError as error:
                self._problems.append(Problem(name, row=row.number, expected=str(error)))

    def stop_at_problems(self) -> None:
        """Raise InputError with all that was found."""
        if self._problems:
            raise InputError(self._problems)

    def _rows(self, name: str, columns: Sequence[str]) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST_FIELD)
        try:
            with (self._folder / name).open(encoding="utf-8-sig", newline="") as file:
                table = csv.reader(file, strict=True)
                heading = next(table, [])
                missing = [column for column in columns if column not in heading]
                if missing:
                    self._structure(name, f"the columns {', '.join(missing)}")
                    return
                for number, cells in enumerate(table, start=2):
                    if len(cells) != len(heading):
                        self._structure(name, f"{len(heading)} cells, not {len(cells)}", number)
                    else:
                        yield Row(name, number, dict(zip(heading, cells, strict=True)))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self._structure(name, f"a table of the plan ({error})")

    def _structure(self, name: str, expected: str, row: int = 0) -> None:
        hint = "plan the folder again"
        self._problems.append(Problem(name, row=row, expected=expected, hint=hint, structural=True))
