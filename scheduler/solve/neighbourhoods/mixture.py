"""How many neighbourhoods of each kind a round has: more of those that paid, never none."""

from collections.abc import Iterable, Iterator

from scheduler.solve.neighbourhoods.kinds import KINDS, Kind

_LEAST, _MEMORY = 10, 90
"""In hundredths: the least weight of a kind, and how much of a weight is kept from one neighbourhood to the next."""


class Mixture:
    """A weight for each kind, in whole numbers, learned from ordered results only."""

    def __init__(self) -> None:
        self._weights = dict.fromkeys(KINDS, 100)

    def learn(self, results: Iterable[tuple[Kind, bool]]) -> None:
        """Whether each neighbourhood paid, in the order of their numbers."""
        for kind, paid in results:
            weight = (_MEMORY * self._weights[kind] + (100 - _MEMORY) * (100 if paid else 0)) // 100
            self._weights[kind] = max(_LEAST, weight)

    def kinds(self, number: int) -> Iterator[Kind]:
        """So many kinds by their weights, spread evenly."""
        total = sum(self._weights.values())
        credit = dict.fromkeys(KINDS, 0)
        for _ in range(number):
            for kind in KINDS:
                credit[kind] += self._weights[kind]
            best = max(KINDS, key=lambda one: credit[one])
            credit[best] -= total
            yield best
