"""Work that cannot be on time is late by as few days as possible."""

from collections.abc import Iterator
from datetime import date, timedelta

from constraints.days import last_day_of
from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "lateness",
    sentence="Late work is done soon, high-risk equipment first; late is always better than not at all.",
    reason="A late service is a finding, and a longer wait is a longer risk. Days before the quarter cannot be helped.",
    source="objective.late_day_high_risk, objective.late_day_other",
    terms=("late_high_risk", "late_other"),
)
_ONE_DAY = timedelta(days=1)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    done_on = last_day_of(span, facts.programme.sites[draft.site].zone)
    for task in draft.tasks:
        if done_on > task.window.last_day:
            yield Price(f"late_{task.risk_class}", _price(task, done_on, facts))


def _price(task: Obligation, done_on: date, facts: Facts) -> int:
    """So much a day, up to just below what it costs to leave the task out; never quite flat."""
    days = (done_on - max(task.window.last_day, facts.horizon.first_day - _ONE_DAY)).days
    weights = facts.programme.weights
    if task.risk_class is RiskClass.HIGH_RISK:
        a_day, unplaced = weights.late_day_high_risk, weights.unplaced_high_risk
    else:
        a_day, unplaced = weights.late_day_other, weights.unplaced_other
    return max(0, min(a_day * days, unplaced * 9 // 10 + days, unplaced - 1))
