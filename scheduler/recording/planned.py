"""The ids that a list of work orders may use: of a plan's folder, or of what the programme owes around today."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.programme import Programme
from scheduler.obligations import owed
from scheduler.recording.subject import Work

if TYPE_CHECKING:
    from scheduler.outputs.table_reading import Row

Planned = tuple[str, str, Work]
"""A task_id, its work order and the work."""

_BACK, _AHEAD = timedelta(days=200), timedelta(days=100)


def planned_in(out: Path) -> tuple[Planned, ...]:
    """Return the tasks of a plan's folder, with the starts of their visits. Raises InputError."""
    from scheduler.outputs.table_reading import TableReader

    reader = TableReader(out)
    starts: dict[str, datetime] = {}
    for visit_id, start in reader.each("visits.csv", ("visit_id", "start"), _start):
        starts.setdefault(visit_id, start)
    columns = ("task_id", "asset_tag", "procedure", "work_order", "visit_id")
    found = tuple(reader.each("tasks.csv", columns, lambda row: (row, starts.get(row.text("visit_id")))))
    reader.stop_at_problems()
    return tuple(
        (
            row.text("task_id"),
            row.text("work_order"),
            Work(AssetTag(row.text("asset_tag")), ProcedureName(row.text("procedure")), start),
        )
        for row, start in found
    )


def owed_around(programme: Programme, today: date, listed_from: date) -> Iterator[Planned]:
    """Yield what is owed or was lately, whatever its status: an obligation has the same id in every run.

    `listed_from`: the first day that the list tells of. Its tasks are those of a plan made before it, so what was owed
    without the work since that day is yielded too; else work that came early would hide its own id the second time.
    """
    first = today - _BACK
    before = tuple(row for row in programme.history if row.done_on < listed_from)
    for history in dict.fromkeys((before, programme.history)):
        facts = Facts(replace(programme, history=history), first, Horizon(first, today + _AHEAD))
        for each in owed(facts):
            yield each.task_id, each.work_order, Work(each.asset_tag, each.name)


def _start(row: "Row") -> tuple[str, datetime]:
    return row.text("visit_id"), row.instant("start")
