"""The tables of the folder out: visits, tasks, shortfall, load, and what goes back into the CMMS."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Plan, TaskOutcome, Visit
from scheduler.outputs.csv_text import Cell, bar_list, write_csv
from scheduler.outputs.patch_columns import PATCH_COLUMNS, patch_cells, patches_of
from scheduler.outputs.prices import price_by_task
from scheduler.outputs.words import site_time

VISIT_COLUMNS = (
    "visit_id", "leg", "round_id", "start", "end", "site", "department", "room", "asset_tag", "make", "model",
    "modality", "task_ids", "performer", "technicians", "instruments", "out_from", "out_until", "agreement", "reason",
    "where", "patches",
)  # fmt: skip
TASK_COLUMNS = (
    "task_id", "asset_tag", "procedure", "kind", "due", "window_first_day", "window_last_day", "basis", "risk_class",
    "impact_class", "status", "visit_id", "lateness_days", "reason_code", "reason", "what_would_help", "escalate",
    "work_order", "due_reason", "minutes", "site", "department", "help_change", "help_price", "why_then",
    *PATCH_COLUMNS, "impact_score", "unavoidable", "price",
)  # fmt: skip
SHORTFALL_COLUMNS = (
    "week", "sites", "skills", "minutes_needed", "minutes_available", "minutes_short", "tasks_affected",
    "value_of_one_more_hour", "kind", "department", "half_day", "value_of_one_more_half_day",
)  # fmt: skip
LOAD_COLUMNS = ("week", "site", "skill", "available_minutes", "planned_minutes", "unplanned_minutes")
CMMS_COLUMNS = ("work_order", "asset_tag", "procedure", "scheduled_start", "scheduled_end", "technicians")
"""The contract's columns in its order; ours at the end: `where`, from `due_reason` on, from `kind` on."""
PEOPLE, HALF_DAY = "people", "half_day"
"""Kinds of rows of shortfall.csv: minutes that people lack, and what one more open half-day is worth."""


def write_tables(plan: Plan, facts: Facts, folder: Path) -> None:
    """Write the five tables."""
    write_csv(folder / "visits.csv", VISIT_COLUMNS, _visit_rows(plan, facts))
    prices = price_by_task(plan, facts)
    rows = (_task_row(plan, facts, each, prices.get(each.task_id, 0)) for each in plan.obligations)
    write_csv(folder / "tasks.csv", TASK_COLUMNS, rows)
    write_csv(folder / "shortfall.csv", SHORTFALL_COLUMNS, _shortfall_rows(plan))
    write_csv(folder / "load.csv", LOAD_COLUMNS, _load_rows(plan))
    write_csv(folder / "cmms.csv", CMMS_COLUMNS, _cmms_rows(plan, facts))


def outcome_of(plan: Plan, obligation: Obligation) -> TaskOutcome:
    """Return what became of an obligation; one that was settled before planning needs no word from the solver."""
    if (outcome := plan.outcomes.get(obligation.task_id)) is not None:
        return outcome
    if obligation.settled is None:
        raise ValueError(f"The plan says nothing of the task {obligation.task_id}.")
    settled = obligation.settled
    return TaskOutcome(obligation.task_id, settled.status, reason_code=settled.reason_code, reason=settled.reason)


def legs_by_task(plan: Plan) -> Mapping[TaskId, tuple[Leg, ...]]:
    """Return the legs of every placed task, in time order."""
    legs: dict[TaskId, list[Leg]] = defaultdict(list)
    for visit in plan.visits:
        for leg in visit.legs:
            for task in leg.task_ids:
                legs[task].append(leg)
    return {task: tuple(own) for task, own in legs.items()}


def _visit_rows(plan: Plan, facts: Facts) -> Iterator[tuple[Cell, ...]]:
    installing = {owed.task_id: owed for owed in plan.obligations if owed.install is not None}
    for visit in plan.visits:
        for number, leg in enumerate(visit.legs, start=1):
            yield (*_leg_row(visit, number, leg, facts), patches_of(leg, installing))


def _leg_row(visit: Visit, number: int, leg: Leg, facts: Facts) -> tuple[Cell, ...]:
    asset, zone = facts.asset(visit.asset_tag), facts.programme.sites[visit.site].zone
    out_from = site_time(visit.out.start, zone) if visit.out else None
    out_until = site_time(visit.out.end, zone) if visit.out else None
    return (
        visit.visit_id, number, visit.round_id, site_time(leg.span.start, zone), site_time(leg.span.end, zone),
        visit.site, visit.department, asset.room, visit.asset_tag, asset.make, asset.model,
        facts.modality_of(visit.asset_tag).modality, bar_list(leg.task_ids), leg.performer, bar_list(leg.technicians),
        bar_list(leg.instruments), out_from, out_until, visit.agreement, visit.reason, leg.where,
    )  # fmt: skip


def _task_row(plan: Plan, facts: Facts, owed: Obligation, price: int) -> tuple[Cell, ...]:
    outcome, asset = outcome_of(plan, owed), facts.asset(owed.asset_tag)
    return (
        owed.task_id, owed.asset_tag, owed.name, owed.procedure.kind, owed.due, owed.window.first_day,
        owed.window.last_day, owed.basis, owed.risk_class, owed.impact_class, outcome.status, outcome.visit_id,
        outcome.lateness_days, outcome.reason_code, outcome.reason, outcome.what_would_help, outcome.escalate,
        owed.work_order, owed.reason, owed.procedure.minutes, asset.site, asset.department,
        outcome.help_change, outcome.help_price, outcome.why_then, *patch_cells(owed), owed.impact_score,
        outcome.unavoidable, price or "",
    )  # fmt: skip


def _shortfall_rows(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for lack in plan.shortfall:
        yield (
            lack.week, bar_list(lack.sites), bar_list(lack.skills), lack.minutes_needed, lack.minutes_available,
            lack.minutes_short, lack.tasks_affected, lack.value_of_one_more_hour, PEOPLE, "", "", "",
        )  # fmt: skip
    for one in plan.half_days:
        yield (
            one.week, one.site, bar_list(one.skills), one.minutes, 0, one.minutes, one.tasks, 0, HALF_DAY,
            one.department, f"{one.day} {one.start:%H:%M}-{one.end:%H:%M}", one.value,
        )  # fmt: skip


def _load_rows(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for load in plan.load:
        yield (
            load.week, load.site, load.skill, load.available_minutes, load.planned_minutes, load.unplanned_minutes,
        )  # fmt: skip


def _cmms_rows(plan: Plan, facts: Facts) -> Iterator[tuple[Cell, ...]]:
    legs = legs_by_task(plan)
    for owed in plan.obligations:
        own = legs.get(owed.task_id)
        if not own:
            continue
        span, zone = Span(own[0].span.start, own[-1].span.end), facts.zone_of(owed.asset_tag)
        people = dict.fromkeys(person for leg in own for person in leg.technicians)
        yield (
            owed.work_order, owed.asset_tag, owed.name, site_time(span.start, zone), site_time(span.end, zone),
            bar_list(people),
        )  # fmt: skip
