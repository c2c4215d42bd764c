"""Rows of a plan's tables turned back into its nouns; a doctored value is kept as written, for `verify` to judge."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from scheduler.domain.calendar import DayWindow, Span
from scheduler.domain.equipment import Procedure, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentId,
    PerformerId,
    ProcedureName,
    RoundId,
    SiteId,
    TaskId,
    TechnicianId,
    VisitId,
)
from scheduler.domain.obligation import DueBasis, Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Agreement, HalfDay, Leg, Shortfall, TaskOutcome, Visit, WeekLoad
from scheduler.domain.policy import RiskClass
from scheduler.outputs.patch_columns import install_as_written
from scheduler.outputs.table_reading import Row
from scheduler.outputs.tables import HALF_DAY


def task(row: Row, facts: Facts, owed: Mapping[TaskId, Obligation]) -> tuple[Obligation, TaskOutcome]:
    task_id = TaskId(row.text("task_id"))
    outcome = TaskOutcome(
        task_id,
        row.one_of("status", TaskStatus),
        VisitId(row.text("visit_id")) if row.text("visit_id") else None,
        row.whole("lateness_days"),
        row.one_of("reason_code", ReasonCode) if row.text("reason_code") else None,
        row.text("reason"),
        row.text("what_would_help"),
        row.yes("escalate"),
        row.text("help_change"),
        row.whole("help_price") if row.text("help_price") else None,
        row.text("why_then"),
        row.text("unavoidable"),
    )
    known = owed.get(task_id)
    return (_as_written(known, row) if known else _stranger(row, facts)), outcome


def _as_written(known: Obligation, row: Row) -> Obligation:
    """The task that is owed, where the row says the same of it."""
    tag, name = AssetTag(row.text("asset_tag")), ProcedureName(row.text("procedure"))
    procedure = known.procedure if name == known.name else replace(known.procedure, procedure=name)
    said: dict[str, Any] = {
        "asset_tag": tag,
        "procedure": procedure,
        "due": row.day("due"),
        "window": _window(row),
        "basis": row.one_of("basis", DueBasis),
        "risk_class": row.one_of("risk_class", RiskClass),
        "impact_class": row.text("impact_class"),
        "work_order": row.text("work_order"),
        "reason": row.text("due_reason"),
        "install": install_as_written(known.install, row),
    }
    same = all(getattr(known, column) == written for column, written in said.items())
    return known if same else replace(known, **said)


def _stranger(row: Row, facts: Facts) -> Obligation:
    """Take a task that the programme does not owe at the word of its row."""
    tag = AssetTag(row.text("asset_tag"))
    risk_class, window = row.one_of("risk_class", RiskClass), _window(row)
    policy = facts.programme.policies.of(risk_class)
    return Obligation(
        task_id=TaskId(row.text("task_id")),
        asset_tag=tag,
        procedure=_procedure(row, facts, tag),
        due=row.day("due"),
        window=window,
        basis=row.one_of("basis", DueBasis),
        risk_class=risk_class,
        overdue=window.last_day < facts.horizon.first_day,
        extends_past_horizon=window.last_day > facts.horizon.last_day,
        every=None,
        minus_days=0,
        hard_window=policy.hard_window,
        late_allowed_days=policy.late_allowed_days,
        reason=row.text("due_reason"),
        impact_class=row.text("impact_class"),
        work_order=row.text("work_order"),
    )


def _procedure(row: Row, facts: Facts, tag: AssetTag) -> Procedure:
    name = ProcedureName(row.text("procedure"))
    procedure = facts.procedure_of(tag, name) if tag in facts.programme.assets else None
    if procedure is None:
        raise row.fault("procedure", name, f'a procedure of the asset "{tag}" in the programme')
    return procedure


def _window(row: Row) -> DayWindow:
    return DayWindow(row.day("window_first_day"), row.day("window_last_day"))


def leg_of_visit(row: Row) -> Visit:
    """Read one row as a visit of one leg."""
    leg = Leg(
        Span(row.instant("start"), row.instant("end")),
        row.one_of("where", Where),
        PerformerId(row.text("performer")),
        tuple(TechnicianId(each) for each in row.bars("technicians")),
        tuple(InstrumentId(each) for each in row.bars("instruments")),
        tuple(TaskId(each) for each in row.bars("task_ids")),
    )
    out = Span(row.instant("out_from"), row.instant("out_until")) if row.text("out_from") else None
    return Visit(
        VisitId(row.text("visit_id")),
        AssetTag(row.text("asset_tag")),
        SiteId(row.text("site")),
        DepartmentId(row.text("department")),
        (leg,),
        out,
        row.text("reason"),
        RoundId(row.text("round_id")),
        row.one_of("agreement", Agreement),
    )


def shortfall(row: Row) -> Shortfall | HalfDay:
    if row.text("kind") == HALF_DAY:
        return _half_day(row)
    return Shortfall(
        row.text("week"),
        tuple(SiteId(each) for each in row.bars("sites")),
        row.bars("skills"),
        row.whole("minutes_needed"),
        row.whole("minutes_available"),
        row.whole("tasks_affected"),
        row.whole("value_of_one_more_hour"),
    )


def _half_day(row: Row) -> HalfDay:
    day, _, times = row.text("half_day").partition(" ")
    start, _, end = times.partition("-")
    try:
        when = (date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end))
    except ValueError:
        raise row.fault("half_day", row.text("half_day"), "a day and times such as 2027-01-31 08:00-12:00") from None
    return HalfDay(
        row.text("week"),
        SiteId(row.text("sites")),
        DepartmentId(row.text("department")),
        *when,
        row.bars("skills"),
        row.whole("minutes_needed"),
        row.whole("tasks_affected"),
        row.whole("value_of_one_more_half_day"),
    )


def load(row: Row) -> WeekLoad:
    return WeekLoad(
        row.text("week"),
        SiteId(row.text("site")),
        row.text("skill"),
        row.whole("available_minutes"),
        row.whole("planned_minutes"),
        row.whole("unplanned_minutes"),
    )
