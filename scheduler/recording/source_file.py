"""The file to record from: a CSV file or a workbook anywhere on the disk, its header found, as a grid of texts."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from scheduler.errors import InputError
from scheduler.inputs.files.content import Folder
from scheduler.inputs.files.text_file import DELIMITERS, Layout, decoded, read_grid
from scheduler.inputs.files.workbook import read_workbook
from scheduler.inputs.names import did_you_mean, fold
from scheduler.inputs.problems import StructureError, structural
from scheduler.inputs.raw import Grid
from scheduler.recording.columns import HEADINGS

_LOOKED_AT = 30
_KNOWN = frozenset(phrase for phrases in HEADINGS.values() for phrase in phrases.split("|"))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as a grid, with where its header was found, and the fingerprint of its bytes."""

    name: str
    sheet: str
    skip_rows: int
    grid: Grid
    fingerprint: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings as written, blank ones left out."""
        found = (column.heading.strip() for column in self.grid.columns[: self.grid.width])
        return tuple(heading for heading in found if heading)


def read_source_file(path: Path, sheet: str | None, skip_rows: int | None) -> SourceFile:
    """Read a file. Raises InputError."""
    try:
        folder = Folder(path.parent)
        content = folder.read(path.name)
        sheets = _sheets(path, content)
        name = _chosen(path.name, sheets, sheet)
        rows = _header_row(sheets[name], path.name) if skip_rows is None else skip_rows
        delimiter = "," if name else ""
        layout = Layout(rows, _headings_at(sheets[name], rows, path.name), delimiter)
        grid = read_grid(sheets[name], layout, path.name, name)
    except StructureError as fault:
        raise InputError([fault.problem]) from fault
    return SourceFile(path.name, name, rows, replace(grid, short=0), sha256(content).hexdigest())


def plain(heading: str) -> str:
    """Return a heading as plain lower-case words, so that spellings of one heading are equal."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(heading))
    return " ".join(words.split())


def _sheets(path: Path, content: bytes) -> Mapping[str, bytes]:
    """Return the sheets of a workbook by name; a CSV file is one sheet without a name."""
    if not path.name.casefold().endswith((".xlsx", ".xlsm")):
        return {"": content}
    filled = {name: text for name, text in read_workbook(content, path, path.name).sheets.items() if text.strip()}
    if not filled:
        raise StructureError(structural(path.name, "a sheet with a header row", "all sheets are empty"))
    return filled


def _chosen(file: str, sheets: Mapping[str, bytes], asked: str | None) -> str:
    if asked is None:
        return max(sheets, key=lambda name: max(_likelihoods(sheets[name], file), default=(0, 0)))
    named = next((name for name in sheets if fold(name) == fold(asked)), None)
    if named is None:
        expected = f"one of the sheets {', '.join(sheets)}"
        raise StructureError(structural(file, expected, did_you_mean(asked, sheets), found=asked))
    return named


def _likelihoods(content: bytes, file: str) -> list[tuple[int, int]]:
    """Tell of each of the first rows how many of its cells are known headings, and how many are filled."""
    return [
        (sum(plain(cell) in _KNOWN for cell in cells), sum(bool(cell.strip()) for cell in cells))
        for cells in _first_rows(content, file)
    ]


def _header_row(content: bytes, file: str) -> int:
    """Return the number of rows before the header: the first row with the most known headings."""
    found = _likelihoods(content, file)
    if not any(known for known, _ in found):
        return 0
    return max(range(len(found)), key=lambda row: (found[row], -row))


def _headings_at(content: bytes, row: int, file: str) -> frozenset[str]:
    cells = next(islice(_first_rows(content, file), row, None), [])
    return frozenset(fold(cell) for cell in cells if cell.strip())


def _first_rows(content: bytes, file: str) -> Iterator[Sequence[str]]:
    lines = decoded(content, file).splitlines(keepends=True)[:_LOOKED_AT]
    if lines and lines[0].strip().strip('"').casefold().startswith("sep="):
        lines = lines[1:]
    text = "".join(lines)
    delimiter = max(DELIMITERS, key=lambda each: sum(plain(cell) in _KNOWN for cell in _cells(text, each)))
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _cells(text: str, delimiter: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield from row
