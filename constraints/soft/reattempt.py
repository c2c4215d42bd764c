"""A visit that was tried in vain is tried again within the days that the policy gives."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from constraints.days import last_day_of, zone_at
from constraints.example import a_plan, a_visit, an_obligation, facts_of
from constraints.reading import obligations_by_id, tasks_of
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.policy import RiskClass, Weights
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "reattempt",
    sentence="A visit that found the asset in use, or did not find it, is made again within the days of the policy.",
    reason="An attempt in time is excused only by a written policy that says when to come again.",
    source="Joint Commission, G. Mills 2017; policies.reattempt_days; objective.late_day_high_risk, late_day_other",
    terms=("reattempt",),
)
_ONE_DAY = timedelta(days=1)
_LARGEST_PART = 20
"""At most a twentieth of the price of leaving the work out: with lateness beside it, doing it stays the cheaper."""


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    for task in draft.tasks:
        if task.reattempt_by is not None:
            done_on = last_day_of(span, zone_at(draft.site, facts))
            points = _points(task, done_on, facts.horizon.first_day, facts.programme.weights)
            if points:
                yield Price("reattempt", points)


def _points(task: Obligation, done_on: date, first_day: date, weights: Weights) -> int:
    if task.reattempt_by is None:
        return 0
    days = (done_on - max(task.reattempt_by, first_day - _ONE_DAY)).days
    is_high = task.risk_class is RiskClass.HIGH_RISK
    a_day = weights.late_day_high_risk if is_high else weights.late_day_other
    most = (weights.unplaced_high_risk if is_high else weights.unplaced_other) // _LARGEST_PART
    return max(0, min(a_day * days, most))


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        done_on = last_day_of(visit.span, zone_at(visit.site, facts))
        for task in tasks_of(visit, obligations):
            points = _points(task, done_on, plan.horizon.first_day, facts.programme.weights)
            if points:
                asked = f"it should be tried again by {task.reattempt_by}, not {done_on}"
                why = f"{in_words(task)} was tried in vain; {asked}."
                yield RULE.charge("reattempt", points, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()
    tried = replace(an_obligation(first_day="2027-01-11", last_day="2027-02-20"), reattempt_by=date(2027, 1, 20))

    def done_on(day: str) -> Plan:
        return a_plan(a_visit(start=f"{day} 09:00"), obligations=[tried])

    yield costs("on the last day of the policy it is in time", done_on("2027-01-20"), facts)
    yield costs(
        "the day after it is a day too late",
        done_on("2027-01-21"),
        facts,
        RULE.charge(
            "reattempt",
            100,
            "A-1 PM",
            "A-1 PM was tried in vain; it should be tried again by 2027-01-20, not 2027-01-21.",
        ),
    )
