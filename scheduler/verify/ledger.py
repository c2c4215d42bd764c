"""The objective added up again term by term, the price of placing nothing, and the shares counted once more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from constraints import catalogue
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, Shares, TaskOutcome, Violation
from scheduler.domain.policy import RiskClass
from scheduler.verify.expected import Standing
from scheduler.verify.matching import Matching
from scheduler.verify.outcomes import SATISFIED, in_time

OBJECTIVE = "objective"
SHARES = "shares"
ALL = "all"
COUNTED = frozenset({Standing.OPEN, Standing.VERSION_UNKNOWN, Standing.NOBODY, Standing.STOPPED})
"""What FORMATS "Shares" does not take off: neither an unknown version, nor that nobody may install a patch, nor that a
roll-out has stopped is a reason to leave work out of the count."""


def wrong_objective(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Terms whose points are not the sum of their charges."""
    right = catalogue.objective(catalogue.ledger(plan, facts))
    for term in sorted({*right, *plan.objective}):
        if plan.objective.get(term, 0) != right.get(term, 0):
            words = f"{term} is {plan.objective.get(term, 0)} points; its charges add up to {right.get(term, 0)}."
            yield Violation(OBJECTIVE, term, words)


def wrong_price_of_nothing(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """A price of placing nothing that is not the price of that."""
    nothing = sum(catalogue.objective(catalogue.ledger(without_visits(plan), facts)).values())
    if plan.price_of_nothing != nothing:
        words = f"The price of placing nothing is {nothing} points, not {plan.price_of_nothing}."
        yield Violation(OBJECTIVE, "price_of_nothing", words)


def without_visits(plan: Plan) -> Plan:
    """The same plan with every open task left out."""
    outcomes = {
        task.task_id: TaskOutcome(task.task_id, TaskStatus.UNPLACED) if task.is_open else plan.outcomes[task.task_id]
        for task in plan.obligations
    }
    return replace(plan, visits=(), outcomes=outcomes)


def wrong_shares(plan: Plan, matching: Matching, facts: Facts) -> Iterator[Violation]:
    """Counts of tasks and minutes that are not those of the statuses, and a largest share below the one placed."""
    counted = counted_tasks(plan, matching, facts)
    for name, tasks in by_class(counted).items():
        said = plan.shares.get(name)
        if said is None:
            yield Violation(SHARES, name, f"The shares of {name} are missing.")
            continue
        yield from _differences(name, said, _counted(tasks, plan))


def counted_tasks(plan: Plan, matching: Matching, facts: Facts) -> list[Obligation]:
    """The one denominator: overdue or ending in the horizon, less what FORMATS "Shares" takes off."""
    standing = {task.task_id: one.standing for one, task in matching.pairs}
    return [task for task in plan.obligations if _counts(task, standing, facts)]


def by_class(tasks: list[Obligation]) -> Mapping[str, list[Obligation]]:
    """All tasks, and those of each risk class."""
    return {ALL: tasks, **{str(risk): [task for task in tasks if task.risk_class is risk] for risk in RiskClass}}


def _counts(task: Obligation, standing: Mapping[TaskId, Standing], facts: Facts) -> bool:
    if task.window.last_day > facts.horizon.last_day:
        return False
    return standing.get(task.task_id, Standing.OPEN) in COUNTED


def _counted(tasks: list[Obligation], plan: Plan) -> Counter[str]:
    found: Counter[str] = Counter()
    for task in tasks:
        outcome, minutes = plan.outcomes[task.task_id], task.procedure.minutes * task.procedure.crew
        placed = in_time(task, outcome)
        found["counted"] += 1
        found["minutes_counted"] += minutes
        found["placed"] += placed
        found["minutes_placed"] += minutes * placed
        found["placed_late"] += outcome.status in SATISFIED and not placed
    return found


def _differences(name: str, said: Shares, right: Counter[str]) -> Iterator[Violation]:
    for figure in ("counted", "placed", "placed_late", "minutes_counted", "minutes_placed"):
        if getattr(said, figure) != right[figure]:
            words = f"{figure} of {name} is {right[figure]}, not {getattr(said, figure)}."
            yield Violation(SHARES, f"{name} {figure}", words)
    if not said.placed <= said.largest <= said.counted:
        words = f"Of {name} {said.placed} are placed and {said.counted} count; the largest possible is {said.largest}."
        yield Violation(SHARES, f"{name} largest", words)
