"""One side of a comparison: what a plan's tables say of its visits and tasks, in site time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from scheduler.domain.ids import DepartmentId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Agreement
from scheduler.outputs.reading import read_plan_dates
from scheduler.outputs.table_reading import Row, TableReader

_VISIT_COLUMNS = (
    "visit_id", "start", "end", "site", "department", "room", "asset_tag", "modality", "task_ids", "performer",
    "technicians", "instruments", "agreement", "reason",
)  # fmt: skip
_TASK_COLUMNS = (
    "task_id", "procedure", "status", "visit_id", "window_first_day", "window_last_day", "reason", "due_reason",
)  # fmt: skip
"""What a comparison needs: a version that an earlier release published may lack columns that came later."""


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
