"""What is proved of each task that is not in time, written beside why it is not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import TaskOutcome
from scheduler.relaxation import Scarce, unavoidable
from scheduler.solve.outcome import is_in_time


def with_what_is_proved(
    outcomes: Mapping[TaskId, TaskOutcome],
    obligations: Sequence[Obligation],
    sets: Mapping[str, Sequence[Scarce]],
    facts: Facts,
) -> dict[TaskId, TaskOutcome]:
    """The outcomes, those that count and are not in time with what no plan could do."""
    missed = {task.task_id for task in obligations if task.counts and not is_in_time(task, outcomes[task.task_id])}
    told = unavoidable(obligations, missed, sets, facts)
    return {
        name: replace(outcome, unavoidable=told[name]) if name in told else outcome
        for name, outcome in outcomes.items()
    }
