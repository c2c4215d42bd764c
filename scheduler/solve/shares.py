"""How much of what is owed is placed, by risk class, by tasks and by minutes."""

from collections.abc import Mapping, Sequence

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Shares, TaskOutcome
from scheduler.domain.policy import RiskClass
from scheduler.solve.outcome import is_in_time

ALL = "all"
_DONE = (TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE)


def shares_of(
    obligations: Sequence[Obligation], outcomes: Mapping[TaskId, TaskOutcome], largest: Mapping[str, int]
) -> dict[str, Shares]:
    """The shares of all tasks and of each risk class; `largest` is the proved limit by class, where one is known."""
    counted = [task for task in obligations if task.counts]
    classes: dict[str, list[Obligation]] = {
        ALL: counted,
        **{risk: [task for task in counted if task.risk_class is risk] for risk in RiskClass},
    }
    return {str(name): _shares(tasks, outcomes, largest.get(str(name))) for name, tasks in classes.items()}


def _shares(tasks: Sequence[Obligation], outcomes: Mapping[TaskId, TaskOutcome], largest: int | None) -> Shares:
    placed = [task for task in tasks if is_in_time(task, outcomes[task.task_id])]
    done = sum(outcomes[task.task_id].status in _DONE for task in tasks)
    return Shares(
        counted=len(tasks),
        placed=len(placed),
        placed_late=done - len(placed),
        largest=len(tasks) if largest is None else min(len(tasks), largest),
        minutes_counted=sum(person_minutes(task) for task in tasks),
        minutes_placed=sum(person_minutes(task) for task in placed),
    )


def person_minutes(task: Obligation) -> int:
    """Minutes of work of all who do it."""
    return task.procedure.minutes * task.procedure.crew
