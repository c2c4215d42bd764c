"""A worklist as a workbook: to be filtered, ticked and sent back; text is never taken for a formula."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import xlsxwriter

from scheduler.outputs.words import day_said
from scheduler.outputs.worklists.content import WorkLine, Worklist

BOX = "☐"
TICKED = "☑"
_COLUMNS = (
    ("Done", 6), ("Day", 16), ("Start", 7), ("End", 7), ("Site", 14), ("Department", 18), ("Room", 9), ("Asset", 16),
    ("Serial number", 16), ("Make", 14), ("Model", 16), ("Kind of equipment", 20), ("Work", 34), ("Where", 14),
    ("Minutes", 8), ("Who", 22), ("Bring", 18), ("Out of use", 28), ("Result", 14), ("Remarks", 24), ("Sign-off", 14),
)  # fmt: skip
_HEADING_ROW = 2
_ROOM = tuple(width - 2 for _, width in _COLUMNS)
"""Characters of a line in each column, with room for words that break early."""
_LINE_HEIGHT = 15
IN_MEMORY_UP_TO = 5_000
"""Lines up to which a workbook is made in memory, without a file for each of its parts, which takes half as long."""


def write_workbook(worklist: Worklist, path: Path, today: date, in_memory_up_to: int = IN_MEMORY_UP_TO) -> None:
    """Write the workbook; its properties carry the plan's day, so the same plan gives the same bytes."""
    memory = "in_memory" if len(worklist.lines) <= in_memory_up_to else "constant_memory"
    options = {"strings_to_formulas": False, "strings_to_urls": False, memory: True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {"title": worklist.title, "created": datetime.combine(today, time(0), UTC).replace(tzinfo=None)}
        )
        sheet = book.add_worksheet("Worklist")
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 4, "border_color": "#B0B7BF"})
        bold = book.add_format({"bold": True, "font_size": 14})
        heading = book.add_format({"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "top"})
        for column, (_, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, worklist.title, bold)
        sheet.write_string(1, 0, f"{worklist.period}. Times are site time.")
        for column, (name, _) in enumerate(_COLUMNS):
            sheet.write_string(_HEADING_ROW, column, name, heading)
        for row, line in enumerate(worklist.lines, start=_HEADING_ROW + 1):
            _write_line(sheet, row, line, wrapped)
        _lay_out(sheet, _HEADING_ROW + len(worklist.lines))


def _write_line(sheet: xlsxwriter.worksheet.Worksheet, row: int, line: WorkLine, wrapped: object) -> None:
    texts = (
        BOX, day_said(line.day), line.start, line.end, line.site, line.department, line.room, line.asset_tag,
        line.serial_number, line.make, line.model, line.modality, line.work, line.where, line.minutes, line.people,
        line.bring, line.out_of_use, "", "", "",
    )  # fmt: skip
    sheet.set_row(row, _LINE_HEIGHT * _lines(texts))
    for column, cell in enumerate(texts):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, wrapped)
        else:
            sheet.write_string(row, column, cell, wrapped)


def _lines(texts: Sequence[str | int]) -> int:
    """How many lines a row takes: not all programs work it out."""
    return max(1, *(-(-len(str(text)) // room) for text, room in zip(texts, _ROOM, strict=True)))


def _lay_out(sheet: xlsxwriter.worksheet.Worksheet, last_row: int) -> None:
    """Make it pleasant on the screen and on paper."""
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.autofilter(_HEADING_ROW, 0, last_row, len(_COLUMNS) - 1)
    if last_row > _HEADING_ROW:
        sheet.data_validation(_HEADING_ROW + 1, 0, last_row, 0, {"validate": "list", "source": [BOX, TICKED]})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer("&L&A&RPage &P of &N")
