"""A large day programme solved part by part: most rows about places bind nothing, and without them it falls apart.

A row that is left out is brought in as soon as a solution breaks it, and joins the parts that it speaks of, with all
other rows that speak of these alone; in the end no row is broken, so the solution is one of the whole. One part is in
memory at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduler.relaxation import LinearProgramme
from scheduler.relaxation.rows import Flags, Integers
from scheduler.solve.linear import LinearSolution, solve_linear

WHOLE_UP_TO = 400_000
"""Columns up to which the programme is solved in one piece, which is as quick."""
A_PIECE = 20_000
"""Columns of parts that are solved together; a larger part is solved alone."""
_JOINING = ("group ", "family ", "people ", "along ", "order ")
_TOLERANCE = 1e-6


def solve_rows(rows: LinearProgramme, names: Sequence[str], cost: Integers, whole: int = WHOLE_UP_TO) -> LinearSolution:
    """Minimise; `names` of the rows tell those about places."""
    if rows.columns <= whole:
        return solve_linear(rows, cost)
    about_places = np.array([not name.startswith(_JOINING) for name in names], dtype=np.bool_)
    return _Solving(rows, cost, about_places & ~rows.is_equal).solved()


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Parts that are solved together: their columns and rows, by the numbers of the whole, and their entries."""

    columns: Integers
    rows: Integers
    entries: Integers


class _Solving:
    """One programme, the rows that it has by now, and what is known of its solution."""

    def __init__(self, programme: LinearProgramme, cost: Integers, left_out: Flags) -> None:
        self._programme = programme
        self._cost = cost
        self._left_out = left_out.copy()
        self._columns = np.zeros(programme.columns)
        self._duals = np.zeros(programme.rows, dtype=np.int64)

    def solved(self) -> LinearSolution:
        again = np.ones(self._programme.columns, dtype=np.bool_)
        while again.any():
            for piece in self._pieces(again):
                self._solve(piece)
            again = self._touched(self._bring_in())
        return LinearSolution(self._columns, self._duals)

    def _bring_in(self) -> Flags:
        """Rows that are broken, and those inside the parts that these join, which join nothing more."""
        broken = self._left_out & self._is_broken()
        self._left_out &= ~broken
        inside = self._left_out & self._lie_inside(self._touched(broken))
        self._left_out &= ~inside
        return broken | inside

    def _is_broken(self) -> Flags:
        programme = self._programme
        taken = np.zeros(programme.rows)
        np.add.at(taken, programme.entry_row, programme.entry_value * self._columns[programme.entry_column])
        broken: Flags = taken > programme.limit + _TOLERANCE * (1 + np.abs(programme.limit))
        return broken

    def _lie_inside(self, columns: Flags) -> Flags:
        """Rows that speak of these columns only, and of one part of them."""
        programme = self._programme
        leader = np.where(columns, self._parts(), -1)[programme.entry_column]
        least, most = np.full(programme.rows, programme.columns), np.full(programme.rows, -1)
        np.minimum.at(least, programme.entry_row, leader)
        np.maximum.at(most, programme.entry_row, leader)
        one_part: Flags = (least == most) & (least >= 0)
        return one_part

    def _touched(self, rows: Flags) -> Flags:
        """Columns of the parts that these rows speak of."""
        part = self._parts()
        found = np.zeros(self._programme.columns, dtype=np.bool_)
        found[part[self._programme.entry_column[rows[self._programme.entry_row]]]] = True
        return found[part]

    def _parts(self) -> Integers:
        """For each column the least column that rows connect it with."""
        programme = self._programme
        kept = ~self._left_out[programme.entry_row]
        rows, columns = programme.entry_row[kept], programme.entry_column[kept]
        part = np.arange(programme.columns)
        while True:
            least = np.full(programme.rows, programme.columns)
            np.minimum.at(least, rows, part[columns])
            nearer = part.copy()
            np.minimum.at(nearer, columns, least[rows])
            nearer = nearer[nearer]
            if np.array_equal(nearer, part):
                return part
            part = nearer

    def _pieces(self, again: Flags) -> Iterator[_Piece]:
        """The parts of these columns, small ones together, in the order of their first columns."""
        programme, part = self._programme, self._parts()
        number = _numbers(part, again)
        of_row = np.full(programme.rows, -1)
        kept = ~self._left_out[programme.entry_row]
        of_row[programme.entry_row[kept]] = number[programme.entry_column[kept]]
        of_entry = np.where(kept, number[programme.entry_column], -1)
        found = (_by_number(each, int(number.max()) + 1) for each in (number, of_row, of_entry))
        return (_Piece(*piece) for piece in zip(*found, strict=True))

    def _solve(self, piece: _Piece) -> None:
        programme = self._programme
        found = solve_linear(
            LinearProgramme(
                programme.upper[piece.columns],
                programme.limit[piece.rows],
                programme.is_equal[piece.rows],
                np.searchsorted(piece.rows, programme.entry_row[piece.entries]),
                np.searchsorted(piece.columns, programme.entry_column[piece.entries]),
                programme.entry_value[piece.entries],
            ),
            self._cost[piece.columns],
        )
        self._columns[piece.columns] = found.columns
        self._duals[piece.rows] = found.duals


def _numbers(part: Integers, again: Flags) -> Integers:
    """For each column the number of its piece; -1 for those that are not solved again."""
    first, sizes = np.unique(part[again], return_counts=True)
    piece = np.full(len(part), -1)
    number = held = 0
    for leader, size in zip(first.tolist(), sizes.tolist(), strict=True):
        if held and held + size > A_PIECE:
            number, held = number + 1, 0
        piece[leader], held = number, held + size
    return np.where(again, piece[part], -1)


def _by_number(number: Integers, count: int) -> list[Integers]:
    """The places of each number below `count`, in order."""
    order = np.argsort(number, kind="stable")
    edges = np.searchsorted(number[order], np.arange(count + 1))
    return [order[begin:end] for begin, end in pairwise(edges.tolist())]
