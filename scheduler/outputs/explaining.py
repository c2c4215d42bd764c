"""What a plan's folder says of one task, in lines to read out: why this day and these people, or why none."""

from collections.abc import Iterator
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

Line = tuple[str, str]
"""A name and what there is to say under it."""


def explain_task(out: Path, task_id: str) -> tuple[Line, ...]:
    """Everything that tasks.csv and visits.csv say of a task; raises UsageError if the plan does not know it."""
    reader = TableReader(out)
    tasks = {row.text("task_id"): row for row in reader.each("tasks.csv", _TASK, _itself)}
    legs = tuple(reader.each("visits.csv", _LEG, _itself))
    reader.stop_at_problems()
    if task_id not in tasks:
        near = get_close_matches(task_id, tasks, n=1) or [name for name in tasks if name.startswith(task_id)][:1]
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f'There is no task "{task_id}" in {out}.{hint}')
    return (*_of_task(tasks[task_id]), *_of_visit(tasks[task_id].text("visit_id"), legs))


def _itself(row: Row) -> Row:
    return row


def _of_task(row: Row) -> Iterator[Line]:
    yield "task", row.text("task_id")
    yield "work", f"{row.text('procedure')} of {row.text('asset_tag')}"
    yield "due", f"{row.text('due')}: {row.text('due_reason')}"
    yield "window", f"{row.text('window_first_day')} to {row.text('window_last_day')}"
    yield "class", f"{row.text('risk_class')}, clinical impact {row.text('impact_class')}"
    late = row.text("lateness_days")
    yield "status", row.text("status") + (f", {late} days late" if late not in ("", "0") else "")
    for name, column in (("reason code", "reason_code"), ("reason", "reason"), ("what would help", "what_would_help")):
        if row.text(column):
            yield name, row.text(column)
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


def _of_visit(visit_id: str, legs: tuple[Row, ...]) -> Iterator[Line]:
    for row in legs:
        if visit_id and row.text("visit_id") == visit_id:
            where = " ".join(part for part in (row.text("site"), row.text("department"), row.text("room")) if part)
            yield "visit", f"{visit_id}: {row.text('start')} to {row.text('end')} at {where}"
            yield "people", ", ".join(row.bars("technicians"))
            if row.bars("instruments"):
                yield "instruments", ", ".join(row.bars("instruments"))
            if row.text("out_from"):
                yield "out of use", f"{row.text('out_from')} to {row.text('out_until')}"
            yield "why then", row.text("reason")
