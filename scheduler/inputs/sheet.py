"""A table whose cells have been read: values by row and column, the faulty ones marked."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

from scheduler.errors import Problem
from scheduler.inputs.cells import CellError
from scheduler.inputs.columns import Column, Table
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import fold
from scheduler.inputs.problems import ProblemList, RowError, shown
from scheduler.inputs.raw import RawColumn, RawTable

T = TypeVar("T")


class _Faulty:
    """Stands where a cell could not be read."""


FAULTY: Final = _Faulty()


class Row:
    """One row of a sheet; `row[COLUMN]` is its value."""

    __slots__ = ("_place", "_sheet")

    def __init__(self, sheet: "Sheet", place: int) -> None:
        self._sheet = sheet
        self._place = place

    def __getitem__(self, column: Column[T]) -> T:
        value: T = self._sheet.values[column][self._place]
        return value

    @property
    def number(self) -> int:
        """The row number that Excel shows."""
        return self._sheet.raw.rows[self._place]

    @property
    def lexicon(self) -> Lexicon:
        """The words that its cells were read against."""
        return self._sheet.lexicon

    def sound(self, *columns: Column[Any]) -> bool:
        """Tell whether the cells of these columns could be read."""
        return all(self._sheet.values[column][self._place] is not FAULTY for column in columns)

    def text(self, column: Column[Any]) -> str:
        """Return what the file has in the cell."""
        raw = self._sheet.raw.columns.get(column.name)
        return raw.written[raw.codes[self._place]] if raw else ""

    def fault(self, column: Column[Any], expected: str, hint: str = "", found: str | None = None) -> None:
        """Note an error in this row."""
        self._sheet.note(self._place, column, self.text(column) if found is None else found, expected, hint)

    def warn(self, column: Column[Any], expected: str, hint: str = "", found: str | None = None) -> None:
        """Note a warning about this row; it stays in."""
        text = self.text(column) if found is None else found
        self._sheet.problems.warnings.append(self._sheet.problem(self._place, column, text, expected, hint))


class Sheet:
    """A table as read; cells that cannot be read are noted in `problems` at once."""

    def __init__(self, table: Table, raw: RawTable, lexicon: Lexicon, problems: ProblemList) -> None:
        self.table = table
        self.raw = raw
        self.problems = problems
        self.lexicon = lexicon.writing_dates_as(raw.date_format)
        self._faulty: set[int] = set()
        self.values: dict[Column[Any], list[Any]] = {column: self._read(column) for column in table.columns}
        self._refuse_repeated_keys()

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows without a fault."""
        return (Row(self, place) for place in range(len(self.raw.rows)) if place not in self._faulty)

    def having(self, *columns: Column[Any]) -> Iterator[Row]:
        """Yield the rows whose cells in these columns could be read, whatever their other cells are like."""
        rows = (Row(self, place) for place in range(len(self.raw.rows)))
        return rows if not self._faulty else (row for row in rows if row.sound(*columns))

    @property
    def is_sound(self) -> bool:
        """Whether no row has a fault so far."""
        return not self._faulty

    def note(self, place: int, column: Column[Any], found: str, expected: str, hint: str) -> None:
        """Note an error of the row at that place."""
        self._faulty.add(place)
        problem = self.problem(place, column, found, expected, hint)
        self.problems.of_rows.append(RowError(self.table.name, problem.row, problem))

    def problem(self, place: int, column: Column[Any], found: str, expected: str, hint: str) -> Problem:
        """Return a problem of one cell, under the heading that the file has for it."""
        raw = self.raw.columns.get(column.name)
        heading = raw.heading.strip() if raw else column.name
        return Problem(
            self.raw.file, self.raw.sheet, self.raw.rows[place], shown(heading), shown(found), expected, hint
        )

    def _read(self, column: Column[Any]) -> list[Any]:
        raw = self.raw.columns.get(column.name)
        if raw is None:
            return self._absent(column)
        by_code: list[Any] = [None] * len(raw.words)
        faults: dict[int, CellError] = {}
        for code in raw.used():
            try:
                by_code[code] = read_cell(column, raw.words[code], self.lexicon)
            except CellError as fault:
                by_code[code], faults[code] = FAULTY, fault
        if faults:
            self._note_faults(column, raw, faults)
        self._warn_of_formulas(column, raw)
        return list(map(by_code.__getitem__, raw.codes))

    def _absent(self, column: Column[Any]) -> list[Any]:
        """Return the blanks of a column that the file lacks; if it is required, that is a fault of structure."""
        if not column.required:
            return [column.default] * len(self.raw.rows)
        self._faulty.update(range(len(self.raw.rows)))
        return [FAULTY] * len(self.raw.rows)

    def _note_faults(self, column: Column[Any], raw: RawColumn, faults: Mapping[int, CellError]) -> None:
        for place, code in enumerate(raw.codes):
            if (fault := faults.get(code)) is not None:
                self.note(place, column, raw.written[code], fault.expected, fault.hint)

    def _warn_of_formulas(self, column: Column[Any], raw: RawColumn) -> None:
        """Warn of texts that a spreadsheet would take for a formula; each text once, at its first row."""
        suspects = {code for code in raw.used() if raw.words[code].lstrip().startswith("=")}
        for place, code in enumerate(raw.codes):
            if not suspects:
                return
            if code in suspects:
                suspects.discard(code)
                hint = "it is kept as text and never calculated; put an apostrophe before it in a spreadsheet"
                problem = self.problem(place, column, raw.written[code], "text that is no formula", hint)
                self.problems.warnings.append(problem)

    def _refuse_repeated_keys(self) -> None:
        if not self.table.key:
            return
        first_rows: dict[object, Row] = {}
        for row in self.having(*self.table.key):
            key = tuple(_comparable(row[column]) for column in self.table.key)
            first = first_rows.setdefault(key, row)
            if first.number != row.number:
                self._refuse_repeated(row, first)

    def _refuse_repeated(self, row: Row, first: Row) -> None:
        names = " + ".join(column.name for column in self.table.key)
        last = self.table.key[-1] if row[self.table.key[-1]] is not None else self.table.key[0]
        column = self.table.key[0] if len(self.table.key) == 1 else last
        alike = row.text(column) == first.text(column)
        spelled = "" if alike else f'; it is written "{shown(first.text(column))}" there, which is the same name'
        row.fault(column, f"each {names} once; row {first.number} has it too", f"remove one of the two rows{spelled}")


def read_cell(column: Column[Any], text: str, lexicon: Lexicon) -> Any:
    """Read one text. Raises CellError."""
    stripped = text.strip()
    if _has_control_character(stripped):
        raise CellError("text without control characters", "type the cell again; it came from a damaged export")
    if stripped:
        return column.cell.read(stripped, lexicon)
    if column.required:
        raise CellError(f"{column.cell.words}; {column.name} may not be blank", f"for example {column.example}")
    return column.default


def _has_control_character(text: str) -> bool:
    return not text.isprintable() and any(
        (character < " " and character not in "\t\n\r") or "\x7f" <= character <= "\x9f" for character in text
    )


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value
