"""What became of every obligation: its status, and how late it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.calendar import day_of
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId, VisitId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import TaskOutcome, Visit
from scheduler.solve.cause import Cause

_INSTANT = timedelta(microseconds=1)
_SETTLED_HELP = {
    ReasonCode.ASSET_MISSING: "Find it, or retire it in the assets table.",
    ReasonCode.ASSET_IN_REPAIR: "Say in the assets table when it is expected back.",
}
Explain = Callable[[Obligation], Cause]


def outcomes_of(
    obligations: Sequence[Obligation], visits: Sequence[Visit], satisfied: Mapping[TaskId, VisitId], facts: Facts
) -> dict[TaskId, TaskOutcome]:
    """One outcome an obligation, in their order, without why something is not in time.

    `satisfied`: tasks that are done with another one's visit.
    """
    by_id = {visit.visit_id: visit for visit in visits}
    elsewhere = {task: by_id[visit] for task, visit in satisfied.items()}
    by_task = {**elsewhere, **{task: visit for visit in visits for task in visit.task_ids}}
    return {task.task_id: _outcome(task, by_task, facts) for task in obligations}


def _outcome(task: Obligation, by_task: Mapping[TaskId, Visit], facts: Facts) -> TaskOutcome:
    if task.settled is not None:
        settled = task.settled
        helps = _SETTLED_HELP.get(settled.reason_code, "") if settled.reason_code is not None else ""
        return TaskOutcome(task.task_id, settled.status, None, 0, settled.reason_code, settled.reason, helps)
    visit = by_task.get(task.task_id)
    if visit is not None:
        return (_placed if task.task_id in visit.task_ids else _elsewhere)(task, visit, facts)
    if task.extends_past_horizon:
        until = f"its window is open until {task.window.last_day}, after this plan's last day"
        return TaskOutcome(task.task_id, TaskStatus.NOT_DUE, reason=f"Not needed yet: {until}.")
    if task.previous is not None and task.previous not in by_task:
        return TaskOutcome(
            task.task_id,
            TaskStatus.NOT_DUE,
            reason="The occurrence before it has no place, so this one is not due yet.",
        )
    return TaskOutcome(task.task_id, TaskStatus.UNPLACED)


def _placed(task: Obligation, visit: Visit, facts: Facts) -> TaskOutcome:
    return _done(TaskStatus.PLACED, task.reason, task, visit, facts)


def _elsewhere(task: Obligation, visit: Visit, facts: Facts) -> TaskOutcome:
    told = f"Done with {visit.visit_id}, whose work includes it."
    return _done(TaskStatus.DONE_ELSEWHERE, told, task, visit, facts)


def _done(status: TaskStatus, told: str, task: Obligation, visit: Visit, facts: Facts) -> TaskOutcome:
    """How late it is."""
    late = lateness_days(task, visit, facts)
    if late:
        told = f"{told} Placed {late} {'day' if late == 1 else 'days'} after its window ended.".strip()
        if task.overdue:
            told += f" It was overdue before this plan's first day: its window ended on {task.window.last_day}."
    escalate = late > task.late_allowed_days
    return TaskOutcome(task.task_id, status, visit.visit_id, late, None, told, "", escalate)


def with_causes(
    outcomes: Mapping[TaskId, TaskOutcome], obligations: Sequence[Obligation], explain: Explain
) -> dict[TaskId, TaskOutcome]:
    """The same with why and what would help, of those owed and not placed and of those that miss their window."""
    found = dict(outcomes)
    for task in obligations:
        outcome = outcomes[task.task_id]
        if outcome.status is TaskStatus.UNPLACED and task.settled is None:
            found[task.task_id] = _unplaced(outcome, explain(task))
        elif outcome.lateness_days and not task.overdue:
            found[task.task_id] = _late(outcome, explain(task))
    return found


def _unplaced(outcome: TaskOutcome, cause: Cause) -> TaskOutcome:
    return replace(
        outcome,
        reason_code=cause.code,
        reason=cause.reason,
        what_would_help=cause.what_would_help,
        help_change=cause.change,
        help_price=cause.price,
    )


def _late(outcome: TaskOutcome, cause: Cause) -> TaskOutcome:
    return replace(
        outcome,
        reason=f"{outcome.reason} Not in time, because: {cause.reason}",
        what_would_help=cause.what_would_help if cause.change else "",
        help_change=cause.change,
        help_price=cause.price,
    )


def lateness_days(task: Obligation, visit: Visit, facts: Facts) -> int:
    """Whole days from the window's last day to the day on which the last leg ends; 0 in time."""
    zone = facts.programme.sites[visit.site].zone
    ends = visit.legs[-1].span.end
    ended_on = day_of(ends - _INSTANT, zone)
    return max(0, (ended_on - task.window.last_day).days)


def is_in_time(task: Obligation, outcome: TaskOutcome) -> bool:
    """Tell whether it is placed as the shares count it: inside its window, or at all if it was overdue."""
    done = outcome.status in (TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE)
    return done and (task.overdue or not outcome.lateness_days)
