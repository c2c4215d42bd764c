"""Where each table of a programme stands: a CSV file, a sheet of programme.xlsx, or what programme.yaml says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.errors import Problem
from scheduler.inputs.columns import Table
from scheduler.inputs.files.content import Folder
from scheduler.inputs.files.text_file import Layout, read_grid
from scheduler.inputs.files.workbook import Workbook, read_workbook
from scheduler.inputs.mapping import headings_of, mapped
from scheduler.inputs.names import did_you_mean, fold
from scheduler.inputs.problems import ProblemList, StructureError, structural
from scheduler.inputs.raw import Grid, RawTable
from scheduler.inputs.settings.programme_file import FILE, TableSource
from scheduler.inputs.tables.every import TABLE_NAMES, TABLES

WORKBOOK = "programme.xlsx"
OTHER_FILES = frozenset({"known_exploited_vulnerabilities.csv", "set_aside.csv"})
_TABULAR = frozenset({"csv", "tsv", "xlsx", "xlsm", "xls", "ods"})


@dataclass(frozen=True, slots=True)
class Filtered:
    """How many rows of a table its filter left out."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A file, and for a workbook the sheet wanted in it (None: the table's own name, else the only sheet)."""

    file: str
    is_workbook: bool
    sheet: str | None = None


class Sources:
    """Reads the tables of a folder one by one; each workbook once for all of its tables."""

    def __init__(self, folder: Folder, said: Mapping[str, TableSource], problems: ProblemList) -> None:
        self._folder = folder
        self._said = said
        self._problems = problems
        self._workbooks: dict[str, Workbook | None] = {}
        self._read_from: dict[str, str] = {}
        self.filtered: list[Filtered] = []
        self.unreadable: set[str] = set()

    def tables(self) -> dict[str, RawTable]:
        """Return the tables that are there and can be read; what cannot is in the problems."""
        self._open_workbooks()
        found = {}
        for table in TABLES:
            try:
                if (raw := self._table(table)) is not None:
                    found[table.name] = raw
            except StructureError as fault:
                self._problems.structural.append(fault.problem)
                self.unreadable.add(table.name)
        self._warn_of_unread()
        return found

    def _source(self, table: Table) -> TableSource:
        return self._said.get(table.name, TableSource())

    def _place(self, table: Table) -> _Place | None:
        source = self._source(table)
        if source.file:
            return _Place(source.file, source.file.casefold().endswith((".xlsx", ".xlsm")), source.sheet)
        in_csv = self._folder.has(f"{table.name}.csv")
        workbook = self._workbooks.get(WORKBOOK)
        in_workbook = workbook is not None and workbook.sheet(source.sheet or table.name) is not None
        if in_csv and in_workbook:
            expected = f"a table in one place; {table.name}.csv and a sheet of {WORKBOOK} are there"
            raise StructureError(structural(f"{table.name}.csv", expected, "remove one of the two"))
        if in_workbook or (source.sheet and not in_csv):
            return _Place(WORKBOOK, True, source.sheet or table.name)
        return _Place(f"{table.name}.csv", False) if in_csv else None

    def _table(self, table: Table) -> RawTable | None:
        place = self._place(table)
        if place is None:
            if table.needed and not self._workbook_failed():
                self._problems.structural.append(_absent(table))
            if table.needed or self._workbook_failed():
                self.unreadable.add(table.name)
            return None
        self._read_from[table.name] = place.file
        source = self._source(table)
        layout = Layout(source.skip_rows, headings_of(table, source), "," if place.is_workbook else "")
        grid = self._grid(table, place, layout)
        if grid is None:
            self.unreadable.add(table.name)
            return None
        raw, left_out = mapped(grid, table, source, self._problems)
        if any(column.required and column.name not in raw.columns for column in table.columns):
            self.unreadable.add(table.name)
        if left_out:
            self.filtered.append(Filtered(table.name, left_out))
        return raw

    def _grid(self, table: Table, place: _Place, layout: Layout) -> Grid | None:
        if not place.is_workbook:
            return read_grid(self._folder.read(place.file), layout, place.file)
        workbook = self._workbooks[place.file]
        if workbook is None:
            return None
        sheet = _sheet(workbook, table, place)
        content = workbook.sheets[sheet]
        if not content.strip():
            hint = "write its column names into row 1"
            raise StructureError(structural(place.file, "a header row; the sheet is empty", hint, sheet=sheet))
        return replace(read_grid(content, layout, place.file, sheet), short=0)

    def _open_workbooks(self) -> None:
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for table in TABLES:
            source = self._source(table)
            file = source.file or WORKBOOK
            if file.casefold().endswith((".xlsx", ".xlsm")) and (source.file or self._folder.has(WORKBOOK)):
                wanted[file].add(source.sheet or ("" if source.file else table.name))
        for file, sheets in wanted.items():
            self._workbooks[file] = self._opened(file, sheets)

    def _opened(self, file: str, sheets: set[str]) -> Workbook | None:
        try:
            content = self._folder.read(file)
            workbook = read_workbook(content, self._folder.located(file), file, () if "" in sheets else sorted(sheets))
        except StructureError as fault:
            self._problems.structural.append(fault.problem)
            return None
        self._problems.warnings.extend(workbook.notes)
        if file == WORKBOOK:
            self._problems.warnings.extend(_unknown_sheets(workbook, sheets))
        return workbook

    def _workbook_failed(self) -> bool:
        return WORKBOOK in self._workbooks and self._workbooks[WORKBOOK] is None

    def _warn_of_unread(self) -> None:
        read = {source.file for source in self._said.values()} | {*self._read_from.values(), WORKBOOK} | OTHER_FILES
        for name in self._folder.names():
            stem, _, kind = name.rpartition(".")
            if stem and kind.casefold() in _TABULAR and name not in read and not stem.startswith(("~$", ".")):
                self._problems.warnings.extend(self._unread(name, stem, kind.casefold()))

    def _unread(self, name: str, stem: str, kind: str) -> Iterator[Problem]:
        """Say of a file that it is not read, if somebody might think it is."""
        table = stem.casefold()
        if table in TABLE_NAMES:
            yield self._passed_over(name, table)
            return
        near = did_you_mean(stem, TABLE_NAMES)
        if kind == "csv" or near:
            hint = near or f"name it after a table, or name it under tables in {FILE}"
            yield Problem(name, expected="a file of a known table; it is not read", hint=hint)

    def _passed_over(self, name: str, table: str) -> Problem:
        if (instead := self._read_from.get(table)) is None:
            expected = f"{table}.csv, or a sheet of {WORKBOOK}; it is not read"
            return Problem(name, expected=expected, hint=f"save it as {table}.csv, or name it under tables in {FILE}")
        expected = f"a table in one place; {table} is read from {instead}, this file is not read"
        return Problem(name, expected=expected, hint=f"remove it, or name it under tables in {FILE}")


def _sheet(workbook: Workbook, table: Table, place: _Place) -> str:
    if (named := workbook.sheet(place.sheet or table.name)) is not None:
        return named
    if place.sheet is None and len(workbook.names) == 1:
        return workbook.names[0]
    wanted = place.sheet or table.name
    near = did_you_mean(wanted, workbook.names)
    raise StructureError(
        structural(place.file, f"one of the sheets {', '.join(workbook.names)}", near, sheet=wanted, found=wanted)
    )


def _unknown_sheets(workbook: Workbook, known: set[str]) -> list[Problem]:
    folded = {fold(name) for name in known}
    return [
        Problem(
            WORKBOOK, sheet, expected="a sheet named as a table; it is not read", hint=did_you_mean(sheet, TABLE_NAMES)
        )
        for sheet in workbook.names
        if fold(sheet) not in folded
    ]


def _absent(table: Table) -> Problem:
    file = f"{table.name}.csv"
    return structural(file, f"the table {table.name}, which is needed", f"add {file}; htm init writes an empty one")
