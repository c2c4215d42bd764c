"""What there is from one place to another (minutes, points), asked of the rules once for each pair of places."""

from collections.abc import Callable
from typing import Generic, TypeVar

from scheduler.domain.plan import Place

Where = TypeVar("Where", bound=Place | None)


class Ways(Generic[Where]):
    """Remembers what the rules said; called with two places.

    Places are known again by the object itself: `Candidates` hands out the same one for the same place, and a look at
    an object is much cheaper than one at its names.
    """

    __slots__ = ("_asked", "_known", "_seen")

    def __init__(self, asked: Callable[[Where, Where], int]) -> None:
        self._asked = asked
        self._known: dict[tuple[int, int], int] = {}
        self._seen: list[tuple[Where, Where]] = []

    def __call__(self, leaving: Where, entering: Where) -> int:
        known = self._known.get((id(leaving), id(entering)))
        if known is None:
            self._seen.append((leaving, entering))  # an object that is gone could lend its number to another one
            known = self._known[id(leaving), id(entering)] = self._asked(leaving, entering)
        return known
