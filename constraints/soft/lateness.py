"""Work is done in its window; what cannot be is late by as few days as possible."""

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
    sentence="A window is kept wherever it can be; late work is done soon, and late is better than not at all.",
    reason="A window that is missed is a finding, and each day more a risk. What was overdue before cannot be helped.",
    source="FORMATS: Window (priced just below unplaced); objective.late_day_high_risk, objective.late_day_other",
    terms=("late_high_risk", "late_other"),
)
_ONE_DAY = timedelta(days=1)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    done_on = last_day_of(span, zone_at(draft.site, facts))
    for task in draft.tasks:
        last_day = task.window.last_day
        if done_on > last_day:
            is_missed = last_day >= facts.horizon.first_day
            days = (done_on - max(last_day, facts.horizon.first_day - _ONE_DAY)).days
            points = tariff(days, task.risk_class, facts.programme.weights, is_missed=is_missed)
            yield Price(f"late_{task.risk_class}", points)


def tariff(days: int, risk_class: RiskClass, weights: Weights, *, is_missed: bool) -> int:
    """Half of the price of leaving it out for a window missed in this quarter, then so much a day; never quite flat."""
    if risk_class is RiskClass.HIGH_RISK:
        a_day, unplaced = weights.late_day_high_risk, weights.unplaced_high_risk
    else:
        a_day, unplaced = weights.late_day_other, weights.unplaced_other
    first = unplaced // 2 if is_missed else 0
    return max(0, min(first + a_day * days, unplaced * 9 // 10 + days, unplaced - 1))


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        done_on = last_day_of(visit.span, zone_at(visit.site, facts))
        for task in tasks_of(visit, obligations):
            counted = (done_on - task.window.last_day).days
            if counted > 0:
                in_quarter = min(counted, (done_on - plan.horizon.first_day).days + 1)
                is_missed = task.window.last_day >= plan.horizon.first_day
                points = tariff(in_quarter, task.risk_class, facts.programme.weights, is_missed=is_missed)
                why = f"{in_words(task)} is done on {done_on}; its window ended on {task.window.last_day}."
                yield RULE.charge(f"late_{task.risk_class}", points, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()

    january = an_obligation(first_day="2027-01-11", last_day="2027-01-20")

    def done_on(day: str) -> Plan:
        return a_plan(a_visit(start=f"{day} 09:00"), obligations=[january])

    yield costs("the last day of the window is in time", done_on("2027-01-20"), facts)
    yield costs(
        "the day after it the window is missed, by a day",
        done_on("2027-01-21"),
        facts,
        RULE.charge("late_other", 10_100, "A-1 PM", "A-1 PM is done on 2027-01-21; its window ended on 2027-01-20."),
    )
    yield costs(
        "seventy days late are still cheaper than not at all",
        done_on("2027-03-31"),
        facts,
        RULE.charge("late_other", 17_000, "A-1 PM", "A-1 PM is done on 2027-03-31; its window ended on 2027-01-20."),
    )
    overdue = an_obligation(first_day="2026-09-01", last_day="2026-10-31", overdue=True, risk_class=RiskClass.HIGH_RISK)
    yield costs(
        "neither the window nor days before the quarter are charged to work that was overdue",
        a_plan(a_visit(start="2027-01-01 09:00"), obligations=[overdue]),
        facts,
        RULE.charge("late_high_risk", 500, "A-1 PM", "A-1 PM is done on 2027-01-01; its window ended on 2026-10-31."),
    )
