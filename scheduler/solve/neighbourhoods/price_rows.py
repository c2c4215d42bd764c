"""What visits, shifts and buckets are worth to the patterns found so far: the dual values of a linear programme.

It is kept as plain numbers, because it is solved again with each new few patterns.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.relaxation import SCALE, LinearProgramme
from scheduler.solve.linear import solve_small
from scheduler.solve.neighbourhoods.patterns import Pattern, Prices


class PriceRows:
    """The patterns found so far as rows and columns."""

    def __init__(self, missed: Mapping[int, int]) -> None:
        """`missed`: what each visit costs if it is left out."""
        self._missed = missed
        self._row: dict[tuple[str, int], int] = {("visit", number): row for row, number in enumerate(missed)}
        self._costs: list[int] = []
        self._entries: tuple[list[int], list[int], list[int]] = [], [], []

    def enter(self, pattern: Pattern) -> None:
        """A column that does its visits, takes its shift, and takes minutes of buckets."""
        for number, _ in pattern.picks:
            self._enter("visit", number, -1)
        self._enter("shift", pattern.shift, 1)
        for taking in pattern.takings:
            self._enter("bucket", taking.bucket, taking.minutes)
        self._costs.append(pattern.points)

    def prices(self, visits: int, left: Sequence[int]) -> Prices | None:
        """The dual values: what each of so many visits is worth, a shift, and a minute of what is `left`."""
        kinds: dict[str, dict[int, float]] = {"visit": {}, "shift": {}, "bucket": {}}
        limits = [self._limit(kind, number, left) for kind, number in self._row]
        found = solve_small(self._programme(limits), np.array([*self._costs, *self._missed.values()]))
        if found is None:
            return None
        for (kind, number), points in zip(self._row, (-found.duals / SCALE).tolist(), strict=True):
            kinds[kind][number] = points
        return Prices([kinds["visit"].get(number, 0.0) for number in range(visits)], kinds["bucket"], kinds["shift"])

    def _enter(self, kind: str, number: int, amount: int) -> None:
        row = self._row.setdefault((kind, number), len(self._row))
        for some, value in zip(self._entries, (row, len(self._costs), amount), strict=True):
            some.append(value)

    def _limit(self, kind: str, number: int, left: Sequence[int]) -> int:
        """At least one of a visit, written with the sign turned; at most one of a shift; the minutes of a bucket."""
        return max(0, left[number]) if kind == "bucket" else 1 if kind == "shift" else -1

    def _programme(self, limits: Sequence[int]) -> LinearProgramme:
        """The patterns, and after them the columns by which visits are missed."""
        missed = len(self._missed)
        numbers = np.arange(missed)
        rows, columns, amounts = (np.array(some, dtype=np.int64) for some in self._entries)
        return LinearProgramme(
            np.ones(len(self._costs) + missed, dtype=np.int64),
            np.array(limits, dtype=np.int64),
            np.zeros(len(limits), dtype=np.bool_),
            np.concatenate([rows, numbers]),
            np.concatenate([columns, len(self._costs) + numbers]),
            np.concatenate([amounts, np.full(missed, -1)]),
        )
