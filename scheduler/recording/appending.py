"""Rows added to a programme's tables as their files are: same columns, delimiter and line ends; nothing else moves.

A table that is kept as CSV in our own words gets the rows itself. One that is another system's export (programme.yaml
maps it) or a sheet of programme.xlsx is left alone: its rows go to recorded_<table>.csv, which is read with it.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.calendar import local
from scheduler.domain.ids import AssetTag
from scheduler.domain.programme import Programme
from scheduler.domain.record import AgreementRow, Deferral, HistoryRow
from scheduler.errors import InputError
from scheduler.inputs.columns import Table
from scheduler.inputs.files.content import Folder
from scheduler.inputs.files.text_file import DELIMITERS, decoded
from scheduler.inputs.names import fold
from scheduler.inputs.problems import ProblemList, StructureError
from scheduler.inputs.settings.programme_file import FILE, TableSource, read_programme_file
from scheduler.inputs.sources import WORKBOOK
from scheduler.inputs.tables.agreements import AGREEMENTS
from scheduler.inputs.tables.deferrals import DEFERRALS
from scheduler.inputs.tables.history import HISTORY
from scheduler.inputs.tables.recorded import PREFIX
from scheduler.recording.reconciling import Reconciled

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A file of the programme's folder before and after; `before` None: it is new."""

    name: str
    before: bytes | None
    after: bytes


def appended(folder: Path, found: Reconciled, programme: Programme) -> tuple[Changed, ...]:
    """Return the files that change. Raises InputError where a table cannot be read as text."""
    rows: tuple[tuple[Table, Sequence[Cells]], ...] = (
        (HISTORY, [_visit(row) for row in found.history]),
        (DEFERRALS, [_deferral(row) for row in found.deferrals]),
        (AGREEMENTS, [_answer(row, programme) for row in found.agreements]),
    )
    sources = _sources(folder)
    return tuple(_changed(folder, table, cells, sources.get(table.name)) for table, cells in rows if cells)


def _sources(folder: Path) -> Mapping[str, TableSource]:
    return read_programme_file((folder / FILE).read_bytes(), ProblemList()).sources


def _changed(folder: Path, table: Table, rows: Sequence[Cells], source: TableSource | None) -> Changed:
    name = file_of(folder, table, source)
    columns = [column.name for column in table.columns]
    path = folder / name
    if not path.exists():
        return Changed(name, None, _lines([columns], ",", "\n") + _in_order(rows, columns, ",", "\n"))
    before = Folder(folder).read(name)
    try:
        return Changed(name, before, _with_rows(before, decoded(before, name), rows, columns))
    except StructureError as fault:
        raise InputError([fault.problem]) from fault


def file_of(folder: Path, table: Table, source: TableSource | None) -> str:
    """Return the file that keeps new rows of a table."""
    own = f"{table.name}.csv"
    if source is not None and source != TableSource(file=own):
        return f"{PREFIX}{own}"
    only_in_workbook = (folder / WORKBOOK).exists() and not (folder / own).exists()
    return f"{PREFIX}{own}" if only_in_workbook else own


def _with_rows(before: bytes, text: str, rows: Sequence[Cells], columns: Sequence[str]) -> bytes:
    end = "\r\n" if "\r\n" in text else "\n"
    delimiter = _delimiter(text, columns)
    mark = f"sep={delimiter}{end}" if text.casefold().startswith("sep=") else ""
    header = next(csv.reader(io.StringIO(text.removeprefix(mark), newline=""), delimiter=delimiter), [])
    present = [fold(cell) for cell in header]
    missing = [name for name in columns if name not in present and any(row.get(name) for row in rows)]
    more = _in_order(rows, [*present, *missing], delimiter, end)
    if not missing:
        return before + (b"" if before.endswith((b"\n", b"\r")) else end.encode()) + more
    old = list(csv.reader(io.StringIO(text.removeprefix(mark), newline=""), delimiter=delimiter))
    widened = [
        [*old[0], *missing],
        *([*row, *[""] * (len(header) + len(missing) - len(row))] for row in old[1:] if row),
    ]
    bom = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return bom + mark.encode() + _lines(widened, delimiter, end) + more


def _delimiter(text: str, columns: Sequence[str]) -> str:
    lines = text.splitlines()
    if lines[0].casefold().startswith("sep=") and len(lines[0]) == len("sep=;"):
        return lines[0][-1]
    known = set(columns)
    return max(DELIMITERS, key=lambda each: sum(fold(cell.strip('"')) in known for cell in lines[0].split(each)))


def _in_order(rows: Sequence[Cells], columns: Sequence[str], delimiter: str, end: str) -> bytes:
    return _lines([[row.get(name, "") for name in columns] for row in rows], delimiter, end)


def _lines(rows: Sequence[Sequence[str]], delimiter: str, end: str) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end).writerows(rows)
    return written.getvalue().encode("utf-8", "replace")


def _visit(row: HistoryRow) -> Cells:
    hours = "" if row.runtime_hours is None else f"{row.runtime_hours:g}"
    return {
        "asset_tag": row.asset_tag,
        "procedure": row.procedure,
        "done_on": row.done_on.isoformat(),
        "outcome": row.outcome.value,
        "technician": row.technician,
        "runtime_hours": hours,
        "note": row.note,
    }


def _deferral(row: Deferral) -> Cells:
    return {
        "asset_tag": row.asset_tag,
        "procedure": row.procedure,
        "reason": row.reason,
        "approved_by": row.approved_by,
        "until": row.until.isoformat() if row.until else "",
    }


def _answer(row: AgreementRow, programme: Programme) -> Cells:
    zone = programme.sites[programme.assets[AssetTag(row.asset_tag)].site].zone
    return {
        "asset_tag": row.asset_tag,
        "procedure": row.procedure,
        "start": f"{local(row.start, zone):%Y-%m-%dT%H:%M}",
        "answer": row.answer.value,
        "answered_by": row.answered_by,
        "answered_on": row.answered_on.isoformat() if row.answered_on else "",
        "note": row.note,
    }
