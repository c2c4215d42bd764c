"""Ways to spoil a legal quarter, one at a time."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from constraints.example import at
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Leg, Plan, TaskOutcome, Visit
from scheduler.domain.programme import Programme
from scheduler.verify import verify
from tests.verify.legal_quarter import sealed, the_facts, the_plan, the_programme, visit_of, with_visit

Quarter = tuple[Plan, Facts]
Fault = Callable[[], Quarter]


def found_in(quarter: Quarter) -> set[str]:
    """The keys of all that is found."""
    return {violation.rule for violation in verify(*quarter).violations}


def planned(change: Callable[[Plan], Plan]) -> Fault:
    """A fault of the plan, with the points that the spoilt plan would have."""

    def spoilt() -> Quarter:
        facts = the_facts()
        return sealed(change(the_plan(facts)), facts), facts

    return spoilt


def doctored(change: Callable[[Plan], Plan]) -> Fault:
    """A fault in what the plan says of itself."""

    def spoilt() -> Quarter:
        facts = the_facts()
        return change(the_plan(facts)), facts

    return spoilt


def told(change: Callable[[Programme], Programme]) -> Fault:
    """A fault because the hospital is not as it was when the plan was made."""

    def spoilt() -> Quarter:
        plan, facts = the_plan(the_facts()), the_facts(change(the_programme()))
        return sealed(plan, facts), facts

    return spoilt


def both(of_the_hospital: Callable[[Programme], Programme], of_the_plan: Callable[[Plan], Plan]) -> Fault:
    """A plan made for a hospital that is told otherwise from the outset, and then spoilt."""

    def spoilt() -> Quarter:
        facts = the_facts(of_the_hospital(the_programme()))
        return sealed(of_the_plan(the_plan(facts)), facts), facts

    return spoilt


def moved(tag: str, start: str, *, number: int = 0, people: Iterable[str] | None = None) -> Callable[[Plan], Plan]:
    """Begin a visit at another time, with all that belongs to it, and perhaps with others."""

    def change(plan: Plan) -> Plan:
        visit = visit_of(plan, tag, number)
        by = at(start) - visit.span.start
        legs = tuple(_leg_moved(leg, by, people) for leg in visit.legs)
        out = None if visit.out is None else _by(visit.out, by)
        return with_visit(plan, visit, replace(visit, legs=legs, out=out))

    return change


def _leg_moved(leg: Leg, by: timedelta, people: Iterable[str] | None) -> Leg:
    names = leg.technicians if people is None else tuple(TechnicianId(name) for name in people)
    return replace(leg, span=_by(leg.span, by), technicians=names)


def _by(span: Span, by: timedelta) -> Span:
    return Span(span.start + by, span.end + by)


def leg_of(tag: str, number: int = 0, **changes: Any) -> Callable[[Plan], Plan]:
    """Change one leg of a visit."""

    def change(plan: Plan) -> Plan:
        visit = visit_of(plan, tag)
        legs = list(visit.legs)
        legs[number] = replace(legs[number], **changes)
        return with_visit(plan, visit, replace(visit, legs=tuple(legs)))

    return change


def visit_with(tag: str, **changes: Any) -> Callable[[Plan], Plan]:
    """Change a visit."""
    return lambda plan: with_visit(plan, visit_of(plan, tag), replace(visit_of(plan, tag), **changes))


def without(tag: str, *, status: TaskStatus = TaskStatus.UNPLACED) -> Callable[[Plan], Plan]:
    """Take a visit out; its tasks get another status."""

    def change(plan: Plan) -> Plan:
        visit = visit_of(plan, tag)
        outcomes = dict(plan.outcomes)
        for task in visit.task_ids:
            outcomes[task] = TaskOutcome(task, status, reason_code=outcomes[_scale(plan)].reason_code, reason="0 hours")
        return with_visit(replace(plan, outcomes=outcomes), visit, None)

    return change


def _scale(plan: Plan) -> TaskId:
    return task_of(plan, "K-1").task_id


def task_of(plan: Plan, tag: str, procedure: str = "PM", number: int = 0) -> Obligation:
    """A task by asset and procedure."""
    tag, procedure = AssetTag(tag), ProcedureName(procedure)
    return [task for task in plan.obligations if task.asset_tag == tag and task.name == procedure][number]


def task_with(tag: str, name: str = "PM", number: int = 0, **changes: Any) -> Callable[[Plan], Plan]:
    """Change what is said of a task."""

    def change(plan: Plan) -> Plan:
        task = task_of(plan, tag, name, number)
        told_otherwise = replace(task, **changes)
        return replace(plan, obligations=tuple(told_otherwise if one is task else one for one in plan.obligations))

    return change


def outcome_with(tag: str, procedure: str = "PM", **changes: Any) -> Callable[[Plan], Plan]:
    """Change what is said to have become of a task."""

    def change(plan: Plan) -> Plan:
        task = task_of(plan, tag, procedure).task_id
        return replace(plan, outcomes={**plan.outcomes, task: replace(plan.outcomes[task], **changes)})

    return change


def again(tag: str, start: str, visit_id: str = "V again") -> Callable[[Plan], Plan]:
    """Make the same visit a second time."""

    def change(plan: Plan) -> Plan:
        twin: Visit = visit_of(moved(tag, start)(plan), tag)
        return replace(plan, visits=(*plan.visits, replace(twin, visit_id=VisitId(visit_id))))

    return change


def without_task(tag: str, procedure: str = "PM") -> Callable[[Plan], Plan]:
    """Leave a task out of the list."""

    def change(plan: Plan) -> Plan:
        task = task_of(plan, tag, procedure)
        outcomes = {name: outcome for name, outcome in plan.outcomes.items() if name != task.task_id}
        return replace(plan, obligations=tuple(one for one in plan.obligations if one is not task), outcomes=outcomes)

    return change


def with_task(task: Callable[[Plan], Obligation]) -> Callable[[Plan], Plan]:
    """List one more task, unplaced."""

    def change(plan: Plan) -> Plan:
        more = task(plan)
        like = replace(plan.outcomes[_scale(plan)], task_id=more.task_id)
        return replace(plan, obligations=(*plan.obligations, more), outcomes={**plan.outcomes, more.task_id: like})

    return change


def in_turn(*changes: Callable[[Plan], Plan]) -> Callable[[Plan], Plan]:
    """One change after the other."""

    def change(plan: Plan) -> Plan:
        for each in changes:
            plan = each(plan)
        return plan

    return change
