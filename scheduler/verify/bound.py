"""The bound and the largest shares added up again in exact integers: rows rebuilt from the tables, and the duals."""

from collections.abc import Iterator, Mapping, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation
from scheduler.relaxation import CLASSES, DayProgramme, Scarce, day_programme, largest, scarce, unavoidable
from scheduler.verify.outcomes import in_time

BOUND = "bound"


def wrong_bound(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """A bound above what the plan costs, or above what its dual values prove; the same of shares, and of each task."""
    if plan.bound > plan.total:
        words = f"The bound is {plan.bound} points, more than the plan's {plan.total}."
        yield Violation(BOUND, "bound", words)
    if plan.bound > 0 or plan.counting:
        programme = day_programme(plan.obligations, facts)
        proved = programme.bound(programme.cost, programme.duals(plan.duals))
        if max(0, proved) < plan.bound:
            words = f"The bound is {plan.bound} points; its dual values prove {proved}."
            yield Violation(BOUND, "certificate", words)
        yield from _wrong_counts(plan, facts, programme)


def _wrong_counts(plan: Plan, facts: Facts, programme: DayProgramme) -> Iterator[Violation]:
    """Shares that are said to be the largest and are not proved to be, and words that the duals do not prove."""
    sets = {
        name: scarce(programme, risk, programme.duals(plan.counting.get(name, {}))) for name, risk in CLASSES.items()
    }
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
