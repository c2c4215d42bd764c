"""The bound and the largest shares added up again in exact integers: rows rebuilt from the tables, and the duals."""

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.relaxation import CLASSES, Proof, Scarce, day_programme, largest, proved, unavoidable
from scheduler.verify.outcomes import in_time

BOUND = "bound"


def wrong_bound(plan: Plan, facts: Facts, known: Proof | None = None) -> Iterator[Violation]:
    """A bound above what the plan costs, or above what its dual values prove; the same of shares, and of each task.

    `known`: what was added up before in this run, from these obligations and facts; it counts only if it is of the
    plan's own dual values.
    """
    if plan.bound > plan.total:
        words = f"The bound is {plan.bound} points, more than the plan's {plan.total}."
        yield Violation(BOUND, "bound", words)
    if plan.bound > 0 or plan.counting:
        found = known if known is not None and known.is_of(plan.duals, plan.counting) else _proof(plan, facts)
        if max(0, found.bound) < plan.bound:
            words = f"The bound is {plan.bound} points; its dual values prove {found.bound}."
            yield Violation(BOUND, "certificate", words)
        yield from _wrong_counts(plan, facts, found.sets)


def _proof(plan: Plan, facts: Facts) -> Proof:
    return proved(day_programme(plan.obligations, facts), plan.duals, plan.counting)


def _wrong_counts(plan: Plan, facts: Facts, sets: Mapping[str, Sequence[Scarce]]) -> Iterator[Violation]:
    """Shares that are said to be the largest and are not proved to be, and words that the duals do not prove."""
    for name, risk in CLASSES.items():
        most = largest(plan.obligations, risk, sets[name])
        if name in plan.shares and plan.shares[name].largest < most:
            words = f"Of {name} {plan.shares[name].largest} are said to be the most in time; the duals prove {most}."
            yield Violation(BOUND, f"{name} largest", words)
    yield from _wrong_words(plan, facts, sets)


def _wrong_words(plan: Plan, facts: Facts, sets: Mapping[str, Sequence[Scarce]]) -> Iterator[Violation]:
    tasks = plan.obligations
    missed = {task.task_id for task in tasks if task.counts and not in_time(task, plan.outcomes[task.task_id])}
    right = unavoidable(tasks, missed, sets, facts)
    for task in tasks:
        said = plan.outcomes[task.task_id].unavoidable
        if said != right.get(task.task_id, ""):
            words = f'{task.asset_tag} {task.name}: said of other plans is "{said}"; '
            yield Violation(BOUND, task.task_id, f'{words}proved is "{right.get(task.task_id, "")}".')
