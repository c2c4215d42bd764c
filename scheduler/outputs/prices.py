"""What each late or unplaced task costs, from the ledger of the two wishes that speak of single tasks."""

from collections import Counter
from collections.abc import Mapping

from constraints.catalogue import soft_rules
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.plan import Plan

_OF_TASKS = frozenset({"unplaced", "lateness"})


def price_by_task(plan: Plan, facts: Facts) -> Mapping[TaskId, int]:
    """Return the points that the objective charges for tasks that are not on time; others are absent."""
    prices: Counter[TaskId] = Counter()
    for rule in soft_rules():
        if rule.RULE.key in _OF_TASKS:
            for charge in rule.charges(plan, facts):
                prices[TaskId(charge.subject)] += charge.points
    return prices
