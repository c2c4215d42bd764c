"""Columns and tables as declared, for the parser and for people: name, type, what a blank means, example, meaning."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scheduler.inputs.cells import CellType

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
D = TypeVar("D")


@dataclass(frozen=True, slots=True, eq=False)
class Column(Generic[T_co]):
    """One column of a table. `blank` says what a blank cell means; empty for a required column."""

    name: str
    cell: CellType[Any]
    default: T_co | None
    blank: str
    example: str
    meaning: str
    unit: str = ""

    @property
    def required(self) -> bool:
        return not self.blank


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table of a programme. `key`: the columns that no two rows may share; empty if rows may be alike.

    `absent` says what it means when the table is not there; empty for a needed table.
    `written_by`: the command that keeps the table; empty for one that people keep.
    """

    name: str
    meaning: str
    columns: tuple[Column[Any], ...]
    key: tuple[Column[Any], ...] = ()
    absent: str = ""
    written_by: str = ""

    @property
    def needed(self) -> bool:
        return not self.absent

    def column(self, name: str) -> Column[Any]:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def required(name: str, cell: CellType[T], example: str, meaning: str, unit: str = "") -> Column[T]:
    """A column whose cells may not be blank."""
    return Column(name, cell, None, "", example, meaning, unit)


def optional(
    name: str, cell: CellType[T], default: D, blank: str, example: str, meaning: str, unit: str = ""
) -> Column[T | D]:
    """A column whose blank cells mean `default`, in words `blank`."""
    return Column(name, cell, default, blank, example, meaning, unit)
