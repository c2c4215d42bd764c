"""Chooses the options of a question: a linear programme prices patterns until none is missing, CP-SAT chooses of them.

The linear programme with every pattern that pays is nearly as dear as the best choice of whole patterns, which a start
variable for each visit would not know: that is why CP-SAT gets patterns to choose from. A visit may be in two of those
chosen: it is done in the one where it is cheaper, and the other one only gets easier.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scheduler.solve.neighbourhoods.crowding import Pick
from scheduler.solve.neighbourhoods.patterns import Pattern, Patterns
from scheduler.solve.neighbourhoods.price_rows import PriceRows
from scheduler.solve.neighbourhoods.question import MISSED, Question, Taking

_MOST_ROUNDS = 40
"""Rounds in which patterns are priced."""


def chosen(question: Question) -> tuple[int, ...]:
    """An option of each visit, or MISSED. What needs a crew stays as it is, and everything if nothing is found."""
    return _Choosing(question).chosen()


@dataclass(frozen=True, slots=True)
class _Rows:
    """What patterns are entered into, by visit, shift and bucket."""

    visits: dict[int, list[Any]]
    shifts: dict[int, list[Any]]
    buckets: dict[int, list[Any]]


class _Choosing:
    def __init__(self, question: Question) -> None:
        self._question = question
        self._visits = [n for n, visit in enumerate(question.visits) if all(len(o.people) == 1 for o in visit.options)]
        self._patterns = Patterns(question, self._visits, _left_by_crews(question, frozenset(self._visits)))
        self._now = tuple(_that_fit(self._patterns.now(), self._patterns.left))
        self._found: dict[Pattern, None] = {}
        self._rows = PriceRows({number: question.visits[number].missed for number in self._visits})
        self._note(self._now)

    def chosen(self) -> tuple[int, ...]:
        for _ in range(_MOST_ROUNDS):
            prices = self._rows.prices(len(self._question.visits), self._patterns.left)
            if prices is None or not self._note(self._patterns.worth_most(prices)):
                break
        options = [visit.now for visit in self._question.visits]
        whole = self._whole()
        if whole is not None:
            for number in self._visits:
                options[number] = MISSED
            for number, place in sorted((pick for pattern in whole for pick in pattern.picks), key=self._points):
                options[number] = place if options[number] == MISSED else options[number]
        return tuple(options)

    def _note(self, patterns: Iterable[Pattern]) -> bool:
        """Tell whether one of them is new."""
        new = [pattern for pattern in dict.fromkeys(patterns) if pattern not in self._found]
        for pattern in new:
            self._found[pattern] = None
            self._rows.enter(pattern)
        return bool(new)

    def _points(self, pick: Pick) -> tuple[int, Pick]:
        return self._question.visits[pick[0]].options[pick[1]].points, pick

    def _whole(self) -> Sequence[Pattern] | None:
        """The cheapest whole patterns, from what is there now; None if the budget ends before any are found."""
        from ortools.sat.python import cp_model

        cp = cp_model.CpModel()
        rows = _Rows(defaultdict(list), defaultdict(list), defaultdict(list))
        picked = {pattern: cp.new_bool_var("") for pattern in self._found}
        costs = [self._enter(pattern, one, rows) for pattern, one in picked.items()]
        now = set(self._now)
        for pattern, one in picked.items():
            cp.add_hint(one, pattern in now)
        for number in self._visits:
            visit, missed = self._question.visits[number], cp.new_bool_var("")
            cp.add_hint(missed, visit.now == MISSED)
            costs.append(visit.missed * missed)
            cp.add_at_least_one([missed, *rows.visits[number]])
        for some in rows.shifts.values():
            cp.add_at_most_one(some)
        for bucket, some in rows.buckets.items():
            cp.add(sum(some) <= max(0, self._patterns.left[bucket]))
        cp.minimize(sum(costs))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self._question.seed
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = self._question.deterministic_time
        if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return [pattern for pattern, one in picked.items() if solver.value(one)]

    def _enter(self, pattern: Pattern, variable: Any, rows: _Rows) -> Any:
        """Enter it into its rows; return what it costs."""
        for number, _ in pattern.picks:
            rows.visits[number].append(variable)
        rows.shifts[pattern.shift].append(variable)
        for taking in pattern.takings:
            rows.buckets[taking.bucket].append(taking.minutes * variable)
        return pattern.points * variable


def _left_by_crews(question: Question, alone: frozenset[int]) -> tuple[int, ...]:
    """The minutes of each bucket that crews leave where they are now."""
    left = list(question.left)
    for number, visit in enumerate(question.visits):
        if number not in alone and visit.now != MISSED:
            for taking in visit.options[visit.now].takings:
                left[taking.bucket] -= taking.minutes
    return tuple(left)


def _that_fit(now: Iterable[Pattern], left: Sequence[int]) -> Iterator[Pattern]:
    """The same patterns, each taking no more than the ones before it leave: together they fit as they are."""
    free = [max(0, minutes) for minutes in left]
    for pattern in now:
        takings = []
        for taking in pattern.takings:
            takings.append(Taking(taking.bucket, min(taking.minutes, free[taking.bucket])))
            free[taking.bucket] -= takings[-1].minutes
        yield replace(pattern, takings=tuple(takings))
