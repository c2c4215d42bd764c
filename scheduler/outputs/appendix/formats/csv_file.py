"""An appendix as one CSV: every row of every table, under the columns of all of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from scheduler.outputs.appendix.paper import Paper, Value, cell_of
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.csv_text import write_csv

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LEADING = ("part", "table", "source", "text")


def write_csv_file(paper: Paper, wording: Wording, path: Path) -> None:
    """Write the CSV. A cell is blank only where its row's table has no such column; dates and numbers are plain."""
    columns = tuple(dict.fromkeys(column.key for _, table in paper.tables() for column in table.columns))
    write_csv(path, (*_LEADING, *columns), _rows(paper, wording, columns))


def _rows(paper: Paper, wording: Wording, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    blank = ("",) * len(columns)
    for place, said in paper.texts():
        yield (place, "text", "", inert(wording.say(said)), *blank)
    for part, table in paper.tables():
        for row in table.rows:
            said_by_column = {key: plain(cell.value, wording) for key, cell in cell_of(table, row).items()}
            source = "|".join(str(each) for each in row.sources)
            key = part.key if part else "front"
            yield (key, table.key, inert(source), "", *(said_by_column.get(column, "") for column in columns))


def plain(value: Value, wording: Wording) -> str:
    """Write a value for programs: ISO dates, plain numbers, text that no spreadsheet takes for a formula."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | Decimal) else inert(wording.say(value))


def inert(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; `as_written` takes it away again."""
    return f"'{text}" if _looks_like_a_formula(text) else text


def as_written(text: str) -> str:
    """Undo `inert`."""
    return text[1:] if text.startswith("'") and _looks_like_a_formula(text[1:]) else text


def _looks_like_a_formula(text: str) -> bool:
    return text.lstrip("'").lstrip(" ").startswith(_FORMULA_STARTS)
