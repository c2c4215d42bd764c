"""Work that cannot be on time is late by as few days as possible."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.days import last_day_of, zone_at
from constraints.example import a_plan, a_visit, an_obligation, facts_of
from constraints.reading import obligations_by_id, tasks_of
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.policy import RiskClass, Weights
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
    done_on = last_day_of(span, zone_at(draft.site, facts))
    for task in draft.tasks:
        if done_on > task.window.last_day:
            days = (done_on - max(task.window.last_day, facts.horizon.first_day - _ONE_DAY)).days
            yield Price(f"late_{task.risk_class}", tariff(days, task.risk_class, facts.programme.weights))


def tariff(days: int, risk_class: RiskClass, weights: Weights) -> int:
    """So much a day, up to just below what it costs to leave the task out, and never quite flat."""
    if risk_class is RiskClass.HIGH_RISK:
        a_day, unplaced = weights.late_day_high_risk, weights.unplaced_high_risk
    else:
        a_day, unplaced = weights.late_day_other, weights.unplaced_other
    return max(0, min(a_day * days, unplaced * 9 // 10 + days, unplaced - 1))


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        done_on = last_day_of(visit.span, zone_at(visit.site, facts))
        for task in tasks_of(visit, obligations):
            counted = (done_on - task.window.last_day).days
            if counted > 0:
                in_quarter = min(counted, (done_on - plan.horizon.first_day).days + 1)
                points = tariff(in_quarter, task.risk_class, facts.programme.weights)
                why = f"{in_words(task)} is done on {done_on}; its window ended on {task.window.last_day}."
                yield RULE.charge(f"late_{task.risk_class}", points, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()

    january = an_obligation(first_day="2027-01-11", last_day="2027-01-20")

    def done_on(day: str) -> Plan:
        return a_plan(a_visit(start=f"{day} 09:00"), obligations=[january])

    yield costs("the last day of the window is in time", done_on("2027-01-20"), facts)
    yield costs(
        "the day after it is a day late",
        done_on("2027-01-21"),
        facts,
        RULE.charge("late_other", 400, "A-1 PM", "A-1 PM is done on 2027-01-21; its window ended on 2027-01-20."),
    )
    yield costs(
        "seventy days late are just cheaper than not at all",
        done_on("2027-03-31"),
        facts,
        RULE.charge("late_other", 18_070, "A-1 PM", "A-1 PM is done on 2027-03-31; its window ended on 2027-01-20."),
    )
    overdue = an_obligation(first_day="2026-09-01", last_day="2026-10-31", overdue=True, risk_class=RiskClass.HIGH_RISK)
    yield costs(
        "days before the quarter are not charged",
        a_plan(a_visit(start="2027-01-01 09:00"), obligations=[overdue]),
        facts,
        RULE.charge("late_high_risk", 2_000, "A-1 PM", "A-1 PM is done on 2027-01-01; its window ended on 2026-10-31."),
    )
