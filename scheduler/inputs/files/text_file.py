"""CSV files as grids of texts: encoding, delimiter, quotes and row numbers settled, faults of structure named."""

import csv
import io
import warnings
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from scheduler.inputs.files.content import recognised
from scheduler.inputs.names import fold
from scheduler.inputs.problems import StructureError, structural
from scheduler.inputs.raw import Grid, RawColumn

DELIMITERS = ",;\t"
MOST_COLUMNS = 2_000
MOST_CELL_LENGTH = 200_000
_NULS_OF_BINARY, _NUL_SHARE_OF_BINARY = 16, 0.05


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a table lies in a text: rows before its header, and headings that tell the delimiter."""

    skip_rows: int = 0
    known_headings: frozenset[str] = frozenset()
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a first walk over the records finds: the header, and how many cells each record has."""

    header: Sequence[str]
    widths: Sequence[int]


def read_grid(content: bytes, layout: Layout, file: str, sheet: str = "") -> Grid:
    """Read a CSV file. Raises StructureError."""
    text = decoded(content, file)
    delimiter, text = _delimiter(text, layout)
    shape = _shape(text, delimiter, layout, file, sheet)
    columns = _columns(text, delimiter, shape, layout.skip_rows, file, sheet)
    return _without_blank_rows(columns, shape, layout.skip_rows, file, sheet)


def decoded(content: bytes, file: str) -> str:
    """Return the text of a UTF-8 file. Raises StructureError."""
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise StructureError(structural(file, "a header row", "the file is empty; write its column names into row 1"))
    if words := recognised(content):
        raise StructureError(
            structural(file, "a CSV file in UTF-8", "save it as CSV UTF-8", found=f"{words}, whatever its name says")
        )
    if content.count(b"\x00") > max(_NULS_OF_BINARY, len(content) * _NUL_SHARE_OF_BINARY):
        raise StructureError(structural(file, "a CSV file in UTF-8", "save it as CSV UTF-8", found="a binary file"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error.start, file) from error


def _not_utf8(content: bytes, at: int, file: str) -> StructureError:
    row = content.count(b"\n", 0, at) + 1
    start = content.rfind(b"\n", 0, at) + 1
    line = content[max(start, at - 20) : at + 20].decode("cp1252", "replace").splitlines()[0]
    hint = "save it as CSV UTF-8; it looks like the Windows encoding 1252"
    return StructureError(structural(file, "text in UTF-8", hint, row=row, found=line))


def _delimiter(text: str, layout: Layout) -> tuple[str, str]:
    """Return the delimiter, and the text without Excel's line `sep=;`."""
    if layout.delimiter:
        return layout.delimiter, text
    first, _, rest = text.partition("\n")
    mark = first.rstrip("\r").strip('"')
    if mark.lower().startswith("sep=") and len(mark) == len("sep=;"):
        return mark[-1], rest
    sample = list(islice(io.StringIO(text, newline=""), layout.skip_rows, layout.skip_rows + 20))
    return max(DELIMITERS, key=lambda delimiter: _likelihood(sample, delimiter, layout.known_headings)), text


def _likelihood(sample: Sequence[str], delimiter: str, known: frozenset[str]) -> tuple[int, int]:
    header = next(csv.reader(sample, delimiter=delimiter), [])
    return sum(fold(cell) in known for cell in header), len(header)


def _shape(text: str, delimiter: str, layout: Layout, file: str, sheet: str) -> _Shape:
    csv.field_size_limit(MOST_CELL_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    widths: list[int] = []
    header: list[str] = []
    try:
        for record in reader:
            if len(widths) == layout.skip_rows:
                header = record
            widths.append(len(record))
    except csv.Error as error:
        raise _bad_quotes(str(error), len(widths) + 1, file, sheet) from error
    if not any(cell.strip() for cell in header):
        expected = "a header row with column names"
        hint = "set skip_rows for this table in programme.yaml if it begins further down"
        raise StructureError(structural(file, expected, hint, sheet=sheet, row=layout.skip_rows + 1))
    if max(widths) > MOST_COLUMNS:
        raise StructureError(structural(file, f"at most {MOST_COLUMNS} columns", "remove the others", sheet=sheet))
    return _Shape(header, widths)


def _bad_quotes(said: str, row: int, file: str, sheet: str) -> StructureError:
    if "limit" in said:
        expected, hint = f"cells of at most {MOST_CELL_LENGTH} characters", "look for a quote that is never closed"
    else:
        expected, hint = "quotes that open and close a cell", 'write a quote inside a quoted cell twice: ""'
    return StructureError(structural(file, expected, hint, sheet=sheet, row=row))


def _columns(
    text: str, delimiter: str, shape: _Shape, skip_rows: int, file: str, sheet: str
) -> list[tuple[str, Sequence[str], "array[int]"]]:
    """Return heading, different texts and codes of each column, the rows above the data cut off."""
    import pandas

    width = max(shape.widths)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            frame = pandas.read_csv(
                io.StringIO(text, newline=""),
                sep=delimiter,
                header=None,
                names=range(width),
                dtype="category",
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                index_col=False,
            )
        except (ValueError, Warning) as error:
            raise _unreadable(file, sheet) from error
    if len(frame) != len(shape.widths):
        raise _unreadable(file, sheet)
    headings = [*shape.header, *[""] * (width - len(shape.header))]
    found: list[tuple[str, Sequence[str], array[int]]] = []
    for place, heading in enumerate(headings):
        categorical = frame[place].cat
        codes = array("i", categorical.codes.to_numpy(dtype="int32")[skip_rows + 1 :].tobytes())
        found.append((heading, [str(word) for word in categorical.categories], codes))
    return found


def _unreadable(file: str, sheet: str) -> StructureError:
    hint = "open it in a spreadsheet program and save it as CSV UTF-8 again"
    return StructureError(structural(file, "rows that can be told apart", hint, sheet=sheet))


def _without_blank_rows(
    columns: Iterable[tuple[str, Sequence[str], "array[int]"]], shape: _Shape, skip_rows: int, file: str, sheet: str
) -> Grid:
    listed = list(columns)
    widths = shape.widths[skip_rows + 1 :]
    blank_places = _blank_places(listed, len(widths))
    rows: Sequence[int] = range(skip_rows + 2, skip_rows + 2 + len(widths))
    short = [row for row, width in zip(rows, widths, strict=True) if 0 < width < len(shape.header)]
    kept = [RawColumn(heading, words, words, codes) for heading, words, codes in listed]
    grid = Grid(file, sheet, rows, kept, len(shape.header), short[0] if short else 0, len(short))
    return grid.keeping([place not in blank_places for place in range(len(widths))]) if blank_places else grid


def _blank_places(columns: Sequence[tuple[str, Sequence[str], "array[int]"]], count: int) -> frozenset[int]:
    blank: Sequence[int] = range(count)
    for _, words, codes in columns:
        empty = frozenset(code for code, word in enumerate(words) if not word.strip())
        blank = [place for place in blank if codes[place] in empty]
        if not blank:
            break
    return frozenset(blank)
