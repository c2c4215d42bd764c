"""What a timetable alone says of a plan: its visits, and what became of every task, without why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, Settings, TaskOutcome, Visit
from scheduler.solve.ids import visit_id
from scheduler.solve.outcome import outcomes_of
from scheduler.solve.rounds import with_rounds
from scheduler.solve.timetable import Timetable
from scheduler.solve.visits import visits_of

Show = Callable[[Plan], bool]
"""Whoever is shown the first plan of a run says whether it holds."""
Bare = tuple[tuple[Visit, ...], Mapping[TaskId, TaskOutcome]]
"""Visits, and the outcome of every task."""


def bare(obligations: Sequence[Obligation], timetable: Timetable) -> Bare:
    """What is on the timetable."""
    facts = timetable.facts
    placements = {id(placement): placement for placement in timetable.placements.values()}
    visits = with_rounds(visits_of(placements.values(), facts, timetable.timeline), facts)
    satisfied = {task: visit_id(placement.task_ids) for task, placement in timetable.satisfied.items()}
    return visits, outcomes_of(obligations, visits, satisfied, facts)


def first_plan(obligations: Sequence[Obligation], timetable: Timetable, settings: Settings) -> Plan:
    """What is on the timetable as a plan that every rule can be asked about.

    Promises are placed before all else: of one that has no place it is known why, although no reasons are told yet.
    """
    facts = timetable.facts
    visits, outcomes = bare(obligations, timetable)
    broken = [
        outcomes[task.task_id]
        for task in obligations
        if outcomes[task.task_id].status is TaskStatus.UNPLACED and facts.locks_of(task.asset_tag, task.name)
    ]
    known = {one.task_id: replace(one, reason_code=ReasonCode.LOCKED_OUT) for one in broken}
    return bare_plan(obligations, (visits, {**outcomes, **known}), facts, settings)


def bare_plan(obligations: Sequence[Obligation], found: Bare, facts: Facts, settings: Settings) -> Plan:
    """A plan that rules can be asked about, and what it costs: it proves nothing and tells no reasons."""
    visits, outcomes = found
    work = tuple(obligations), outcomes, visits
    return Plan(facts.today, facts.horizon, *work, {}, 0, 0, {}, (), (), settings, facts.programme.fingerprint)
