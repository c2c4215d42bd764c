"""A programme that is solved part by part has the solution of the whole."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from scheduler.obligations import owed
from scheduler.relaxation import SCALE, LinearProgramme, count_of_misses, day_programme
from scheduler.relaxation.bound import proved_bound
from scheduler.solve import parts
from scheduler.solve.linear import solve_linear
from scheduler.solve.parts import solve_rows
from tests.solve.worlds import a_world

IN_PARTS = 0


def two_groups(place_limit: int) -> tuple[LinearProgramme, Sequence[str]]:
    """Two tasks, each done or left out, and a place that both would like to have."""
    entries = [(0, 0, 1), (0, 1, 1), (1, 2, 1), (1, 3, 1), (2, 0, 1), (2, 2, 1)]
    row, column, value = (np.array(each, dtype=np.int64) for each in zip(*entries, strict=True))
    limit, is_equal = np.array([1, 1, place_limit]), np.array([True, True, False])
    return LinearProgramme(np.ones(4, dtype=np.int64), limit, is_equal, row, column, value), (
        "group 0",
        "group 1",
        "fleet-limit pumps 2027-W01",
    )


LEFT_OUT_COSTS = np.array([0, 10, 0, 7], dtype=np.int64)


def test_a_row_that_joins_two_parts_is_brought_in_where_it_would_be_broken() -> None:
    rows, names = two_groups(place_limit=1)

    found = solve_rows(rows, names, LEFT_OUT_COSTS, IN_PARTS)

    assert found.columns.tolist() == pytest.approx([1, 0, 0, 1])
    assert -10 * SCALE <= found.duals[2] <= -7 * SCALE
    assert proved_bound(rows, LEFT_OUT_COSTS, found.duals) == 7


def test_a_row_that_nothing_would_break_stays_out_and_proves_nothing() -> None:
    rows, names = two_groups(place_limit=2)

    found = solve_rows(rows, names, LEFT_OUT_COSTS, IN_PARTS)

    assert found.columns.tolist() == pytest.approx([1, 0, 1, 0])
    assert found.duals[2] == 0


def test_what_speaks_only_of_parts_that_are_joined_comes_in_with_what_joins_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second row is broken only by the solution that keeps the first: two solutions do, where three would."""
    rows, names = two_groups(place_limit=1)
    row, column, value = (
        np.append(each, new)
        for each, new in ((rows.entry_row, [3, 3]), (rows.entry_column, [0, 3]), (rows.entry_value, [1, 1]))
    )
    rows = replace(
        rows,
        limit=np.append(rows.limit, 1),
        is_equal=np.append(rows.is_equal, False),
        entry_row=row,
        entry_column=column,
        entry_value=value,
    )
    asked: list[int] = []
    monkeypatch.setattr(parts, "solve_linear", lambda one, cost: (asked.append(one.rows), solve_linear(one, cost))[1])

    found = solve_rows(rows, [*names, "fleet-limit pumps 2027-W02"], LEFT_OUT_COSTS, IN_PARTS)

    assert asked == [2, 4]
    assert LEFT_OUT_COSTS @ found.columns == pytest.approx(8.5)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("a_piece", [1, 300])
def test_a_hospitals_programme_costs_in_parts_what_it_costs_in_one_piece(
    seed: int, a_piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "A_PIECE", a_piece)
    facts = a_world(seed)
    programme = day_programme(owed(facts), facts)
    for cost in (programme.cost, count_of_misses(programme, None)):
        whole = solve_linear(programme.rows, cost)
        found = solve_rows(programme.rows, programme.row_names, cost, IN_PARTS)

        assert float(found.columns @ cost) == pytest.approx(float(whole.columns @ cost), abs=1e-3)
        proved, needed = (
            proved_bound(programme.rows, cost, programme.usable(cost, one.duals)) for one in (found, whole)
        )
        assert proved == pytest.approx(needed, abs=2)
