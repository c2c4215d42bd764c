"""What is said of a task that is not done in time and that no plan, or not every plan, could do in time."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation.scarcity import Scarce

HOPELESS = "No plan does it in time."
_MOST_NAMED = 3


def unavoidable(
    obligations: Iterable[Obligation],
    missed: Collection[TaskId],
    sets: Mapping[str, Sequence[Scarce]],
    facts: Facts,
) -> Mapping[TaskId, str]:
    """The words for each missed task of which the duals prove something; the others could be in time for all they say.

    What counts and cannot be planned at all (nobody known may do it, its roll-out is stopped) is in time in no plan.
    """
    tasks = {task.task_id: task for task in obligations if task.counts}
    found = {name: HOPELESS for name, task in tasks.items() if name in missed and not task.is_open}
    for risk in RiskClass:
        for one in sets.get(risk, ()):
            words = HOPELESS if one.is_hopeless else _of_many(one, missed, [tasks[name] for name in one.tasks], facts)
            found.update((name, words) for name in one.tasks if name in missed)
    return found


def _of_many(one: Scarce, missed: Collection[TaskId], tasks: Sequence[Obligation], facts: Facts) -> str:
    """How many of the set any plan can do in time, what they ask for, and how many this plan misses."""
    skills = _named({task.procedure.skill or "no special skill" for task in tasks})
    sites = _named({facts.site_of(task.asset_tag).site for task in tasks})
    first, last = min(task.due for task in tasks), max(task.due for task in tasks)
    here = sum(name in missed for name in one.tasks)
    return (
        f"No plan does more than {len(tasks) - one.missed} of {len(tasks)} tasks like it in time "
        f"({skills} at {sites}, due {first} to {last}); this plan does {len(tasks) - here}."
    )


def _named(names: Collection[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(names) - _MOST_NAMED
    return ", ".join(sorted(names)[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
