"""Whether each status is true: what may be called not due, how late a visit is, what another task satisfies."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from scheduler.domain.calendar import day_of
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName, TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Violation, Visit
from scheduler.verify.expected.record import including
from scheduler.verify.shape import visits_by_id

OUTCOME = "outcomes"
SATISFIED = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})
_INSTANT = timedelta(microseconds=1)


class Outcomes:
    """The statuses of a plan, looked up by task."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._plan = plan
        self._facts = facts
        self._visits = visits_by_id(plan)
        self._owed: Mapping[TaskId, Obligation] = {task.task_id: task for task in plan.obligations}

    def violations(self) -> Iterator[Violation]:
        for task in self._plan.obligations:
            outcome = self._plan.outcomes[task.task_id]
            for words in self._wrong(task, outcome):
                yield Violation(OUTCOME, task.task_id, f"{task.asset_tag} {task.name} {words}")

    def _wrong(self, task: Obligation, outcome: TaskOutcome) -> Iterator[str]:
        visit = self._visits.get(outcome.visit_id) if outcome.visit_id is not None else None
        match outcome.status:
            case TaskStatus.PLACED if visit is not None:
                yield from self._wrong_lateness(task, outcome, visit)
            case TaskStatus.DONE_ELSEWHERE:
                yield from self._wrong_nesting(task, outcome, visit)
            case TaskStatus.UNPLACED:
                yield from _unexplained(outcome)
        if outcome.status not in SATISFIED and outcome.lateness_days:
            yield f"is {outcome.status}, and yet {outcome.lateness_days} days late."

    def _wrong_lateness(self, task: Obligation, outcome: TaskOutcome, visit: Visit) -> Iterator[str]:
        late = max(0, (self._ends_on(visit) - task.window.last_day).days)
        if outcome.lateness_days != late:
            yield f"is said to be {outcome.lateness_days} days late; it is {late}."
        if outcome.escalate != (late > task.late_allowed_days):
            asked = "for" if late > task.late_allowed_days else "for no"
            yield f"is {late} days late of {task.late_allowed_days} allowed, which asks {asked} escalation."

    def _wrong_nesting(self, task: Obligation, outcome: TaskOutcome, visit: Visit | None) -> Iterator[str]:
        """Satisfied is what a visit to the same asset includes, inside its window; overdue work by any later visit."""
        if visit is None:
            yield f"is said to be done in {outcome.visit_id}, which is no visit of the plan."
            return
        rows = self._facts.procedures_of(task.asset_tag)
        wider = set(including(task.name, rows)) - {task.name}
        if not any(name in wider for name in self._work_on(task.asset_tag, visit)):
            yield f"is said to be done in {visit.visit_id}, which does nothing that includes it."
        begins = self._facts.local_day(visit.span.start, visit.site)
        if begins < task.window.first_day or (self._ends_on(visit) > task.window.last_day and not task.overdue):
            yield f"is said to be done on {begins}, outside its window."

    def _work_on(self, tag: AssetTag, visit: Visit) -> Iterator[ProcedureName]:
        for task_id in visit.task_ids:
            task = self._owed.get(task_id)
            if task is not None and task.asset_tag == tag:
                yield task.name

    def _ends_on(self, visit: Visit) -> date:
        """The day of the last leg's last instant: one that ends at midnight ends the day before."""
        return day_of(visit.span.end - _INSTANT, self._facts.programme.sites[visit.site].zone)


def in_time(task: Obligation, outcome: TaskOutcome) -> bool:
    """Whether the shares count it as placed: inside its window, or at all if it was overdue."""
    return outcome.status in SATISFIED and (task.overdue or not outcome.lateness_days)


def _unexplained(outcome: TaskOutcome) -> Iterator[str]:
    if outcome.reason_code is None:
        yield "is not placed, and no reason is given."
    elif not outcome.reason:
        yield f"is not placed for {outcome.reason_code}, without a word or number."
