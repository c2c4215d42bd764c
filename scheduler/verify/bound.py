"""The bound added up again: the day programme's rows rebuilt from the tables, its dual values in exact integers."""

from collections.abc import Iterator

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation

BOUND = "bound"


def wrong_bound(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """A bound above what the plan costs, or above what its dual values prove."""
    if plan.bound > plan.total:
        words = f"The bound is {plan.bound} points, more than the plan's {plan.total}."
        yield Violation(BOUND, "bound", words)
    if plan.bound > 0 and (proved := _proved(plan, facts)) < plan.bound:
        words = f"The bound is {plan.bound} points; its dual values prove {proved}."
        yield Violation(BOUND, "certificate", words)


def _proved(plan: Plan, facts: Facts) -> int:
    from scheduler.relaxation import day_programme

    programme = day_programme(plan.obligations, facts)
    return programme.bound(programme.cost, programme.duals(plan.duals))
