"""What minutes of a person's week cost above an even load: the wishes' convex prices as pieces that never cost more."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from scheduler.domain.facts import Facts
from scheduler.relaxation.people import Crowd
from scheduler.relaxation.sentences import saying

_EIGHTHS = 8
"""Weeks are looked at in eighths; a convex price between two of them is at least what its first minute costs."""


@dataclass(frozen=True, slots=True)
class Piece:
    """So many minutes at a price each."""

    minutes: int
    price: int


def overload_prices(crowd: Crowd, available: int, facts: Facts) -> tuple[Piece, ...]:
    """The dear minutes of a named person's week, cheapest first; what stands before them costs nothing."""
    if facts.programme.technicians[crowd.technician].anonymous:
        return ()
    price = [cast(Callable[[int, int, Facts], int], said) for said in saying("price_week_load")]
    edges = [available * eighth // _EIGHTHS for eighth in range(_EIGHTHS + 1)]

    def of(minutes: int) -> int:
        return sum(one(minutes, available, facts) for one in price)

    pieces = (Piece(end - start, of(start + 1) - of(start)) for start, end in pairwise(edges) if start < end)
    return tuple(piece for piece in pieces if piece.price > 0)
