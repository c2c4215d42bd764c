"""An appendix as a workbook: a sheet a table, by the number of its part; filters, frozen panes, no formulas."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from scheduler.outputs.appendix.paper import Paper, Section, Table, Value, word
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.words import without_controls

CONTENTS = "0"
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
_GOES_ON = " … [CSV, JSON, DOCX]"
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CHARACTERS_PER_MM = 0.55
_HEADING_ROW = 2


def write_workbook(paper: Paper, wording: Wording, path: Path) -> None:
    """Write the workbook; its properties carry the day of the paper, so the same paper gives the same bytes."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "constant_memory": True}  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        created = datetime.combine(paper.on, time(0), UTC).replace(tzinfo=None)
        book.set_properties({"title": shown(wording.say(paper.title)), "created": created})
        writer = _Writer(book, wording)
        writer.contents(paper)
        for name, table in sheets(paper, wording):
            writer.table(name, table)


def sheets(paper: Paper, wording: Wording) -> list[tuple[str, Table]]:
    """Name a sheet for every table: the number of its part, a letter where the part has several, its caption."""
    named: list[tuple[str, Table]] = []
    for number, sections in enumerate((paper.front, *(part.sections for part in paper.parts))):
        tables = [table for section in sections for table in section.tables]
        for place, table in enumerate(tables):
            mark = f"{number}{_letters(place)}" if len(tables) > 1 else f"{number}"
            caption = _NOT_IN_NAMES.sub(" ", wording.say(word(f"sheet.{table.key}")))
            named.append((f"{mark} {caption}"[:_LONGEST_NAME].rstrip(), table))
    return named


def _letters(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else _letters(place // 26 - 1) + _letters(place % 26)


def shown(text: str) -> str:
    """Return what a cell can hold of a text: no control characters; one that is too long says where it goes on."""
    clean = without_controls(text)
    if len(clean) <= LONGEST_CELL:
        return clean
    return clean[: LONGEST_CELL - len(_GOES_ON)] + _GOES_ON


class _Writer:
    """Writes sheets with the same looks."""

    def __init__(self, book: xlsxwriter.Workbook, wording: Wording) -> None:
        self._book = book
        self._wording = wording
        top = {"valign": "top", "text_wrap": True, "border": 4, "border_color": "#B0B7BF"}
        self._text = book.add_format(top)
        self._whole = book.add_format({**top, "num_format": "#,##0"})
        self._tenths = book.add_format({**top, "num_format": "#,##0.0"})
        self._date = book.add_format({**top, "num_format": "d mmm yyyy", "align": "left"})
        self._bold = book.add_format({"bold": True, "font_size": 13})
        self._plain = book.add_format({"valign": "top", "text_wrap": True})
        self._heading = book.add_format(
            {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "top", "text_wrap": True}
        )

    def contents(self, paper: Paper) -> None:
        """Write the first sheet: title, every heading and paragraph in order, and which sheet holds which table."""
        say = self._wording.say
        sheet = self._book.add_worksheet(f"{CONTENTS} {say(word('paper.contents'))}"[:_LONGEST_NAME])
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 120)
        sheet.write_string(0, 0, shown(say(paper.title)), self._bold)
        row = 1
        for line in paper.subtitle:
            sheet.write_string(row, 0, shown(say(line)))
            row += 1
        by_table = {table.key: name for name, table in sheets(paper, self._wording)}
        for number, sections in enumerate((paper.front, *(part.sections for part in paper.parts))):
            if number:
                heading = f"{number} {say(paper.parts[number - 1].heading)}"
                row = self._lines(sheet, row + 1, ((shown(heading), ""),), self._bold)
            for section in sections:
                row = self._section(sheet, row, section, by_table)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _section(self, sheet, row: int, section: Section, by_table: dict[str, str]) -> int:  # type: ignore[no-untyped-def]
        say = self._wording.say
        texts = [("", shown(say(text))) for text in section.texts()]
        tables = [(by_table[table.key], shown(say(table.caption))) for table in section.tables]
        return self._lines(sheet, row, (*texts, *tables), self._plain)

    def _lines(self, sheet, row: int, lines, looks) -> int:  # type: ignore[no-untyped-def]
        for left, right in lines:
            if left:
                sheet.write_string(row, 0, left, looks)
            if right:
                sheet.write_string(row, 1, right, looks)
            row += 1
        return row

    def table(self, name: str, table: Table) -> None:
        """Write a table under its caption: heading row frozen and filtered, strings as strings."""
        sheet = self._book.add_worksheet(name)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, max(9, round(column.width * _CHARACTERS_PER_MM)))
        sheet.write_string(0, 0, shown(self._wording.say(table.caption)), self._bold)
        for place, column in enumerate(table.columns):
            sheet.write_string(_HEADING_ROW, place, shown(self._wording.say(column.heading)), self._heading)
        for number, row in enumerate(table.rows, start=_HEADING_ROW + 1):
            for place, cell in enumerate(row.cells):
                self._cell(sheet, number, place, cell.value)
        sheet.freeze_panes(_HEADING_ROW + 1, min(2, len(table.columns) - 1))
        sheet.autofilter(_HEADING_ROW, 0, _HEADING_ROW + len(table.rows), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADING_ROW)
        sheet.set_footer("&L&A&R&P / &N")

    def _cell(self, sheet, row: int, place: int, value: Value) -> None:  # type: ignore[no-untyped-def]
        match value:
            case int():
                sheet.write_number(row, place, value, self._whole)
            case Decimal():
                sheet.write_number(row, place, float(value), self._tenths)
            case date() if value.year >= 1900:
                sheet.write_datetime(row, place, datetime.combine(value, time(0)), self._date)
            case _:
                sheet.write_string(row, place, shown(self._wording.say(value)), self._text)
