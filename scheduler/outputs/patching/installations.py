"""What a plan installs: every open task with a release, and the day on which it is done."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Install, Obligation, TaskStatus
from scheduler.domain.plan import Plan, Visit
from scheduler.outputs.tables import outcome_of

DONE = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})


@dataclass(frozen=True, slots=True)
class Installation:
    """A task that installs a release, and the local day on which the plan does it (None: it does not)."""

    task: Obligation
    install: Install
    on: date | None

    @property
    def deadline(self) -> date:
        """Its own deadline, else the end of the routine cycle's window."""
        return self.install.deadline or self.task.window.last_day


def installations(plan: Plan, facts: Facts) -> tuple[Installation, ...]:
    """Every open task that installs a release."""
    visits = {visit.visit_id: visit for visit in plan.visits}
    found = []
    for task in plan.obligations:
        if task.install is not None and task.is_open:
            outcome = outcome_of(plan, task)
            visit = visits.get(outcome.visit_id) if outcome.visit_id and outcome.status in DONE else None
            found.append(Installation(task, task.install, _day_of(visit, facts)))
    return tuple(found)


def _day_of(visit: Visit | None, facts: Facts) -> date | None:
    return None if visit is None else facts.local_day(visit.span.start, visit.site)
