"""A first plan to search from: a list schedule, tried with many orders of the list, each drawn from its own number."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random

from benchmarks.disassembly.preparing import Listed, Prepared
from scheduler.domain.ids import TechnicianId
from scheduler.solve.intervals import covers
from scheduler.solve.placement import PreparedVisit

TRIES = 200


def best_listed(prepared: Prepared, bound: int, tries: int = TRIES) -> Listed:
    """The shortest of so many list schedules; the first one that reaches the bound."""
    tails = _tails(prepared)
    best: Listed | None = None
    for number in range(tries):
        found = _Listing(prepared, _priorities(prepared, tails, number)).listed()
        if best is None or found.length < best.length:
            best = found
        if best.length <= bound:
            break
    assert best is not None, "there is at least one try"
    return best


def _tails(prepared: Prepared) -> list[int]:
    """Minutes from the start of each visit to the end of the longest chain that hangs on it."""
    after: dict[int, list[int]] = defaultdict(list)
    for first, then in prepared.follows:
        after[first].append(then)
    known: dict[int, int] = {}

    def tail(number: int) -> int:
        if number not in known:
            known[number] = prepared.visits[number].minutes + max(map(tail, after[number]), default=0)
        return known[number]

    return [tail(number) for number in range(len(prepared.visits))]


def _priorities(prepared: Prepared, tails: Sequence[int], number: int) -> list[float]:
    """What hangs on a visit, the people that it asks for, and chance; the first order is without chance."""
    chance = Random(number)
    weights = [chance.choice((0.0, 0.5, 1.0, 2.0)), chance.choice((0.5, 1.0, 3.0)), chance.choice((0.0, 4.0, 8.0))]
    noise = 0.0 if number == 0 else chance.choice((0.0, 1.0, 4.0, 8.0))
    found = []
    for visit, tail in zip(prepared.visits, tails, strict=True):
        profile = visit.legs[0].draft.profile
        bulk = visit.minutes * profile.crew + 2 * (profile.crew - 1)
        terms = (tail, bulk, len(profile.skills))
        found.append(sum(w * t for w, t in zip(weights, terms, strict=True)) + noise * chance.random())
    return found


class _Listing:
    """Minute after minute, whatever fits and comes first in the list begins."""

    def __init__(self, prepared: Prepared, priorities: Sequence[float]) -> None:
        self._prepared = prepared
        self._list = sorted(range(len(prepared.visits)), key=lambda number: (-priorities[number], number))
        self._waits_for: dict[int, set[int]] = defaultdict(set)
        for first, then in prepared.follows:
            self._waits_for[then].add(first)
        self._free: dict[TechnicianId, int] = defaultdict(int)
        self._there: dict[object, list[tuple[int, int]]] = defaultdict(list)
        self._starts: dict[int, int] = {}
        self._crews: dict[int, frozenset[TechnicianId]] = {}

    def listed(self) -> Listed:
        waiting, minute = self._list, 0
        while waiting:
            done = {one for one, start in self._starts.items() if start + self._visit(one).minutes <= minute}
            left = []
            for number in waiting:
                if not self._waits_for[number] <= done or not self._begins(number, minute):
                    left.append(number)
            waiting = left
            minute += 1
        ends = {start + self._visit(number).minutes for number, start in self._starts.items()}
        numbers = range(len(self._prepared.visits))
        return Listed(
            tuple(self._starts[one] for one in numbers),
            tuple(self._crews[one] for one in numbers),
            max(ends, default=0),
        )

    def _visit(self, number: int) -> PreparedVisit:
        return self._prepared.visits[number]

    def _begins(self, number: int, minute: int) -> bool:
        """Begin a visit now if there is room and a crew."""
        visit = self._visit(number)
        end = minute + visit.minutes
        if not covers(visit.times.starts, minute, minute + 1):
            return False
        for level, amount, _ in visit.takes:
            if sum(taken for until, taken in self._there[level] if until > minute) + amount > level.limit:
                return False
        crew = self._crew(visit, minute, end)
        if crew is None:
            return False
        self._starts[number], self._crews[number] = minute, crew
        for who in crew:
            self._free[who] = end
        for level, amount, _ in visit.takes:
            self._there[level].append((end, amount))
        return True

    def _crew(self, visit: PreparedVisit, minute: int, end: int) -> frozenset[TechnicianId] | None:
        """The people with the fewest skills who are free and enough."""
        leg = visit.legs[0]
        profile = leg.draft.profile
        free = [one for one in leg.people if self._free[one.technician] <= minute and covers(one.spans, minute, end)]
        free.sort(key=lambda one: (len(self._prepared.skills[one.technician]), one.technician))
        crew: list[TechnicianId] = []
        for skill, count in sorted(profile.skills, key=lambda pair: -len(pair[0])):
            holders = [one.technician for one in free if one.skills[skill] and one.technician not in crew]
            lacking = count - sum(skill in self._prepared.skills[who] for who in crew)
            crew += holders[: max(0, lacking)]
            if lacking > len(holders):
                return None
        others = [one.technician for one in free if one.technician not in crew]
        crew += others[: profile.crew - len(crew)]
        return frozenset(crew) if len(crew) == profile.crew else None
