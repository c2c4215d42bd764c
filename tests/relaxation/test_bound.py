"""Bounds are added up in whole numbers, and hold for whatever duals they are given."""

from random import Random

import numpy as np
import pytest

from scheduler.relaxation import SCALE, LinearProgramme, proved_bound
from scheduler.relaxation.rows import Rows
from scheduler.solve.linear import solve_linear


def four_tasks_and_two_hours() -> LinearProgramme:
    """Four tasks of an hour are done in a week of two hours (column 0) or left out (column 1)."""
    rows = Rows()
    done, left = rows.column(4), rows.column(4)
    owed, people = rows.row(4, is_equal=True), rows.row(120)
    rows.entry(owed, done, 1)
    rows.entry(owed, left, 1)
    rows.entry(people, done, 60)
    return rows.done()


COSTS = np.array([1, 10])


def test_two_of_four_tasks_fit_and_two_are_left_out() -> None:
    solution = solve_linear(four_tasks_and_two_hours(), COSTS)

    assert solution.columns.tolist() == [2.0, 2.0]
    assert proved_bound(four_tasks_and_two_hours(), COSTS, solution.duals) == 2 * 1 + 2 * 10


def test_without_duals_the_bound_is_what_the_cheapest_columns_cost() -> None:
    assert proved_bound(four_tasks_and_two_hours(), COSTS, np.zeros(2, dtype=np.int64)) == 0


def test_a_dual_of_the_wrong_sign_proves_nothing() -> None:
    right = np.array([10 * SCALE, -9 * SCALE // 60])
    wrong = np.array([10 * SCALE, +9 * SCALE // 60])

    assert proved_bound(four_tasks_and_two_hours(), COSTS, right) == 22
    assert proved_bound(four_tasks_and_two_hours(), COSTS, wrong) == 4


def a_random_programme(dice: Random) -> tuple[LinearProgramme, np.ndarray]:
    rows = Rows()
    columns = [rows.column(dice.randint(0, 9)) for _ in range(6)]
    for _ in range(3):
        row = rows.row(dice.randint(5, 60))
        for column in columns:
            rows.entry(row, column, dice.randint(0, 9))
    return rows.done(), np.array([dice.randint(-20, 5) for _ in columns])


@pytest.mark.parametrize("seed", range(20))
def test_no_duals_prove_more_than_the_solver_finds_and_its_own_prove_just_that(seed: int) -> None:
    dice = Random(seed)
    programme, cost = a_random_programme(dice)
    solution = solve_linear(programme, cost)
    best = cost @ solution.columns

    for _ in range(20):
        anything = np.array([dice.randint(-20 * SCALE, 5 * SCALE) for _ in range(3)])
        assert proved_bound(programme, cost, anything) <= best + 1 + 1e-6
    assert best - 1e-3 <= proved_bound(programme, cost, solution.duals) <= best + 1


def test_nothing_to_decide_costs_nothing() -> None:
    empty = Rows().done()

    assert proved_bound(empty, np.zeros(0, dtype=np.int64), solve_linear(empty, np.zeros(0)).duals) == 0
