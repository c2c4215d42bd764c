"""Hands a linear programme to HiGHS inside OR-Tools, and brings back its solution and whole-number dual values."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.errors import SchedulerError
from scheduler.relaxation import SCALE, LinearProgramme
from scheduler.relaxation.rows import Integers


@dataclass(frozen=True, slots=True, eq=False)
class LinearSolution:
    """The value of each column, and of each row its dual in 1/SCALE of a point, rounded to a whole number."""

    columns: NDArray[np.float64]
    duals: Integers


def solve_linear(programme: LinearProgramme, cost: Integers) -> LinearSolution:
    """Minimise. Every programme of this project has a solution: leaving everything out."""
    from ortools.linear_solver.python import model_builder_helper

    mbh: Any = model_builder_helper  # its stubs name array types that numpy does not have
    linear = mbh.ModelBuilderHelper()
    columns = programme.columns
    if not columns:
        return LinearSolution(np.zeros(0), np.zeros(programme.rows, dtype=np.int64))
    upper = programme.upper.astype(np.float64)
    linear.add_var_array_with_bounds(np.zeros(columns), upper, np.zeros(columns, dtype=bool), "")
    numbers = np.arange(columns, dtype=np.int32)
    linear.set_objective_coefficients(numbers, cost.astype(np.float64))
    _add_rows(linear, programme)
    solver = mbh.ModelSolverHelper("HIGHS")
    solver.enable_output(False)
    with _quiet():
        solver.solve(linear)
    if not solver.has_solution() or solver.status() != mbh.SolveStatus.OPTIMAL:
        raise SchedulerError(f"The day programme was not solved: HiGHS says {solver.status_string()}.")
    duals = np.rint(np.asarray(solver.dual_values(), dtype=np.float64) * SCALE).astype(np.int64)
    return LinearSolution(np.asarray(solver.variable_values(), dtype=np.float64), duals)


def _add_rows(linear: Any, programme: LinearProgramme) -> None:
    order = np.argsort(programme.entry_row, kind="stable")
    rows, columns = programme.entry_row[order], programme.entry_column[order].astype(np.int32)
    values = programme.entry_value[order].astype(np.float64)
    begins = np.searchsorted(rows, np.arange(programme.rows + 1))
    for row in range(programme.rows):
        number = linear.add_linear_constraint()
        limit = float(programme.limit[row])
        linear.set_constraint_upper_bound(number, limit)
        if programme.is_equal[row]:
            linear.set_constraint_lower_bound(number, limit)
        begin, end = begins[row], begins[row + 1]
        linear.add_terms_to_constraint(number, columns[begin:end], values[begin:end])


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS prints a banner to the process's stdout, which is for results; send it nowhere."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
