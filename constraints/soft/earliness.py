"""Periodic work is done on its due date, one-off work soon."""

from collections.abc import Iterator
from datetime import date

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "earliness",
    sentence="Periodic work comes near its due date: early gives interval away, after it uses up the tolerance.",
    reason="A six-month service done twenty days early each time is nine services in four years instead of eight.",
    source="DOMAIN 1.1 (drift of floating schedules); objective.early_day, objective.after_due_day",
    terms=("early", "after_due"),
)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    starts_on = facts.local_day(span.start, draft.site)
    weights = facts.programme.weights
    for task in draft.tasks:
        wished = _wished_day(task, facts)
        if starts_on < wished:
            yield Price("early", weights.early_day * (wished - starts_on).days)
        elif (after := min(starts_on, task.window.last_day)) > wished:
            yield Price("after_due", weights.after_due_day * (after - wished).days)


def _wished_day(task: Obligation, facts: Facts) -> date:
    """The due date; the first possible day of work that no periodicity asks for."""
    return task.due if task.every is not None else max(task.window.first_day, facts.horizon.first_day)
