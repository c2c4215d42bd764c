"""A plan read back from its folder, so that what is checked is what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId, VisitId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import HalfDay, Plan, Settings, Shares, Shortfall, Visit
from scheduler.errors import InputError, Problem, UsageError
from scheduler.outputs.plan_rows import leg_of_visit, load, shortfall, task
from scheduler.outputs.table_reading import TableReader
from scheduler.outputs.tables import LOAD_COLUMNS, SHORTFALL_COLUMNS, TASK_COLUMNS, VISIT_COLUMNS


class _Days(BaseModel):
    first_day: date = Field(alias="from")
    last_day: date = Field(alias="until")


class _SetAside(BaseModel):
    rows: int


class _Objective(BaseModel):
    terms: dict[str, int]


class _Figures(BaseModel):
    """What of plan.json makes the plan again."""

    model_config = ConfigDict(strict=True)
    today: date
    horizon: _Days
    set_aside: _SetAside
    objective: _Objective
    price_of_nothing: int
    bound: int
    shares: dict[str, Shares]
    settings: Settings
    fingerprint: str
    stages: dict[str, float]
    cut_short: bool


class _Certificate(BaseModel):
    duals: dict[str, int] = {}
    counting: dict[str, dict[str, int]] = {}


_File = TypeVar("_File", _Figures, _Certificate)


def read_plan_dates(out: Path) -> tuple[date, Horizon, int]:
    """Return the day that was today, the horizon, and how many rows had been set aside."""
    figures = _read(out, "plan.json", _Figures)
    return figures.today, _horizon(figures), figures.set_aside.rows


def read_plan(out: Path, facts: Facts, obligations: Sequence[Obligation]) -> Plan:
    """Read the tables and plan.json of a folder; raises InputError with every fault of structure.

    `obligations` are what the programme owes: they lend what tasks.csv has no column for. Every value that has a column
    is the file's, right or wrong, and a task that nobody owes is kept: whether the plan is true is for `verify` to say.
    """
    figures = _read(out, "plan.json", _Figures)
    reader = TableReader(out)
    owed = {each.task_id: each for each in obligations}
    tasks = tuple(reader.each("tasks.csv", TASK_COLUMNS, lambda row: task(row, facts, owed)))
    visits = _visits(reader)
    lacks = tuple(reader.each("shortfall.csv", SHORTFALL_COLUMNS, shortfall))
    loads = tuple(reader.each("load.csv", LOAD_COLUMNS, load))
    reader.stop_at_problems()
    certificate = _certificate(out)
    return Plan(
        today=figures.today,
        horizon=_horizon(figures),
        obligations=tuple(obligation for obligation, _ in tasks),
        outcomes={outcome.task_id: outcome for _, outcome in tasks},
        visits=visits,
        objective=figures.objective.terms,
        price_of_nothing=figures.price_of_nothing,
        bound=figures.bound,
        shares=figures.shares,
        shortfall=tuple(row for row in lacks if isinstance(row, Shortfall)),
        load=loads,
        settings=figures.settings,
        fingerprint=figures.fingerprint,
        duals=certificate.duals,
        counting=certificate.counting,
        stage_seconds=figures.stages,
        cut_short=figures.cut_short,
        half_days=tuple(row for row in lacks if isinstance(row, HalfDay)),
    )


@dataclass(frozen=True, slots=True)
class WrittenVisits:
    """Of a plan's folder only what replanning starts from: days, visits, the tasks that it knew, what proves misses."""

    horizon: Horizon
    set_aside: int
    visits: tuple[Visit, ...]
    task_ids: tuple[TaskId, ...]
    counting: Mapping[str, Mapping[str, int]]


def read_visits(out: Path) -> WrittenVisits:
    """Read the visits of a plan without its programme; raises InputError with every fault of its tables."""
    figures = _read(out, "plan.json", _Figures)
    reader = TableReader(out)
    visits = _visits(reader)
    tasks = tuple(reader.each("tasks.csv", ("task_id",), lambda row: TaskId(row.text("task_id"))))
    reader.stop_at_problems()
    return WrittenVisits(_horizon(figures), figures.set_aside.rows, visits, tasks, _certificate(out).counting)


def _visits(reader: TableReader) -> tuple[Visit, ...]:
    visits: dict[VisitId, Visit] = {}
    for visit in reader.each("visits.csv", VISIT_COLUMNS, leg_of_visit):
        before = visits.get(visit.visit_id)
        visits[visit.visit_id] = visit if before is None else replace(before, legs=before.legs + visit.legs)
    return tuple(visits.values())


def _horizon(figures: _Figures) -> Horizon:
    try:
        return Horizon(figures.horizon.first_day, figures.horizon.last_day)
    except ValueError as error:
        raise InputError([_broken("plan.json", str(error), "horizon")]) from error


def _certificate(out: Path) -> _Certificate:
    return _read(out, "certificate.json", _Certificate) if (out / "certificate.json").exists() else _Certificate()


def _read(out: Path, name: str, kind: type[_File]) -> _File:
    try:
        return kind.model_validate_json((out / name).read_bytes())
    except FileNotFoundError as error:
        raise UsageError(f"{out} holds no {name}. Give the folder that `htm plan --out` wrote.") from error
    except ValidationError as error:
        faults = [
            _broken(name, f"{fault['input']}", ".".join(map(str, fault["loc"])), fault["msg"])
            for fault in error.errors()
        ]
        raise InputError(faults) from error
    except OSError as error:
        raise InputError([_broken(name, str(error))]) from error


def _broken(name: str, found: str, column: str = "", expected: str = "the figures of a plan") -> Problem:
    hint = "plan the folder again"
    return Problem(name, column=column, found=found[:200], expected=expected, hint=hint, structural=True)
