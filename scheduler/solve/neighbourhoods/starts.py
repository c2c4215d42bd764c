"""The one place that solves a neighbourhood: a pure function from a question to its answer, with CP-SAT.

One worker, a fixed seed and a deterministic budget: the same question has the same answer in whichever process.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from scheduler.solve.neighbourhoods.question import MISSED, NOTHING, Answer, Question, Visit, taken_now


@dataclass(frozen=True, slots=True)
class _Variables:
    """A visit in the solver: its start, whether it is missed, and which option it has."""

    start: Any
    missed: Any
    picked: tuple[Any, ...]


def started(question: Question) -> Answer:
    """Solve from what is there now; `NOTHING` if the budget ends before anything is found."""
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    visits = [_visit(cp, cp_model.Domain, visit) for visit in question.visits]
    gone = [cp.new_bool_var("") for _ in question.trips]
    _make_trips(cp, question, visits, gone)
    _keep_buckets(cp, question, visits, gone)
    _one_thing_at_a_time(cp, question, visits)
    _keep_shared(cp, question, visits)
    cp.minimize(_price(question, visits, gone))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = question.seed
    solver.parameters.max_deterministic_time = question.deterministic_time
    if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return NOTHING
    options = (next((n for n, one in enumerate(visit.picked) if solver.value(one)), MISSED) for visit in visits)
    return Answer(tuple(options), tuple(solver.value(visit.start) for visit in visits))


def _visit(cp: Any, domain: Any, visit: Visit) -> _Variables:
    """One option or none, and a start that it allows; hinted at what is there now."""
    every = domain.from_intervals([[a, b - 1] for option in visit.options for a, b in option.starts] or [[0, 0]])
    start, missed = cp.new_int_var_from_domain(every, ""), cp.new_bool_var("")
    picked = tuple(cp.new_bool_var("") for _ in visit.options)
    cp.add_exactly_one([missed, *picked])
    for option, one in zip(visit.options, picked, strict=True):
        allowed = domain.from_intervals([[a, b - 1] for a, b in option.starts])
        cp.add_linear_expression_in_domain(start, allowed).only_enforce_if(one)
    cp.add_hint(missed, visit.now == MISSED)
    cp.add_hint(start, visit.start)
    for number, one in enumerate(picked):
        cp.add_hint(one, number == visit.now)
    return _Variables(start, missed, picked)


def _make_trips(cp: Any, question: Question, visits: list[_Variables], gone: list[Any]) -> None:
    for visit, known in zip(question.visits, visits, strict=True):
        for option, one in zip(visit.options, known.picked, strict=True):
            for trip in option.trips:
                cp.add_implication(one, gone[trip])
    for trip, made in enumerate(gone):
        cp.add_hint(made, any(v.now != MISSED and trip in v.options[v.now].trips for v in question.visits))


def _keep_buckets(cp: Any, question: Question, visits: list[_Variables], gone: list[Any]) -> None:
    use: dict[int, list[Any]] = defaultdict(list)
    for visit, known in zip(question.visits, visits, strict=True):
        for option, one in zip(visit.options, known.picked, strict=True):
            for taking in option.takings:
                use[taking.bucket].append(taking.minutes * one)
    for trip, made in zip(question.trips, gone, strict=True):
        for taking in trip.takings:
            use[taking.bucket].append(taking.minutes * made)
    now = taken_now(question)
    for bucket in sorted(use):
        cp.add(sum(use[bucket]) <= max(0, question.left[bucket], now.get(bucket, 0)))


def _one_thing_at_a_time(cp: Any, question: Question, visits: list[_Variables]) -> None:
    by_person: dict[int, list[Any]] = defaultdict(list)
    for visit, known in zip(question.visits, visits, strict=True):
        picked: dict[int, list[Any]] = defaultdict(list)
        for option, one in zip(visit.options, known.picked, strict=True):
            for person in option.people:
                picked[person].append(one)
        for person, ones in picked.items():
            there = _either(cp, ones)
            by_person[person].append(cp.new_optional_fixed_size_interval_var(known.start, visit.minutes, there, ""))
    for person in sorted(by_person):
        cp.add_no_overlap(by_person[person])


def _keep_shared(cp: Any, question: Question, visits: list[_Variables]) -> None:
    taking: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for visit, known in zip(question.visits, visits, strict=True):
        there = cp.new_optional_fixed_size_interval_var(known.start, visit.minutes, ~known.missed, "")
        for shared, amount, is_out in visit.shares:
            if is_out:
                for option, one in zip(visit.options, known.picked, strict=True):
                    begin, end = option.out or (0, 0)
                    away = cp.new_optional_fixed_size_interval_var(begin, end - begin, one, "")
                    taking[shared].append((away, amount))
            else:
                taking[shared].append((there, amount))
    for shared in sorted(taking):
        limit = question.shared[shared]
        fixed = [(cp.new_fixed_size_interval_var(a, b - a, ""), amount) for a, b, amount in limit.taken]
        intervals, amounts = zip(*taking[shared], *fixed, strict=True)
        cp.add_cumulative(intervals, amounts, limit.free)


def _either(cp: Any, ones: list[Any]) -> Any:
    """True if one of these is, of which never two are."""
    if len(ones) == 1:
        return ones[0]
    either = cp.new_bool_var("")
    cp.add(sum(ones) == either)
    return either


def _price(question: Question, visits: list[_Variables], gone: list[Any]) -> Any:
    both = list(zip(question.visits, visits, strict=True))
    options = sum(o.points * one for visit, known in both for o, one in zip(visit.options, known.picked, strict=True))
    left_out = sum(visit.missed * known.missed for visit, known in both)
    return options + left_out + sum(trip.points * made for trip, made in zip(question.trips, gone, strict=True))
