"""Hands a linear programme to a solver inside OR-Tools, and brings back its solution and whole-number dual values."""

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
    if not programme.columns:
        return LinearSolution(np.zeros(0), np.zeros(programme.rows, dtype=np.int64))
    with _quiet():
        answer = _solved(_model(programme, cost), "SOLVER_TYPE_HIGHS")
    if not _is_complete(answer):
        raise SchedulerError(f"The day programme was not solved: HiGHS says {answer.termination.detail or 'nothing'}.")
    return _solution(programme, answer)


def solve_small(programme: LinearProgramme, cost: Integers) -> LinearSolution | None:
    """The same with GLOP, which is quicker where there are hundreds of columns; None if it gives up."""
    answer = _solved(_model(programme, cost), "SOLVER_TYPE_GLOP")
    return _solution(programme, answer) if _is_complete(answer) else None


def _is_complete(answer: Any) -> bool:
    return bool(answer.solutions) and bool(answer.solutions[0].HasField("dual_solution"))


def _solution(programme: LinearProgramme, answer: Any) -> LinearSolution:
    best = answer.solutions[0]
    columns = _dense(best.primal_solution.variable_values, programme.columns)
    duals = _dense(best.dual_solution.dual_values, programme.rows)
    return LinearSolution(columns, np.rint(duals * SCALE).astype(np.int64))


def _model(programme: LinearProgramme, cost: Integers) -> Any:
    """The programme as MathOpt's message: its stubs do not know that its fields take arrays."""
    from ortools.math_opt import model_pb2

    model: Any = model_pb2.ModelProto()
    columns, rows = programme.columns, programme.rows
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend(np.zeros(columns))
    model.variables.upper_bounds.extend(programme.upper.astype(np.float64))
    model.variables.integers.extend(np.zeros(columns, dtype=bool))
    costly = np.flatnonzero(cost)
    model.objective.linear_coefficients.ids.extend(costly)
    model.objective.linear_coefficients.values.extend(cost[costly].astype(np.float64))
    limit = programme.limit.astype(np.float64)
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend(np.where(programme.is_equal, limit, -np.inf))
    model.linear_constraints.upper_bounds.extend(limit)
    order = np.lexsort((programme.entry_column, programme.entry_row))
    matrix = model.linear_constraint_matrix
    matrix.row_ids.extend(programme.entry_row[order])
    matrix.column_ids.extend(programme.entry_column[order])
    matrix.coefficients.extend(programme.entry_value[order].astype(np.float64))
    return model


def _solved(model: Any, solver_type: str) -> Any:
    from ortools.math_opt import callback_pb2, model_parameters_pb2, parameters_pb2
    from ortools.math_opt.core.python import solver

    parameters: Any = parameters_pb2.SolveParametersProto()
    initializer: Any = parameters_pb2.SolverInitializerProto()
    asked: Any = model_parameters_pb2.ModelSolveParametersProto()
    unheard: Any = callback_pb2.CallbackRegistrationProto()
    chosen = parameters_pb2.SolverTypeProto.Value(solver_type)
    return solver.solve(model, chosen, initializer, parameters, asked, None, unheard, None, None)


def _dense(sparse: Any, size: int) -> NDArray[np.float64]:
    values = np.zeros(size)
    values[np.asarray(sparse.ids, dtype=np.int64)] = np.asarray(sparse.values)
    return values


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
