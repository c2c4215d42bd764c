"""Patterns: what somebody can do in one shift, and the one that is worth most to those who pay for visits.

A pattern keeps the minutes of the shift and can be done in some turn; what people share is asked later, of the starts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from scheduler.solve.neighbourhoods.crowding import Pick, crowding_of
from scheduler.solve.neighbourhoods.question import Option, Question, Taking
from scheduler.solve.neighbourhoods.sequencing import Sequencing

_MOST_SITES = 2
"""Trips that one shift makes at most in a new pattern."""
_MOST_STEPS = 1_000
"""Steps of the search for the best pattern of a shift and its trips."""
_LEAST_WORTH = 1e-3


@dataclass(frozen=True, slots=True)
class Prices:
    """What each visit is worth to be done, what a minute of each bucket costs, and what each shift costs."""

    visits: Sequence[float]
    buckets: Mapping[int, float]
    shifts: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Picks of one shift: what they cost together, and what they take from each bucket, trips included."""

    shift: int
    picks: tuple[Pick, ...]
    points: int
    takings: tuple[Taking, ...]


@dataclass(slots=True)
class _Shift:
    """The picks that could be in it, and the buckets from which they take."""

    picks: list[Pick] = field(default_factory=list)
    buckets: dict[int, None] = field(default_factory=dict)


class Patterns:
    """The shifts of a question, for those of its visits that need one person."""

    def __init__(self, question: Question, visits: Sequence[int], left: Sequence[int]) -> None:
        """`left`: the minutes in each bucket of the question."""
        crowding = crowding_of(question, visits)
        self._question = question
        self._crowds = crowding.takings
        self.left = (*left, *crowding.left)
        self._shifts: dict[int, _Shift] = defaultdict(_Shift)
        self._sequencing: dict[int, Sequencing] = defaultdict(partial(Sequencing, question))
        for number in visits:
            for place, option in enumerate(question.visits[number].options):
                shift = self._shifts[option.shifts[0]]
                shift.picks.append((number, place))
                shift.buckets.update(dict.fromkeys(taking.bucket for taking in option.takings))

    def now(self) -> Iterator[Pattern]:
        """What each shift holds as things stand."""
        for number in sorted(self._shifts):
            visits = self._question.visits
            picks = tuple(pick for pick in self._shifts[number].picks if visits[pick[0]].now == pick[1])
            if picks:
                yield self._pattern(number, picks)

    def worth_most(self, prices: Prices) -> Iterator[Pattern]:
        """For each shift the patterns that are worth more than they cost, one for each set of trips, the best two."""
        for number in sorted(self._shifts):
            found = sorted(self._of_shift(number, prices), key=lambda one: (-one[0], one[1]))
            yield from (self._pattern(number, picks) for _, picks in found[:2])

    def _of_shift(self, number: int, prices: Prices) -> Iterator[tuple[float, tuple[Pick, ...]]]:
        shift = self._shifts[number]
        minute = sum(prices.buckets.get(bucket, 0.0) for bucket in shift.buckets)
        worth: dict[tuple[int, ...], list[tuple[float, Pick]]] = defaultdict(list)
        for pick in shift.picks:
            option = self._option(pick)
            points = prices.visits[pick[0]] - option.points - minute * self._minutes(pick)
            points -= sum(prices.buckets.get(one.bucket, 0.0) * one.minutes for one in self._crowds.get(pick, ()))
            if points > _LEAST_WORTH:
                worth[option.trips].append((points, pick))
        for trips in _sets_of([trips for trips in worth if trips]):
            made = frozenset(trip for some in trips for trip in some)
            cost = prices.shifts.get(number, 0.0) + sum(self._trip_cost(trip, prices) for trip in sorted(made))
            room = self._room(shift, made)
            there = [one for some in ((), *trips) for one in worth.get(some, ())]
            best, picks = self._fullest(number, there, room)
            if best > cost + _LEAST_WORTH:
                yield best - cost, picks

    def _fullest(self, number: int, worth: Iterable[tuple[float, Pick]], room: int) -> tuple[float, tuple[Pick, ...]]:
        """Picks that are worth most together, fit in the room of the shift, and can be done one after the other."""
        found = _Filling(self._cut(worth, room), self._sequencing[number])
        found.fill(0, room, 0.0)
        return found.best, tuple(sorted(found.picks))

    def _cut(self, worth: Iterable[tuple[float, Pick]], room: int) -> list[tuple[float, Pick]]:
        """Of visits of the same length only as many as fit, and one more; the dearest minutes first."""
        alike: dict[int, list[tuple[float, Pick]]] = defaultdict(list)
        for one in sorted(worth, key=lambda one: (-one[0], one[1])):
            minutes = self._minutes(one[1])
            if minutes <= room and len(alike[minutes]) <= room // minutes:
                alike[minutes].append(one)
        every = [one for same in alike.values() for one in same]
        return sorted(every, key=lambda one: (-one[0] / self._minutes(one[1]), one[1]))

    def _room(self, shift: _Shift, trips: Iterable[int]) -> int:
        """The minutes that are left for visits when these trips are made."""
        taken: dict[int, int] = defaultdict(int)
        for trip in trips:
            for taking in self._question.trips[trip].takings:
                taken[taking.bucket] += taking.minutes
        return min((self.left[bucket] - taken[bucket] for bucket in shift.buckets), default=1 << 20)

    def _trip_cost(self, trip: int, prices: Prices) -> float:
        made = self._question.trips[trip]
        return made.points + sum(prices.buckets.get(one.bucket, 0.0) * one.minutes for one in made.takings)

    def _pattern(self, number: int, picks: tuple[Pick, ...]) -> Pattern:
        trips = sorted({trip for pick in picks for trip in self._option(pick).trips})
        takings: dict[int, int] = defaultdict(int)
        for pick in picks:
            for taking in (*self._option(pick).takings, *self._crowds.get(pick, ())):
                takings[taking.bucket] += taking.minutes
        for trip in trips:
            for taking in self._question.trips[trip].takings:
                takings[taking.bucket] += taking.minutes
        points = sum(self._option(pick).points for pick in picks)
        points += sum(self._question.trips[trip].points for trip in trips)
        return Pattern(number, picks, points, tuple(Taking(*one) for one in sorted(takings.items())))

    def _option(self, pick: Pick) -> Option:
        return self._question.visits[pick[0]].options[pick[1]]

    def _minutes(self, pick: Pick) -> int:
        return self._question.visits[pick[0]].minutes


class _Filling:
    """Fills one shift: depth first, the dearest minutes first, as far as a bound and a number of steps allow."""

    def __init__(self, worth: Sequence[tuple[float, Pick]], sequencing: Sequencing) -> None:
        self._sequencing = sequencing
        self._worth = [
            (points, points / minutes, minutes, pick, 1 << pick[0], sequencing.bit(pick))
            for points, pick in worth
            for minutes in (sequencing.minutes(pick),)
        ]
        self._rates = [*(rate for _, rate, *_ in self._worth), 0.0]
        self._chosen: list[Pick] = []
        self._steps = 0
        self.best = 0.0
        self.picks: tuple[Pick, ...] = ()

    def fill(self, start: int, room: int, worth: float, visits: int = 0, picks: int = 0) -> None:
        """Go on with the picks from number `start`; a bit for each of the visits and picks that are chosen."""
        self._steps += 1
        if worth > self.best:
            if not self._sequencing.is_possible(picks, self._chosen):
                return
            self.best, self.picks = worth, tuple(self._chosen)
        every, rates = self._worth, self._rates
        for number in range(start, len(every)):
            points, rate, minutes, pick, visit, bit = every[number]
            if self._steps > _MOST_STEPS or worth + rate * room <= self.best:
                return
            if minutes > room or visits & visit:
                continue
            with_it, left = worth + points, room - minutes
            if with_it > self.best or with_it + rates[number + 1] * left > self.best:
                self._chosen.append(pick)
                self.fill(number + 1, left, with_it, visits | visit, picks | bit)
                self._chosen.pop()


def _sets_of(trips: Sequence[tuple[int, ...]]) -> Iterator[tuple[tuple[int, ...], ...]]:
    for size in range(_MOST_SITES + 1):
        yield from combinations(trips, size)
