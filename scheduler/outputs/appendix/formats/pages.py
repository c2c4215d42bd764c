"""An appendix as PDF by typst: PDF/A, tagged, with typst's own fonts, so that it looks the same everywhere."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import Final

from scheduler.outputs.appendix.formats.layout import (
    Attached,
    Block,
    Heading,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    printed,
)
from scheduler.outputs.appendix.paper import Paper, Value, word
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.printing import Sheet
from scheduler.outputs.words import without_controls

PDF_STANDARDS: Final = ("a-2a", "ua-1")
"""Accessible PDF/A-2 (archived, tagged, every character with its Unicode value) and PDF/UA-1."""
MOST_ROWS = 2_000
"""Rows of one table; a longer one is parted, for typst keeps a table whole in memory."""
_WIDTH_MM = 269
_CHARACTERS_PER_MM = 0.62
_LONG = re.compile(r"\S{8,}")


def sheet_of(paper: Paper, wording: Wording, attached: Attached, path: Path) -> Sheet:
    """Return what is to be printed of a paper, and where; text enters as data and never as code."""
    said = json.dumps(_laid_out(paper, wording, attached), ensure_ascii=False)
    template = files(__package__).joinpath("appendix.typ").read_text(encoding="utf-8")
    midnight = datetime.combine(paper.on, time(0), UTC)
    return Sheet(template, said, int(midnight.timestamp()), str(path), PDF_STANDARDS)


def _laid_out(paper: Paper, wording: Wording, attached: Attached) -> dict[str, object]:
    def say(value: Value) -> str:
        return without_controls(wording.say(value))

    blocks = list(printed(paper, wording, attached))
    front = next((n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.numbered), len(blocks))
    return {
        "title": say(paper.title),
        "subtitle": [say(line) for line in paper.subtitle],
        "language": paper.language,
        "contents": say(word("paper.contents")),
        "table": say(word("paper.table")),
        "page": say(word("paper.page")),
        "of": say(word("paper.of")),
        "front": [each for block in blocks[:front] for each in _block(block, wording)],
        "blocks": [each for block in blocks[front:] for each in _block(block, wording)],
    }


def _block(block: Block, wording: Wording) -> Iterator[dict[str, object]]:
    match block:
        case Heading():
            yield {"kind": "heading", "level": block.level, "text": block.text, "numbered": block.numbered}
        case Paragraph():
            yield {"kind": "paragraph", "text": block.text}
        case PrintedTable():
            for caption, rows in _parted(block, wording):
                yield _table(block.columns, caption, rows)


def _parted(block: PrintedTable, wording: Wording) -> Iterator[tuple[str, Sequence[tuple[str, ...]]]]:
    if len(block.rows) <= MOST_ROWS:
        yield block.caption, block.rows
        return
    for first in range(0, len(block.rows), MOST_ROWS):
        rows = block.rows[first : first + MOST_ROWS]
        said = word("paper.rows", caption=block.caption, first=first + 1, last=first + len(rows))
        yield wording.say(said), rows


def _table(columns: Sequence[PrintedColumn], caption: str, rows: Iterable[tuple[str, ...]]) -> dict[str, object]:
    share = _WIDTH_MM / sum(column.width for column in columns)
    most = [max(4, int(column.width * share * _CHARACTERS_PER_MM)) for column in columns]
    return {
        "kind": "table",
        "caption": caption,
        "widths": [column.width for column in columns],
        "heading": [_breakable(column.heading, limit) for column, limit in zip(columns, most, strict=True)],
        "rows": [[_breakable(text, limit) for text, limit in zip(row, most, strict=True)] for row in rows],
    }


def _breakable(text: str, most: int) -> str:
    """Let words that are longer than their column break anywhere: a zero-width space after every few characters."""

    def broken(found: re.Match[str]) -> str:
        text = found[0]
        if len(text) <= most:
            return text
        return "\u200b".join(text[start : start + most] for start in range(0, len(text), most))

    return _LONG.sub(broken, text)
