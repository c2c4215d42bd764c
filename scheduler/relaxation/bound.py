"""A proved lower limit, added up in exact integers from any dual values: y · limit + Σ min(0, reduced cost × upper)."""

import numpy as np

from scheduler.relaxation.rows import Integers, LinearProgramme

SCALE = 1_000_000
"""Dual values are whole millionths of a point."""


def proved_bound(programme: LinearProgramme, cost: Integers, duals: Integers) -> int:
    """Return a number that no solution costs less than, in whole points, for whatever `duals` (one a row, in 1/SCALE).

    A dual of an at-most row that is above 0 proves nothing, and is taken as 0. Weak duality does the rest; no solver
    and no rounding enters (Bertsimas and Tsitsiklis, Introduction to Linear Optimization, theorem 4.3).
    """
    usable = np.where(programme.is_equal, duals, np.minimum(duals, 0))
    reduced = reduced_costs(programme, cost, usable)
    from_rows = sum(int(dual) * int(limit) for dual, limit in zip(usable, programme.limit, strict=True))
    cheap = np.flatnonzero(reduced < 0)
    from_columns = sum(int(reduced[column]) * int(programme.upper[column]) for column in cheap)
    return -((-(from_rows + from_columns)) // SCALE)


def reduced_costs(programme: LinearProgramme, cost: Integers, duals: Integers) -> Integers:
    """What each column costs beyond what its rows pay for it, in 1/SCALE of a point."""
    reduced = cost * SCALE
    np.subtract.at(reduced, programme.entry_column, programme.entry_value * duals[programme.entry_row])
    return reduced


def with_best_duals(
    programme: LinearProgramme, cost: Integers, duals: Integers, rows: Integers, columns: Integers, of_row: Integers
) -> Integers:
    """Replace the duals of `rows` (column `columns[i]` is once in `rows[of_row[i]]`) by the best that the others leave.

    That is the least reduced cost of the row's columns. So a certificate needs no duals of such rows.
    """
    best = np.where(programme.is_equal, duals, np.minimum(duals, 0))
    best[rows] = 0
    least = np.full(len(rows), np.iinfo(np.int64).max)
    np.minimum.at(least, of_row, reduced_costs(programme, cost, best)[columns])
    best[rows] = least
    return best
