"""Whether somebody can do the visits of a shift one after the other: asked so often that each set is tried once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from scheduler.solve.intervals import FAR, Intervals
from scheduler.solve.neighbourhoods.crowding import Pick
from scheduler.solve.neighbourhoods.question import Question

_EVERY_SEQUENCE = 4
"""So many visits are tried in every sequence, more of them in two."""


class _Work(NamedTuple):
    """A pick: when it can start last, when first, all its starts, how long it takes; ranked as it is written."""

    last: int
    pick: Pick
    first: int
    starts: Intervals
    minutes: int


class Sequencing:
    """Knows in which sets of picks of one shift each can start when the one before it is done."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._works: dict[Pick, _Work] = {}
        self._bits: dict[Pick, int] = {}
        self._known: dict[int, bool] = {}

    def bit(self, pick: Pick) -> int:
        """A number with one bit, another one for each pick."""
        return self._bits.setdefault(pick, 1 << len(self._bits))

    def minutes(self, pick: Pick) -> int:
        return self._question.visits[pick[0]].minutes

    def is_possible(self, bits: int, picks: Sequence[Pick]) -> bool:
        """Tell whether these picks, which have these bits, can be done in some sequence."""
        known = self._known.get(bits)
        if known is None:
            known = self._known[bits] = any(map(_is_in_time, _sequences([self._work(pick) for pick in picks])))
        return known

    def _work(self, pick: Pick) -> _Work:
        known = self._works.get(pick)
        if known is None:
            visit = self._question.visits[pick[0]]
            starts = visit.options[pick[1]].starts
            known = self._works[pick] = _Work(starts[-1][1], pick, starts[0][0], starts, visit.minutes)
        return known


def _sequences(works: list[_Work]) -> Iterator[Iterable[_Work]]:
    """First by who can start last, then by who can start first; of a few visits every sequence."""
    works.sort()
    yield works
    yield sorted(works, key=lambda work: (work.first, work.pick))
    if len(works) <= _EVERY_SEQUENCE:
        yield from permutations(works)


def _is_in_time(sequence: Iterable[_Work]) -> bool:
    """Tell whether each can start when the one before it is done."""
    at = -FAR
    for _, _, _, starts, minutes in sequence:
        for first, beyond in starts:
            if at < beyond:
                at = max(first, at) + minutes
                break
        else:
            return False
    return True
