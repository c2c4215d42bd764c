"""A linear programme as integer arrays: minimise cost · x; a row equals, or is at most, its limit; 0 ≤ x ≤ upper."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LinearProgramme:
    """`entry_*` are the nonzero coefficients. `is_equal[row]`: the sum equals `limit[row]`, else it is at most that."""

    upper: Integers
    limit: Integers
    is_equal: NDArray[np.bool_]
    entry_row: Integers
    entry_column: Integers
    entry_value: Integers

    @property
    def columns(self) -> int:
        return len(self.upper)

    @property
    def rows(self) -> int:
        return len(self.limit)


@dataclass(slots=True)
class Rows:
    """A linear programme while it is written, column by column and row by row."""

    _upper: list[int] = field(default_factory=list)
    _limit: list[int] = field(default_factory=list)
    _is_equal: list[bool] = field(default_factory=list)
    _row: list[int] = field(default_factory=list)
    _column: list[int] = field(default_factory=list)
    _value: list[int] = field(default_factory=list)

    def column(self, upper: int) -> int:
        """Add a column between 0 and `upper`; return its number."""
        self._upper.append(upper)
        return len(self._upper) - 1

    def row(self, limit: int, *, is_equal: bool = False) -> int:
        """Add a row; return its number."""
        self._limit.append(limit)
        self._is_equal.append(is_equal)
        return len(self._limit) - 1

    def upper_of(self, column: int) -> int:
        """Return the most that a column can be."""
        return self._upper[column]

    def entry(self, row: int, column: int, value: int) -> None:
        """Say how much a column adds to a row."""
        self._row.append(row)
        self._column.append(column)
        self._value.append(value)

    def done(self) -> LinearProgramme:
        """The finished programme."""
        return LinearProgramme(
            np.array(self._upper, dtype=np.int64),
            np.array(self._limit, dtype=np.int64),
            np.array(self._is_equal, dtype=np.bool_),
            np.array(self._row, dtype=np.int64),
            np.array(self._column, dtype=np.int64),
            np.array(self._value, dtype=np.int64),
        )
