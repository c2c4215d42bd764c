"""How much neighbourhoods of each kind, and around each team's tasks, have been worth: more of those that paid."""

from collections.abc import Iterator

from scheduler.solve.neighbourhoods.kinds import KINDS, Kind, Team

_MOST, _LEAST = 100, 10
"""In hundredths: the weight at first, and the least that is kept: nothing is given up for good."""
_MEMORY, _MEMORY_OF_TEAMS = 90, 80
"""How much of a weight is kept from one neighbourhood to the next."""


class Mixture:
    """A weight for each kind and each team, in whole numbers, learned from ordered results only."""

    def __init__(self) -> None:
        self._kinds = dict.fromkeys(KINDS, _MOST)
        self._teams: dict[Team, int] = {}

    def learn(self, kind: Kind, team: Team, *, paid: bool) -> None:
        """Whether a neighbourhood paid; told in the order of their numbers."""
        self._kinds[kind] = _learned(self._kinds[kind], _MEMORY, paid=paid)
        self._teams[team] = _learned(self.of_team(team), _MEMORY_OF_TEAMS, paid=paid)

    def of_team(self, team: Team) -> int:
        """What is to be expected of the team's tasks."""
        return self._teams.get(team, _MOST)

    def kinds(self, number: int) -> Iterator[Kind]:
        """So many kinds by their weights, spread evenly."""
        total = sum(self._kinds.values())
        credit = dict.fromkeys(KINDS, 0)
        for _ in range(number):
            for kind in KINDS:
                credit[kind] += self._kinds[kind]
            best = max(KINDS, key=lambda one: credit[one])
            credit[best] -= total
            yield best


def _learned(weight: int, memory: int, *, paid: bool) -> int:
    return max(_LEAST, (memory * weight + (100 - memory) * (_MOST if paid else 0)) // 100)
