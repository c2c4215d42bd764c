"""What a plan's folder says of one task, in lines to read out: why this day and these people, or why none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.outputs.table_reading import Row, TableReader

_TASK = (
    "task_id",
    "asset_tag",
    "procedure",
    "due",
    "window_first_day",
    "window_last_day",
    "due_reason",
    "risk_class",
    "impact_class",
    "status",
    "visit_id",
    "lateness_days",
    "reason_code",
    "reason",
    "what_would_help",
    "escalate",
    "help_change",
    "help_price",
    "why_then",
    "unavoidable",
    "price",
    "patch",
    "patch_version",
    "patch_stage",
    "patch_deadline",
    "deadline_class",
    "clock_start",
)
_LEG = (
    "visit_id",
    "start",
    "end",
    "site",
    "department",
    "room",
    "technicians",
    "instruments",
    "out_from",
    "out_until",
    "reason",
)

_MOST_OTHERS = 8
"""Other tasks of the asset that are named, those due nearest first."""

Line = tuple[str, str]
"""A name and what there is to say under it."""


def explain_task(out: Path, task_id: str) -> tuple[Line, ...]:
    """Everything that tasks.csv and visits.csv say of a task; raises UsageError if the plan does not know it."""
    reader = TableReader(out)
    tasks = {row.text("task_id"): row for row in reader.each("tasks.csv", _TASK, _with_dates)}
    legs = tuple(reader.each("visits.csv", _LEG, _with_times))
    reader.stop_at_problems()
    if task_id not in tasks:
        raise UsageError(f'There is no task "{task_id}" in {out}.{_hint(task_id, tasks)}')
    task = tasks[task_id]
    return (*_of_task(task), *_of_visit(task.text("visit_id"), legs), *_of_asset(task, tasks.values()))


def _with_dates(row: Row) -> Row:
    row.day("due")
    return row


def _with_times(row: Row) -> Row:
    row.instant("start")
    row.instant("end")
    return row


def _hint(name: str, tasks: Mapping[str, Row]) -> str:
    """The tasks of the asset, if it is a tag; else what comes near."""
    mine = [task for task in tasks.values() if task.text("asset_tag").casefold() == name.casefold()]
    if mine:
        return f" It is an asset; its tasks are: {'; '.join(_named(task) for task in mine)}."
    near = get_close_matches(name, tasks, n=1) or [one for one in tasks if one.startswith(name)][:1]
    return f" Did you mean {near[0]}?" if near else ""


def _named(task: Row) -> str:
    return f"{task.text('task_id')} ({task.text('procedure')} due {task.text('due')}, {task.text('status')})"


def _of_task(row: Row) -> Iterator[Line]:
    yield "task", row.text("task_id")
    yield "work", f"{row.text('procedure')} of {row.text('asset_tag')}"
    yield "due", f"{row.text('due')}: {row.text('due_reason')}"
    yield "window", f"{row.text('window_first_day')} to {row.text('window_last_day')}"
    yield "class", f"{row.text('risk_class')}, clinical impact {row.text('impact_class')}"
    late = row.text("lateness_days")
    yield "status", row.text("status") + (f", {late} days late" if late not in ("", "0") else "")
    if row.text("patch"):
        yield "release", " ".join(one for one in (row.text("patch_version"), f"({row.text('patch')})") if one)
    if row.text("patch_stage"):
        yield "stage", row.text("patch_stage")
    if row.text("patch_deadline"):
        yield "deadline", _deadline(row)
    told = row.text("reason").removeprefix(row.text("due_reason")).strip()
    for name, text in (
        ("reason code", row.text("reason_code")),
        ("reason", told),
        ("what would help", row.text("what_would_help")),
    ):
        if text:
            yield name, text
    if row.text("unavoidable"):
        yield "proved", row.text("unavoidable")
    if row.text("price"):
        yield "costs now", f"{row.text('price')} points, as it is not in time"
    if row.text("help_change"):
        yield "as a setting", f"htm what-if DIR --set '{row.text('help_change')}'"
        yield "its price", f"{row.text('help_price')} points"
    if row.text("why_then"):
        yield "why there", row.text("why_then")
    if row.yes("escalate"):
        yield "escalate", "later than policy allows"


def _deadline(row: Row) -> str:
    clock = f", counted from {row.text('clock_start')}" if row.text("clock_start") else ""
    return f"{row.text('patch_deadline')} ({row.text('deadline_class')}{clock})"


def _of_visit(visit_id: str, legs: Sequence[Row]) -> Iterator[Line]:
    for row in legs:
        if visit_id and row.text("visit_id") == visit_id:
            where = " ".join(part for part in (row.text("site"), row.text("department"), row.text("room")) if part)
            yield "visit", f"{visit_id}: {_from_to(row.text('start'), row.text('end'))} at {where}"
            yield "people", ", ".join(row.bars("technicians"))
            if row.bars("instruments"):
                yield "instruments", ", ".join(row.bars("instruments"))
            if row.text("out_from"):
                yield "out of use", _from_to(row.text("out_from"), row.text("out_until"))
            yield "work of the visit", row.text("reason")


def _from_to(start: str, end: str) -> str:
    """The times on the clock of the site, the day once if it is one."""
    begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    until = f"{ends:%H:%M}" if ends.date() == begins.date() else f"{ends:%a %Y-%m-%d %H:%M}"
    return f"{begins:%a %Y-%m-%d %H:%M} to {until}"


def _of_asset(task: Row, tasks: Iterable[Row]) -> Iterator[Line]:
    """What else the asset is owed, what is due nearest to the task first."""
    mine = (one for one in tasks if one.text("asset_tag") == task.text("asset_tag") and one is not task)
    nearest = sorted(mine, key=lambda one: (abs(one.day("due") - task.day("due")), one.text("task_id")))
    for one in nearest[:_MOST_OTHERS]:
        yield "same asset", _named(one)
    if len(nearest) > _MOST_OTHERS:
        yield "same asset", f"and {len(nearest) - _MOST_OTHERS} more"
