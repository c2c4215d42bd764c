"""What `htm formats` prints: every table and column with its meaning, type, unit, words and example."""

from dataclasses import dataclass
from typing import Any

from scheduler.inputs.columns import Column, Table
from scheduler.inputs.tables.every import TABLES


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """One column. `blank` says what a blank cell means ("not allowed" if required); `unknown` and `not_applicable` are
    the words for these states, empty where the column has none."""

    name: str
    meaning: str
    allowed: str
    unit: str
    required: bool
    blank: str
    unknown: str
    not_applicable: str
    example: str


@dataclass(frozen=True, slots=True)
class TableFormat:
    """One table. `key`: the columns that no two rows share; `absent`: what it means when the table is not there."""

    name: str
    meaning: str
    needed: bool
    absent: str
    key: tuple[str, ...]
    columns: tuple[ColumnFormat, ...]


def formats() -> tuple[TableFormat, ...]:
    """Return all tables in the order in which they are told."""
    return tuple(_table(table) for table in TABLES)


def _table(table: Table) -> TableFormat:
    return TableFormat(
        name=table.name,
        meaning=table.meaning,
        needed=table.needed,
        absent=table.absent or "not allowed",
        key=tuple(column.name for column in table.key),
        columns=tuple(_column(column) for column in table.columns),
    )


def _column(column: Column[Any]) -> ColumnFormat:
    return ColumnFormat(
        name=column.name,
        meaning=column.meaning,
        allowed=column.cell.words,
        unit=column.unit,
        required=column.required,
        blank=column.blank or "not allowed",
        unknown=column.cell.unknown or _blank_if(column, "unknown", "not known"),
        not_applicable=column.cell.not_applicable or _blank_if(column, "none", "no ", "not in"),
        example=column.example,
    )


def _blank_if(column: Column[Any], *beginnings: str) -> str:
    """Return "blank" if that is how the column says unknown or not applicable."""
    return "blank" if column.blank.startswith(beginnings) else ""
