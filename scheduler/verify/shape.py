"""Whether a plan speaks of things that exist, so that every other check can trust its names."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId, VisitId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Plan, Violation, Visit

SHAPE = "shape"


def misshapen(plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Everything that names what is not there, twice the same, or is out of order."""
    yield from _of_the_frame(plan, facts)
    yield from _twice("visit", (visit.visit_id for visit in plan.visits))
    yield from _twice("task", (task.task_id for task in plan.obligations))
    owed = _owed(plan)
    for visit in plan.visits:
        for sentence in _faults_of_visit(visit, owed, facts):
            yield Violation(SHAPE, visit.visit_id, sentence, visit.legs[0].span.start if visit.legs else None)
    for task in plan.obligations:
        for sentence in _faults_of_task(task, plan, facts):
            yield Violation(SHAPE, task.task_id, sentence)


def sound_part(plan: Plan, facts: Facts) -> Plan:
    """The plan without the visits and tasks that other checks could not even read."""
    tasks = tuple(task for task in plan.obligations if not any(_faults_of_task(task, plan, facts)))
    known = {task.task_id for task in tasks}
    outcomes = {task: outcome for task, outcome in plan.outcomes.items() if task in known or task not in _owed(plan)}
    visits = tuple(visit for visit in plan.visits if not any(_unreadable(visit, facts)))
    if len(tasks) == len(plan.obligations) and len(visits) == len(plan.visits):
        return plan
    return replace(plan, obligations=tasks, outcomes=outcomes, visits=visits)


def _of_the_frame(plan: Plan, facts: Facts) -> Iterator[Violation]:
    if (plan.today, plan.horizon) != (facts.today, facts.horizon):
        yield Violation(SHAPE, "plan", f"The plan is for {plan.horizon} as of {plan.today}; checked for another time.")
    if plan.fingerprint != facts.programme.fingerprint:
        yield Violation(SHAPE, "plan", "The files are not those that were planned: their fingerprint has changed.")


def _owed(plan: Plan) -> Mapping[TaskId, Obligation]:
    return {task.task_id: task for task in plan.obligations}


def _twice(kind: str, names: Iterable[str]) -> Iterator[Violation]:
    for name, times in sorted(Counter(names).items()):
        if times > 1:
            yield Violation(SHAPE, name, f"The {kind} {name} stands in the plan {times} times.")


def _faults_of_task(task: Obligation, plan: Plan, facts: Facts) -> Iterator[str]:
    if task.asset_tag not in facts.programme.assets:
        yield f"Its asset {task.asset_tag} is in no table."
    if task.task_id not in plan.outcomes:
        yield "It has no status."


def _faults_of_visit(visit: Visit, owed: Mapping[TaskId, Obligation], facts: Facts) -> Iterator[str]:
    yield from _unreadable(visit, facts)
    for task in visit.task_ids:
        if task not in owed:
            yield f"Its task {task} is owed by nobody."
        elif visit.asset_tag in facts.programme.assets and owed[task].asset_tag in facts.programme.assets:
            yield from _of_another(visit, owed[task], facts)
    for leg in visit.legs:
        yield from _unlike(leg)


def _of_another(visit: Visit, task: Obligation, facts: Facts) -> Iterator[str]:
    if facts.main_of(task.asset_tag) != facts.main_of(visit.asset_tag):
        yield f"Its task {task.task_id} is for {task.asset_tag}, which is not serviced with {visit.asset_tag}."


def _unlike(leg: Leg) -> Iterator[str]:
    if not leg.task_ids:
        yield "One of its legs does nothing."
    if not leg.technicians:
        yield "Nobody does one of its legs."
    for kind, names in (("person", leg.technicians), ("instrument", leg.instruments), ("task", leg.task_ids)):
        for name, times in Counter[str](names).items():
            if times > 1:
                yield f"One leg names the {kind} {name} {times} times."


def _unreadable(visit: Visit, facts: Facts) -> Iterator[str]:
    """What keeps any other check from reading a visit."""
    if not visit.legs:
        yield "It has no leg."
    if any(later.span.start < earlier.span.start for earlier, later in pairwise(visit.legs)):
        yield "Its legs are not in order of time."
    tables = facts.programme
    asset = tables.assets.get(visit.asset_tag)
    if asset is None:
        yield f"Its asset {visit.asset_tag} is in no table."
    elif (asset.site, asset.department) != (visit.site, visit.department):
        yield f"{visit.asset_tag} is in {asset.department} at {asset.site}, not in {visit.department} at {visit.site}."
    if visit.site not in tables.sites:
        yield f"Its site {visit.site} is in no table."
    for leg in visit.legs:
        yield from _unknown("performer", [leg.performer], tables.performers)
        yield from _unknown("person", leg.technicians, tables.technicians)
        yield from _unknown("instrument", leg.instruments, tables.instruments)


def _unknown(kind: str, names: Iterable[str], known: Container[str]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"The {kind} {name} is in no table."


def visits_by_id(plan: Plan) -> Mapping[VisitId, Visit]:
    """Visits by their ids."""
    return {visit.visit_id: visit for visit in plan.visits}
