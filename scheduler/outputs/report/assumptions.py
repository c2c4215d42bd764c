"""What the plan took for granted, in sentences with numbers."""

from collections.abc import Iterator, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import DueBasis, TaskStatus
from scheduler.domain.people import NoCalibration
from scheduler.domain.plan import Plan
from scheduler.domain.policy import FirstDue
from scheduler.outputs.tables import outcome_of
from scheduler.outputs.words import counted, listed


def assumptions(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """Say what was assumed; each sentence names how often."""
    return tuple(_said(plan, facts))


def _said(plan: Plan, facts: Facts) -> Iterator[str]:
    programme = facts.programme
    capacity = programme.capacity
    assumed = sorted({row.department for row in programme.downtime if row.assumed and row.department})
    if assumed:
        yield f"{counted(len(assumed), 'department')} without open downtime windows got the default: {_first(assumed)}."
    no_baseline = sum(owed.basis is DueBasis.NO_BASELINE for owed in plan.obligations)
    if no_baseline:
        rule = "spread over the period" if programme.policies.first_due is FirstDue.SPREAD else "set to the first day"
        yield f"{counted(no_baseline, 'task')} had no baseline; their first due dates were {rule}."
    done = sum(outcome_of(plan, owed).status is TaskStatus.ASSUMED_DONE for owed in plan.obligations)
    if done:
        yield f"{counted(done, 'task')} due before {plan.horizon.first_day} are taken as done by then."
    unknown = sorted(
        each.instrument for each in programme.instruments.values() if each.calibrated_until is NoCalibration.UNKNOWN
    )
    if unknown:
        yield f"{counted(len(unknown), 'instrument')} with unknown calibration were not used: {_first(unknown)}."
    yield (
        f"{capacity.scheduled_share:.0%} of shift time is for scheduled work unless a technician's row says otherwise, "
        f"less a reserve of {capacity.reserve:.0%}; at most {capacity.max_day_share:.0%} of any one day."
    )
    yield f"Ways between departments take at least {capacity.between_departments_minutes} minutes."
    for name, policy in (("High-risk", programme.policies.high_risk), ("Other", programme.policies.other)):
        late = "never allowed" if policy.hard_window else f"escalated past {counted(policy.late_allowed_days, 'day')}"
        yield f"{name} equipment: tolerance window {policy.window}, counted from {policy.anchor}, late work {late}."


def _first(names: Sequence[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return listed(names[:most]) + more
