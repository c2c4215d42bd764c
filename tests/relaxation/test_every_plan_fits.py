"""The day programme relaxes every legal plan: plans thrown at random hospitals satisfy its rows and cost no less."""

from collections.abc import Iterator
from random import Random

import pytest

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.policy import RiskClass
from scheduler.obligations import owed
from scheduler.relaxation import day_programme
from scheduler.solve import solve
from scheduler.solve.linear import solve_linear
from scheduler.solve.look_ahead import look_ahead
from scheduler.solve.progress import Silence
from scheduler.solve.shares import shares_of
from tests.relaxation.plans import a_random_plan, fixed_to
from tests.relaxation.wide_hospitals import a_wide_hospital

SEEDS = range(60)


NOT_IN_THE_BOUND = {"rounds", "trips", "after_hours", "moved"}


def cost(plan: Plan, facts: Facts) -> int:
    """Of the terms that the day programme knows, so that the others hide nothing."""
    terms = catalogue.objective(catalogue.ledger(plan, facts))
    return sum(points for term, points in terms.items() if term not in NOT_IN_THE_BOUND)


def plans(obligations: tuple[Obligation, ...], facts: Facts, seed: int) -> list[Plan]:
    listed = solve(obligations, facts, Settings(), Silence())
    return [listed, *(a_random_plan(obligations, facts, Random(f"{seed} {number}")) for number in range(3))]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_legal_plan_satisfies_every_row_and_costs_no_less(seed: int) -> None:
    facts = a_wide_hospital(seed)
    obligations = tuple(owed(facts))
    programme = day_programme(obligations, facts)

    for plan in plans(obligations, facts, seed):
        fixed = fixed_to(programme, plan, facts)
        solution = solve_linear(fixed.rows, programme.cost)
        assert programme.cost @ solution.columns / fixed.scale <= cost(plan, facts) + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_beats_the_bound_or_the_largest_share(seed: int) -> None:
    facts = a_wide_hospital(seed)
    obligations = tuple(owed(facts))
    outlook = look_ahead(obligations, facts, Silence())

    for plan in plans(obligations, facts, seed):
        shares = shares_of(obligations, plan.outcomes, {})
        assert outlook.bound <= cost(plan, facts)
        assert all(shares[name].placed <= outlook.counts.largest[name] for name in ("all", *map(str, RiskClass)))


def test_the_random_hospitals_have_plans_with_and_without_room() -> None:
    found = []
    for seed in SEEDS:
        facts = a_wide_hospital(seed)
        obligations = tuple(owed(facts))
        largest = look_ahead(obligations, facts, Silence()).counts.largest["all"]
        found.append((sum(task.counts for task in obligations), largest))

    assert any(largest < counted for counted, largest in found)
    assert any(largest == counted > 3 for counted, largest in found)


def test_the_random_plans_keep_orders_just_so_and_with_weeks_to_spare() -> None:
    found = [used for seed in SEEDS[::3] for used in orders_of_plans(seed)]

    assert all(least <= 0 for least, _ in found)
    assert sum(1 for spare, done in found if done and spare == 0) > 5
    assert sum(1 for spare, _ in found if spare < 0) > 5


def orders_of_plans(seed: int) -> Iterator[tuple[int, bool]]:
    """What is left of each row of order (0: nothing), and whether the later task is done by that week."""
    facts = a_wide_hospital(seed)
    obligations = tuple(owed(facts))
    programme = day_programme(obligations, facts)
    ordered = [row for row, name in enumerate(programme.row_names) if name.startswith("order ")]
    for plan in plans(obligations, facts, seed):
        rows = fixed_to(programme, plan, facts).rows
        for row in ordered:
            entries = rows.entry_row == row
            used = rows.entry_value[entries] * rows.upper[rows.entry_column[entries]]
            yield int(used.sum()), bool((used > 0).any())
