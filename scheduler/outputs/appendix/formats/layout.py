"""A paper as pages show it: headings with their level, paragraphs, and tables that fit the width of the page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scheduler.outputs.appendix.paper import Paper, Row, Section, Table, word
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.words import without_controls

MOST_LISTED = 5_000
"""Rows of an asset list on pages; a longer one stands in the workbook and the CSV alone."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a part's. `numbered` is false for what stands before the first part."""

    level: int
    text: str
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    text: str


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of a page: the columns that share it, one line each, with their headings and its share of the width."""

    places: tuple[int, ...]
    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of a page; every cell is text, its lines parted by a line end."""

    caption: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | PrintedTable


@dataclass(frozen=True, slots=True)
class Attached:
    """The files that hold the lists which are too long for pages, with the SHA-256 of each."""

    sha256_by_file: Mapping[str, str]


def printed(paper: Paper, wording: Wording, attached: Attached) -> Iterator[Block]:
    """Lay a paper out, front matter first; the title is not among the blocks."""
    layout = _Layout(wording, attached)
    for section in paper.front:
        yield from layout.section(section, 1, numbered=False)
    for part in paper.parts:
        yield Heading(1, layout.said(part.heading))
        for section in part.sections:
            yield from layout.section(section, 2, numbered=True)


@dataclass(frozen=True, slots=True)
class _Layout:
    wording: Wording
    attached: Attached

    def said(self, value: object) -> str:
        return without_controls(self.wording.say(value))  # type: ignore[arg-type]

    def section(self, section: Section, level: int, *, numbered: bool) -> Iterator[Block]:
        if section.heading is not None:
            yield Heading(level, self.said(section.heading), numbered)
        yield from (Paragraph(self.said(paragraph)) for paragraph in section.paragraphs)
        for table in section.tables:
            yield from self._table(table, level + 1)

    def _table(self, table: Table, level: int) -> Iterator[Block]:
        if not table.rows:
            yield Paragraph(self.said(word("paper.empty", caption=table.caption)))
        elif table.is_asset_list and len(table.rows) > MOST_LISTED:
            yield from self._attached(table)
        elif table.grouped_by is None:
            yield self._printed(table, table.rows, self.said(table.caption), ())
        else:
            yield from self._groups(table, table.grouped_by, level)

    def _attached(self, table: Table) -> Iterator[Block]:
        yield Paragraph(self.said(word("paper.attached", caption=table.caption, rows=len(table.rows), table=table.key)))
        for file, digest in self.attached.sha256_by_file.items():
            yield Paragraph(self.said(word("paper.digest", file=file, digest=digest)))

    def _groups(self, table: Table, grouped_by: str, level: int) -> Iterator[Block]:
        place = [column.key for column in table.columns].index(grouped_by)
        for value, rows in groupby(table.rows, key=lambda row: row.cells[place].value):
            yield Heading(level, self.said(value))
            caption = self.said(word("paper.grouped", caption=table.caption, group=value))
            yield self._printed(table, tuple(rows), caption, (place,))

    def _printed(self, table: Table, rows: Sequence[Row], caption: str, left_out: tuple[int, ...]) -> PrintedTable:
        columns = tuple(self._columns(table, left_out))
        return PrintedTable(caption, columns, tuple(self._row(row, columns) for row in rows))

    def _columns(self, table: Table, left_out: tuple[int, ...]) -> Iterator[PrintedColumn]:
        for place, column in enumerate(table.columns):
            if place in left_out or column.under is not None:
                continue
            below = [other for other, each in enumerate(table.columns) if each.under == column.key]
            places = (place, *below)
            heading = "\n".join(self.said(table.columns[each].heading) for each in places)
            yield PrintedColumn(places, heading, column.width)

    def _row(self, row: Row, columns: Iterable[PrintedColumn]) -> tuple[str, ...]:
        return tuple("\n".join(self.said(row.cells[place].value) for place in column.places) for column in columns)
