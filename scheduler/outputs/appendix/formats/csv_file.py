"""An appendix as one CSV: every row of every table, under the columns of all of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from scheduler.outputs.appendix.paper import Paper, Table, Value
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.csv_text import quoted

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LEADING = ("part", "table", "source", "text")


def write_csv_file(paper: Paper, wording: Wording, path: Path) -> None:
    """Write the CSV. A cell is blank only where its row's table has no such column; dates and numbers are plain."""
    columns = tuple(dict.fromkeys(column.key for _, table in paper.tables() for column in table.columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join((*_LEADING, *columns)) + "\n")
        for place, said in paper.texts():
            file.write(f"{place},text,,{quoted(inert(wording.say(said)))}{',' * len(columns)}\n")
        for part, table in paper.tables():
            file.writelines(_lines(part.key if part else "front", table, wording, columns))


def _lines(part: str, table: Table, wording: Wording, columns: tuple[str, ...]) -> Iterator[str]:
    """Write the rows of a table; of the columns of all tables most are not its own, and cost nothing."""
    place_of = {column: place for place, column in enumerate(columns, start=len(_LEADING))}
    places = [place_of[column.key] for column in table.columns]
    cells = [""] * (len(_LEADING) + len(columns))
    cells[:2] = part, table.key
    for row in table.rows:
        cells[2] = quoted("|".join(inert(str(source)) for source in row.sources))
        for place, cell in zip(places, row.cells, strict=True):
            cells[place] = quoted(plain(cell.value, wording))
        yield ",".join(cells) + "\n"


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
