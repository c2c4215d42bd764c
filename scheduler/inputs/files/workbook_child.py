"""Runs in a process of its own: writes sheets of a workbook as CSV files, or says which cell lies far outside.

Arguments: memory limit, engine (calamine, openpyxl, far), workbook, folder out, then the wanted sheets in lower case
(none: all). It prints JSON and imports nothing of the project, so that it starts fast and can break alone.
"""

import csv
import datetime
import html
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Opened = tuple[list[str], Callable[[str], Iterable[Sequence[object]]]]
"""The names of all sheets, and what gives the rows of one."""

MOST_CELLS = 60_000_000
FARTHEST_COLUMN = 2_000
_CHUNK = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c (?=[^>]*?t="e")[^>]*?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>.{0,500}?<v>([^<]{1,40})</v>', re.S
)
_UNCALCULATED = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?!<v>[^<])')


def confine(memory: int) -> None:
    """Limit this process; where the system knows no limits, the parent's time limit remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: Sequence[str]) -> None:
    """Do what the arguments say."""
    memory, engine, workbook, out, *wanted = arguments
    confine(int(memory))
    if engine == "far":
        result: dict[str, object] = {"far": _far_cell(workbook, wanted)}
    else:
        names, written = _written(engine, workbook, Path(out), wanted)
        result = {"names": names, "written": written, "notes": list(_notes(workbook, wanted))}
    sys.stdout.write(json.dumps(result))


def _written(engine: str, workbook: str, out: Path, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    opened = _opened_by_calamine if engine == "calamine" else _opened_by_openpyxl
    names, rows_of = opened(workbook)
    chosen = [name for name in names if not wanted or name.strip().casefold() in wanted]
    for number, name in enumerate(chosen):
        with (out / f"{number}.csv").open("w", newline="", encoding="utf-8") as file:
            _write_rows(csv.writer(file), rows_of(name))
    return names, chosen


def _opened_by_calamine(path: str) -> Opened:
    import python_calamine

    workbook = python_calamine.load_workbook(path)

    def rows_of(name: str) -> Iterable[Sequence[object]]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise MemoryError
        return sheet.iter_rows()

    return list(workbook.sheet_names), rows_of


def _opened_by_openpyxl(path: str) -> Opened:
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)

    def rows_of(name: str) -> Iterable[Sequence[object]]:
        return workbook[name].iter_rows(values_only=True)

    return list(workbook.sheetnames), rows_of


def _write_rows(writer: Any, rows: Iterable[Sequence[object]]) -> None:
    """Write rows without the blank cells and rows at the end of what is filled."""
    blank_rows = 0
    for row in rows:
        texts = [text_of(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            blank_rows += 1
            continue
        writer.writerows([[]] * blank_rows)
        blank_rows = 0
        writer.writerow(texts)


def text_of(value: object) -> str:
    """Return a cell's value as a table in CSV would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime.datetime):
        return _moment_text(value)
    if isinstance(value, datetime.date):
        return "24:00" if value.year <= 1900 else value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S").removesuffix(":00")
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)


def _moment_text(value: datetime.datetime) -> str:
    if value.time() == datetime.time(0):
        return text_of(value.date())
    return value.replace(microsecond=0).isoformat().removesuffix(":00")


def _notes(workbook: str, wanted: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the cells whose value a reader cannot give: errors, and formulas that were never calculated."""
    with zipfile.ZipFile(workbook) as archive:
        for name, part in _parts(archive, wanted):
            content = archive.read(part)
            if b't="e"' in content:
                for match in _ERROR.finditer(content):
                    yield {"sheet": name, "cell": match[1].decode(), "found": match[2].decode("utf-8", "replace")}
            if b"<f" in content:
                for match in _UNCALCULATED.finditer(content):
                    yield {"sheet": name, "cell": match[1].decode(), "found": "a formula without a value"}


def _far_cell(workbook: str, wanted: Sequence[str]) -> dict[str, str] | None:
    """Return a cell that makes its sheet too large to hold; None if every sheet is of a size to be read."""
    with zipfile.ZipFile(workbook) as archive:
        for name, part in _parts(archive, wanted):
            with archive.open(part) as stream:
                if cell := _farthest(iter(lambda: stream.read(_CHUNK), b"")):
                    return {"sheet": name, "cell": cell}
    return None


def _farthest(chunks: Iterator[bytes]) -> str:
    last_row, last_column, cell, kept = 0, 0, "", b""
    for chunk in chunks:
        for match in _CELL.finditer(kept + chunk):
            row, column = int(match[2]), _column_number(match[1])
            if row > last_row or column > last_column:
                cell = (match[1] + match[2]).decode()
            last_row, last_column = max(last_row, row), max(last_column, column)
        kept = chunk[-200:]
    return cell if last_row * last_column > MOST_CELLS or last_column > FARTHEST_COLUMN else ""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _parts(archive: zipfile.ZipFile, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of each wanted sheet, read without an XML parser."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    links = re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations)
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in links}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name = html.unescape(_attribute(tag, "name"))
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if part in archive.NameToInfo and (not wanted or name.strip().casefold() in wanted):
            yield name, part


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\b{name}=[\"']([^\"']*)[\"']", tag)
    return match[1] if match else ""


if __name__ == "__main__":
    main(sys.argv[1:])
