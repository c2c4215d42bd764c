"""The content of an appendix before it has a format: parts, sections, tables, rows, and cells that know their source.

Fixed text is a `Word` of the catalogue, never a sentence in code, so that every language and every format says the
same. What the hospital wrote is a `str` and stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias


class State(Enum):
    """Why a cell has no value. These are different words in every language, and never a blank."""

    NOT_APPLICABLE = "not_applicable"
    NONE_EXISTS = "none_exists"
    UNKNOWN = "unknown"
    NOT_GIVEN = "not_given"
    """A gap: the contract or programme should say it and does not."""


@dataclass(frozen=True, slots=True)
class Word:
    """Fixed text: a key of the catalogue, with what is put into its {places}. Make one with `word`."""

    key: str
    named: tuple[tuple[str, "Value"], ...] = ()


class Apart(StrEnum):
    """How several values stand in one cell."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    OR = "or"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Several:
    """Values that share a cell; make one with `several`, which knows none and one."""

    values: tuple["Value", ...]
    apart: Apart = Apart.COMMA


Value: TypeAlias = str | int | Decimal | date | State | Word | Several
"""A str is the hospital's own text, never blank. Figures that a document prints are rounded before they become one."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a cell comes from: a table and its row.

    `row` is the number that Excel shows; a text where no single row says it: a selection of rows ("modality=ct"), or
    the place in programme.yaml ("contracts[0].number").
    """

    table: str
    row: int | str

    def __str__(self) -> str:
        return f"{self.table}:{self.row}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its sources; without any it has those of its row."""

    value: Value
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.value, str) and not self.value.strip():
            raise ValueError("A cell is never blank; say which State it is.")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell for each column of its table."""

    cells: tuple[Cell, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, which names it in CSV and JSON, and its width in mm on paper. Its heading: column.<key>.

    `under`: on paper it shares the cell of that column, on a line below. `named`: its heading where the hospital's own
    words make the columns.
    """

    key: str
    width: int
    under: str | None = None
    named: Value | None = None

    @property
    def heading(self) -> Value:
        return Word(f"column.{self.key}") if self.named is None else self.named


RESERVED = frozenset({"part", "table", "source", "text"})
"""What the columns of no table are called, for the CSV puts columns of these names before all."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; no two tables of a paper have the same key.

    `identity`: the columns that tell which row is which from one version to the next. `grouped_by`: on paper, a
    heading for each value of this column, with a table of its own. `is_asset_list`: may be too long for paper.
    `compared`: false for figures that follow from others or from a plan, which are no change of what is agreed.
    """

    key: str
    caption: Value
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    identity: tuple[str, ...]
    grouped_by: str | None = None
    is_asset_list: bool = False
    compared: bool = True

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if RESERVED & set(keys):
            raise ValueError(f"The table {self.key} has a column of the names {sorted(RESERVED)}, which CSV needs.")
        if len(set(keys)) != len(keys) or not {*self.identity, self.grouped_by or keys[0]} <= set(keys):
            raise ValueError(f"The table {self.key} has columns twice, or names one that it has not.")
        if any(len(row.cells) != len(keys) for row in self.rows):
            raise ValueError(f"A row of the table {self.key} has not one cell for each of its {len(keys)} columns.")


@dataclass(frozen=True, slots=True)
class Section:
    """Some paragraphs, then some tables; the heading None where its part's is enough."""

    heading: Value | None
    paragraphs: tuple[Value, ...] = ()
    tables: tuple[Table, ...] = ()

    def texts(self) -> tuple[Value, ...]:
        """Return the heading, if it has one, and the paragraphs."""
        return self.paragraphs if self.heading is None else (self.heading, *self.paragraphs)


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part of the appendix. Its heading: part.<key>. It is numbered by its place in the paper."""

    key: str
    sections: tuple[Section, ...]

    @property
    def heading(self) -> Word:
        return Word(f"part.{self.key}")


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: title, what is said below it, and the numbered parts. `on` is the day it speaks of.

    `contract` and `version` are the agreement's own ("" where there is none); `issue` counts the papers that followed
    each other, each compared with the one before.
    """

    title: Value
    subtitle: tuple[Value, ...]
    front: tuple[Section, ...]
    parts: tuple[Part, ...]
    language: str
    on: date
    fingerprint: str
    contract: str = ""
    version: str = ""
    issue: int = 1

    def tables(self) -> Iterator[tuple[Part | None, Table]]:
        """Return every table in order with its part; None for those before the first part."""
        for section in self.front:
            yield from ((None, table) for table in section.tables)
        for part in self.parts:
            for section in part.sections:
                yield from ((part, table) for table in section.tables)

    def texts(self) -> Iterator[tuple[str, Value]]:
        """Return title, headings and paragraphs in order, each with the key of its part."""
        yield from (("front", said) for said in (self.title, *self.subtitle))
        for section in self.front:
            yield from (("front", said) for said in section.texts())
        for part in self.parts:
            yield part.key, part.heading
            for section in part.sections:
                yield from ((part.key, said) for said in section.texts())


def word(key: str, **named: Value) -> Word:
    """Return fixed text: the catalogue's entry with values put into its {places}."""
    return Word(key, tuple(sorted(named.items()))) if named else _bare(key)


@lru_cache(maxsize=4_096)
def _bare(key: str) -> Word:
    return Word(key)


def several(values: Iterable[Value], apart: Apart = Apart.COMMA, none: Value = State.NONE_EXISTS) -> Value:
    """Return values for one cell, each once in the order given: `none` for none, the value itself for one."""
    kept = tuple(dict.fromkeys(values))
    return Several(kept, apart) if len(kept) > 1 else kept[0] if kept else none


def given(text: str, otherwise: State = State.UNKNOWN) -> Value:
    """Return what the hospital wrote, or the state that a blank means there."""
    return text if text.strip() else otherwise


def tenths(figure: Fraction | float) -> Decimal:
    """Round a figure to one decimal, halves to even, as it is printed."""
    return Decimal(round(Fraction(figure) * 10)).scaleb(-1)


def cells(*values: Value) -> tuple[Cell, ...]:
    """Return a cell for each value, with the sources of the row."""
    return tuple(Cell(value) for value in values)


def cell_of(table: Table, row: Row) -> Mapping[str, Cell]:
    """Return the cells of a row by column."""
    return dict(zip((column.key for column in table.columns), row.cells, strict=True))
