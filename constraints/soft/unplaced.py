"""Every task that the quarter owes has a place in it."""

from collections.abc import Iterator

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
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
