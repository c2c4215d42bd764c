"""Seeded chance: every stream has a name, so that adding one draw never changes the others."""

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of draws that is the same on every machine and Python version (it only uses `random.random`)."""

    def __init__(self, seed: int, *names: object) -> None:
        self._random = random.Random("/".join(str(name) for name in (seed, *names)))

    def share(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return self._random.random()

    def happens(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self._random.random() < probability

    def whole(self, least: int, most: int) -> int:
        """Return a whole number from `least` through `most`."""
        return least + int(self._random.random() * (most - least + 1))

    def one_of(self, items: Sequence[T]) -> T:
        """Return one of `items`, each as likely."""
        return items[int(self._random.random() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of `items`, as likely as its weight."""
        border = self._random.random() * sum(weights)
        for item, reached in zip(items, accumulate(weights), strict=True):
            if border < reached:
                return item
        return items[-1]

    def some_of(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of `items`, in their order there."""
        numbers = list(range(len(items)))
        for place in range(min(count, len(items))):
            other = self.whole(place, len(items) - 1)
            numbers[place], numbers[other] = numbers[other], numbers[place]
        return [items[number] for number in sorted(numbers[:count])]


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Split `total` into whole parts in proportion to `weights`, by the largest remainder."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
