"""Every task that the quarter owes has a place in it."""

from collections.abc import Iterator

from constraints.example import a_plan, a_visit, an_obligation, facts_of
from constraints.reading import SATISFIED
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.policy import RiskClass

RULE = Soft(
    "unplaced",
    sentence="All that is due or overdue is placed, high-risk equipment before all other.",
    reason="Completion is counted against all that is due; the clinical impact decides between equals.",
    source="CMS S&C 14-07; objective.unplaced_high_risk, objective.unplaced_other",
    terms=("unplaced_high_risk", "unplaced_other"),
)


def price_unplaced(task: Obligation, facts: Facts) -> Iterator[Price]:
    if task.extends_past_horizon:
        return
    weights = facts.programme.weights
    if task.risk_class is RiskClass.HIGH_RISK:
        yield Price("unplaced_high_risk", weights.unplaced_high_risk + task.impact_score)
    else:
        yield Price("unplaced_other", weights.unplaced_other + task.impact_score)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    weights = facts.programme.weights
    price = {RiskClass.HIGH_RISK: weights.unplaced_high_risk, RiskClass.OTHER: weights.unplaced_other}
    for task in plan.obligations:
        is_left = task.is_open and plan.outcomes[task.task_id].status not in SATISFIED
        if is_left and not task.extends_past_horizon:
            points = price[task.risk_class] + task.impact_score
            why = f"{in_words(task)}, due {task.due}, is not placed."
            yield RULE.charge(f"unplaced_{task.risk_class}", points, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()
    usual, dear = an_obligation(), an_obligation("A-2", risk_class=RiskClass.HIGH_RISK, impact_score=75)
    yield costs(
        "high-risk equipment is dearer, and clinical impact decides between equals",
        a_plan(obligations=[usual, dear]),
        facts,
        RULE.charge("unplaced_other", 20_000, "A-1 PM", "A-1 PM, due 2027-02-15, is not placed."),
        RULE.charge("unplaced_high_risk", 100_075, "A-2 PM", "A-2 PM, due 2027-02-15, is not placed."),
    )
    yield costs("what is placed costs nothing", a_plan(a_visit(), obligations=[usual]), facts)
    next_quarter = an_obligation(extends_past_horizon=True)
    yield costs("what may wait for the next quarter costs nothing", a_plan(obligations=[next_quarter]), facts)
    missing = an_obligation(settled=Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, "missing since May"))
    yield costs("what nobody can place costs nothing", a_plan(obligations=[missing]), facts)
