"""One Boolean for every visit, person and day: the model that first comes to mind, by CP-SAT and by HiGHS.

Days and weeks of people hold their minutes; that two visits do not overlap inside a day, the ways between them, what a
department can spare at once and a second pair of hands are left to the referee, who seats a day's visits as they fit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from benchmarks.budget import Budget, when_spent
from benchmarks.peers.case import Case, Proposed, Slot, slots_of
from scheduler.domain.ids import TechnicianId


def _all_slots(case: Case) -> list[Slot]:
    """A slot for every visit, person and day; where a day has several stretches, from the first to the last."""
    found: dict[tuple[int, TechnicianId, int], Slot] = {}
    for slot in (slot for number in range(len(case.wishes)) for slot in slots_of(case, number)):
        key = (slot.wish, slot.person.technician, slot.shift.day)
        known = found.get(key)
        found[key] = slot if known is None else replace(known, until=max(known.until, slot.until))
    return list(found.values())


def by_cp_sat(case: Case, seconds: float, workers: int = 2) -> Iterable[Proposed]:
    """CP-SAT on all slots."""
    from ortools.sat.python import cp_model

    slots = _all_slots(case)
    cp = cp_model.CpModel()
    taken = [cp.new_bool_var("") for _ in slots]
    for some in _by_wish(slots).values():
        cp.add_at_most_one(taken[one] for one in some)
    for limit, terms in _by_bucket(case, slots):
        cp.add(sum(minutes * taken[one] for one, minutes in terms) <= limit)
    cp.minimize(sum(_gain(case, slot) * one for slot, one in zip(slots, taken, strict=True)))
    for one in taken:
        cp.add_hint(one, False)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 0
    with when_spent(Budget(seconds), solver.stop_search):
        status = solver.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ()
    return [_proposed(slot) for slot, one in zip(slots, taken, strict=True) if solver.boolean_value(one)]


def by_highs(case: Case, seconds: float) -> Iterable[Proposed]:
    """HiGHS, as a mixed-integer programme, on the same slots."""
    from ortools.math_opt.python import mathopt

    slots = _all_slots(case)
    model = mathopt.Model()
    taken = [model.add_binary_variable() for _ in slots]
    for some in _by_wish(slots).values():
        model.add_linear_constraint(mathopt.fast_sum(taken[one] for one in some) <= 1)
    for limit, terms in _by_bucket(case, slots):
        model.add_linear_constraint(mathopt.fast_sum(minutes * taken[one] for one, minutes in terms) <= limit)
    model.minimize(mathopt.fast_sum(_gain(case, slot) * one for slot, one in zip(slots, taken, strict=True)))
    by_the_clock = timedelta(seconds=seconds)  # HiGHS cannot be told to stop
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(time_limit=by_the_clock))
    if not result.has_primal_feasible_solution():
        return ()
    values = result.variable_values(taken)
    return [_proposed(slot) for slot, value in zip(slots, values, strict=True) if value > 0.5]


def _by_wish(slots: Sequence[Slot]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, slot in enumerate(slots):
        found[slot.wish].append(number)
    return found


def _by_bucket(case: Case, slots: Sequence[Slot]) -> list[tuple[int, list[tuple[int, int]]]]:
    """For every day and week of a person: how many minutes it holds, and what each slot takes of it."""
    limits: dict[Any, int] = {}
    terms: dict[Any, list[tuple[int, int]]] = defaultdict(list)
    for number, slot in enumerate(slots):
        visit = case.wishes[slot.wish].visit
        for bucket, limit in slot.buckets:
            limits[bucket] = limit
            terms[bucket].append((number, visit.legs[visit.lead].minutes))
    return [(limits[bucket], terms[bucket]) for bucket in limits]


def _gain(case: Case, slot: Slot) -> int:
    return slot.points - case.wishes[slot.wish].value


def _proposed(slot: Slot) -> Proposed:
    return Proposed(slot.wish, slot.person.technician, slot.begin, slot.until)
