"""Which work a row is about: by task_id, by work order, or by asset and procedure; what is told twice has to agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.programme import Programme
from scheduler.inputs.names import did_you_mean, fold
from scheduler.inputs.sheet import Row
from scheduler.recording.columns import ASSET_TAG, PROCEDURE, TASK_ID, WORK_ORDER


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work; `start`: when its visit was planned to begin (UTC), if that is known."""

    asset_tag: AssetTag
    procedure: ProcedureName
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownWork:
    """The work that can be named by an id: tasks of plans, and work orders of plans and tables."""

    tasks: Mapping[str, Work] = field(default_factory=dict)
    work_orders: Mapping[str, Work] = field(default_factory=dict)


def known_work(programme: Programme, planned: Iterable[tuple[str, str, Work]]) -> KnownWork:
    """Index work by its ids; `planned` are task_id, work order and work of a plan."""
    tasks: dict[str, Work] = {}
    orders = {fold(row.work_order): Work(row.asset_tag, row.procedure) for row in programme.due if row.work_order}
    orders |= {fold(row.work_order): Work(row.asset_tag, row.procedure) for row in programme.orders if row.work_order}
    for task_id, work_order, work in planned:
        tasks[fold(task_id)] = work
        if work_order:
            orders[fold(work_order)] = work
    return KnownWork(tasks, orders)


def work_of(row: Row, known: KnownWork) -> Work | None:
    """Return what a row is about; where it cannot be told, the fault is noted and the row has none."""
    tag, procedure = row[ASSET_TAG], row[PROCEDURE]
    named = known.tasks.get(fold(row[TASK_ID])) if row[TASK_ID] else None
    ordered = known.work_orders.get(fold(row[WORK_ORDER])) if row[WORK_ORDER] else None
    found = [work for work in (named, ordered) if work is not None]
    if row[TASK_ID] and not found and (tag is None or procedure is None):
        near = did_you_mean(row[TASK_ID], known.tasks)
        row.fault(TASK_ID, "a task_id of the programme or of a plan", near or "give the plan's folder with --plan")
        return None
    if found:
        return _agreeing(row, found, tag, procedure)
    if tag is None:
        row.fault(ASSET_TAG, "an asset_tag, a task_id or a work order", "say which asset it was", found="")
        return None
    if procedure is None:
        row.fault(PROCEDURE, "a procedure, a task_id or a work order", "say which work was done", found="")
        return None
    return Work(tag, procedure)


def _agreeing(row: Row, found: list[Work], tag: AssetTag | None, procedure: ProcedureName | None) -> Work | None:
    work = found[0]
    for other in found[1:]:
        if (other.asset_tag, other.procedure) != (work.asset_tag, work.procedure):
            expected = f"the work order of {work.asset_tag} {work.procedure}; it is that of {other.asset_tag}"
            row.fault(WORK_ORDER, expected, "correct one of the two")
            return None
    if tag is not None and tag != work.asset_tag:
        row.fault(ASSET_TAG, f"{work.asset_tag}, which its id says", "correct one of the two")
        return None
    if procedure is not None and procedure != work.procedure:
        row.fault(PROCEDURE, f"{work.procedure}, which its id says", "correct one of the two")
        return None
    return work
