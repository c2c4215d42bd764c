"""One side of a comparison: what a plan's tables say of its visits and tasks, in site time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Agreement, Plan, TaskOutcome, Visit
from scheduler.domain.quick import quickly_made
from scheduler.outputs.reading import read_plan_dates
from scheduler.outputs.table_reading import Row, TableReader
from scheduler.outputs.tables import outcome_of

_VISIT_COLUMNS = (
    "visit_id", "start", "end", "site", "department", "room", "asset_tag", "modality", "task_ids", "performer",
    "technicians", "instruments", "agreement", "reason",
)  # fmt: skip
_TASK_COLUMNS = (
    "task_id", "procedure", "status", "visit_id", "window_first_day", "window_last_day", "reason", "due_reason",
)  # fmt: skip
"""What a comparison needs: a version that an earlier release published may lack columns that came later."""


@quickly_made
@dataclass(frozen=True, slots=True)
class SideVisit:
    """A visit as its table shows it. Times carry the offset of the site; `technicians` are those of every leg."""

    visit_id: VisitId
    asset_tag: str
    modality: str
    start: datetime
    end: datetime
    site: str
    department: DepartmentId
    room: str
    task_ids: tuple[TaskId, ...]
    performers: tuple[str, ...]
    technicians: tuple[TechnicianId, ...]
    instruments: tuple[str, ...]
    agreement: Agreement
    reason: str


@quickly_made
@dataclass(frozen=True, slots=True)
class SideTask:
    """A task as its table shows it."""

    task_id: TaskId
    procedure: str
    status: TaskStatus
    visit_id: VisitId
    window: tuple[date, date]
    reason: str
    due_reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """A plan's visits and tasks by id, and the days of which it speaks."""

    name: str
    first_day: date
    last_day: date
    visits: Mapping[VisitId, SideVisit]
    tasks: Mapping[TaskId, SideTask]

    def speaks_of(self, visit: SideVisit) -> bool:
        """Tell whether a visit would stand in this plan's days; of others it says nothing."""
        return self.first_day <= visit.start.date() <= self.last_day


def read_side(out: Path, name: str) -> Side:
    """Read a plan's folder; raises InputError with every fault of its tables."""
    today, horizon, _ = read_plan_dates(out)
    reader = TableReader(out)
    visits = _joined(reader.each("visits.csv", _VISIT_COLUMNS, _leg))
    tasks = {task.task_id: task for task in reader.each("tasks.csv", _TASK_COLUMNS, _task)}
    reader.stop_at_problems()
    return Side(name, max(today, horizon.first_day), horizon.last_day, visits, tasks)


def side_of(plan: Plan, facts: Facts, name: str) -> Side:
    """Return what `read_side` reads of a plan's folder, of the plan itself."""
    tasks = {owed.task_id: _side_task(owed, outcome_of(plan, owed)) for owed in plan.obligations}
    visits = {visit.visit_id: _side_visit(visit, facts) for visit in plan.visits}
    return Side(name, max(plan.today, plan.horizon.first_day), plan.horizon.last_day, visits, tasks)


def _side_visit(visit: Visit, facts: Facts) -> SideVisit:
    asset, zone = facts.asset(visit.asset_tag), facts.programme.sites[visit.site].zone
    return SideVisit(
        visit.visit_id,
        visit.asset_tag,
        facts.modality_of(visit.asset_tag).modality,
        _in_zone(visit.legs[0].span.start, zone),
        _in_zone(visit.legs[-1].span.end, zone),
        visit.site,
        visit.department,
        asset.room,
        tuple(dict.fromkeys(task for leg in visit.legs for task in leg.task_ids)),
        tuple(dict.fromkeys(leg.performer for leg in visit.legs)),
        tuple(dict.fromkeys(person for leg in visit.legs for person in leg.technicians)),
        tuple(dict.fromkeys(one for leg in visit.legs for one in leg.instruments)),
        visit.agreement,
        visit.reason,
    )


def _side_task(owed: Obligation, outcome: TaskOutcome) -> SideTask:
    return SideTask(
        owed.task_id,
        owed.name,
        outcome.status,
        outcome.visit_id or VisitId(""),
        (owed.window.first_day, owed.window.last_day),
        outcome.reason,
        owed.reason,
    )


def _in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    """By the clock of the site, with the bare offset that its table has."""
    local = instant.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def _joined(legs: Iterable[SideVisit]) -> Mapping[VisitId, SideVisit]:
    visits: dict[VisitId, SideVisit] = {}
    for leg in legs:
        before = visits.get(leg.visit_id)
        visits[leg.visit_id] = leg if before is None else _with_leg(before, leg)
    return visits


def _with_leg(visit: SideVisit, leg: SideVisit) -> SideVisit:
    return replace(
        visit,
        end=leg.end,
        task_ids=tuple(dict.fromkeys(visit.task_ids + leg.task_ids)),
        performers=tuple(dict.fromkeys(visit.performers + leg.performers)),
        technicians=tuple(dict.fromkeys(visit.technicians + leg.technicians)),
        instruments=tuple(dict.fromkeys(visit.instruments + leg.instruments)),
    )


def _leg(row: Row) -> SideVisit:
    return SideVisit(
        VisitId(row.text("visit_id")),
        row.text("asset_tag"),
        row.text("modality"),
        _site_time(row, "start"),
        _site_time(row, "end"),
        row.text("site"),
        DepartmentId(row.text("department")),
        row.text("room"),
        tuple(TaskId(each) for each in row.bars("task_ids")),
        (row.text("performer"),),
        tuple(TechnicianId(each) for each in row.bars("technicians")),
        row.bars("instruments"),
        row.one_of("agreement", Agreement),
        row.text("reason"),
    )


def _site_time(row: Row, column: str) -> datetime:
    """Read a time and keep the site's offset, so that it is said as clocks there show it."""
    row.instant(column)
    return datetime.fromisoformat(row.text(column))


def _task(row: Row) -> SideTask:
    return SideTask(
        TaskId(row.text("task_id")),
        row.text("procedure"),
        row.one_of("status", TaskStatus),
        VisitId(row.text("visit_id")),
        (row.day("window_first_day"), row.day("window_last_day")),
        row.text("reason"),
        row.text("due_reason"),
    )
