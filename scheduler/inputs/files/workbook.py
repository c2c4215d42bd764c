"""Workbooks as CSV texts: checked from outside, then read in a confined child process."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scheduler.errors import Problem
from scheduler.inputs.files.confined import ChildError, Ending, run_confined
from scheduler.inputs.files.content import recognised
from scheduler.inputs.names import fold
from scheduler.inputs.problems import StructureError, structural

_CHILD = "workbook_child.py"
_SECONDS_TO_LOOK = 30
MOST_UNPACKED = 800_000_000
MOST_RATIO = 200
MOST_UNPACKED_AT_ANY_RATIO = 20_000_000
MOST_PARTS = 5_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook that were asked for, as CSV; `names` are all its sheets, `notes` cells without value."""

    names: tuple[str, ...]
    sheets: Mapping[str, bytes]
    notes: tuple[Problem, ...]

    def sheet(self, name: str) -> str | None:
        """Return how a sheet is named in the file; None if it is not there."""
        return next((known for known in self.names if fold(known) == fold(name)), None)


def read_workbook(content: bytes, path: Path, file: str, wanted: Sequence[str] = ()) -> Workbook:
    """Read the wanted sheets of a workbook, all if none is named. Raises StructureError."""
    _refuse_from_outside(content, file)
    folded = [fold(name) for name in wanted]
    with TemporaryDirectory() as scratch:
        result = _result(path, file, folded, scratch)
        sheets = {name: Path(scratch, f"{number}.csv").read_bytes() for number, name in enumerate(result["written"])}
    notes = tuple(_note(file, note) for note in result["notes"])
    return Workbook(tuple(result["names"]), sheets, notes)


def _result(path: Path, file: str, wanted: Sequence[str], scratch: str) -> Any:
    try:
        return json.loads(run_confined(_CHILD, ["calamine", str(path), scratch, *wanted]))
    except ChildError as failure:
        if cell := _far_cell(path, wanted):
            raise StructureError(_too_far(file, cell)) from failure
        if failure.ending is Ending.TOO_SLOW:
            raise StructureError(_unreadable(file, failure.ending.value)) from failure
    try:
        return json.loads(run_confined(_CHILD, ["openpyxl", str(path), scratch, *wanted], seconds=_SECONDS_TO_LOOK))
    except ChildError as failure:
        raise StructureError(_unreadable(file, str(failure))) from failure


def _refuse_from_outside(content: bytes, file: str) -> None:
    if not content:
        raise StructureError(structural(file, "a workbook", "the file is empty"))
    if not content.startswith(b"PK"):
        found = recognised(content) or "no ZIP archive, which a workbook is"
        raise StructureError(structural(file, "a workbook (.xlsx)", "save it as Excel workbook .xlsx", found=found))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise StructureError(structural(file, "a workbook (.xlsx)", "it is damaged; save it again")) from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise StructureError(structural(file, "a workbook (.xlsx)", "it is another ZIP archive; save it as .xlsx"))
    _refuse_bomb(parts, len(content), file)


def _refuse_bomb(parts: Sequence[zipfile.ZipInfo], packed: int, file: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > MOST_UNPACKED_AT_ANY_RATIO and unpacked > packed * MOST_RATIO
    if unpacked > MOST_UNPACKED or too_dense or len(parts) > MOST_PARTS:
        found = f"{packed} bytes that unpack to {unpacked} in {len(parts)} parts"
        expected = f"at most {MOST_UNPACKED} bytes, and no more than {MOST_RATIO} times the file"
        raise StructureError(structural(file, expected, "save the tables as CSV", found=found))


def _far_cell(path: Path, wanted: Sequence[str]) -> Any:
    try:
        return json.loads(run_confined(_CHILD, ["far", str(path), "", *wanted], seconds=_SECONDS_TO_LOOK))["far"]
    except ChildError:
        return None


def _too_far(file: str, cell: Mapping[str, str]) -> Problem:
    row, column = _row_and_column(cell["cell"])
    expected = "cells near the others; the sheet is too large to be read with this one"
    return structural(file, expected, "delete its row and column", sheet=cell["sheet"], row=row, column=column)


def _unreadable(file: str, why: str) -> Problem:
    return structural(file, f"a workbook that can be read; {why}", "save it again, or save its tables as CSV")


def _note(file: str, note: Mapping[str, str]) -> Problem:
    row, column = _row_and_column(note["cell"])
    hint = "calculate the sheet and save it, or type the value"
    return Problem(file, note["sheet"], row, column, note["found"], "a value; it is read as blank", hint)


def _row_and_column(cell: str) -> tuple[int, str]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), letters
