"""What a timetable alone says of a plan: its visits, and what became of every task, without why."""

from collections.abc import Callable, Mapping, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings, TaskOutcome, Visit
from scheduler.solve.ids import visit_id
from scheduler.solve.outcome import outcomes_of
from scheduler.solve.rounds import with_rounds
from scheduler.solve.timetable import Timetable
from scheduler.solve.visits import visits_of

Show = Callable[[Plan], object]
"""What is done with the first plan of a run; it may raise what it finds."""
Bare = tuple[tuple[Visit, ...], Mapping[TaskId, TaskOutcome]]
"""Visits, and the outcome of every task."""


def bare(obligations: Sequence[Obligation], timetable: Timetable) -> Bare:
    """What is on the timetable."""
    facts = timetable.facts
    placements = {id(placement): placement for placement in timetable.placements.values()}
    visits = with_rounds(visits_of(placements.values(), facts, timetable.timeline), facts)
    satisfied = {task: visit_id(placement.task_ids) for task, placement in timetable.satisfied.items()}
    return visits, outcomes_of(obligations, visits, satisfied, facts)


def bare_plan(obligations: Sequence[Obligation], found: Bare, facts: Facts, settings: Settings) -> Plan:
    """A plan that rules can be asked about, and what it costs: it proves nothing and tells no reasons."""
    visits, outcomes = found
    work = tuple(obligations), outcomes, visits
    return Plan(facts.today, facts.horizon, *work, {}, 0, 0, {}, (), (), settings, facts.programme.fingerprint)
