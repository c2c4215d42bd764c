"""Tries for real what is said to help: the programme is changed, and the task placed beside the plan's other visits."""

from collections.abc import Iterable
from dataclasses import replace

from constraints import catalogue
from scheduler.changes import changed, parse_setting
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Visit
from scheduler.obligations import draft_visit, owed
from scheduler.solve.choices import Days, placements
from scheduler.solve.explain import Explainer
from scheduler.solve.replay import replayed
from scheduler.solve.targets import Targets
from scheduler.solve.visits import visits_of
from scheduler.solve.wishes import Wishes

_OF_THE_WHOLE = frozenset({"statuses", "follow-up", "occurrences", "rounds", "rollout-order", "pilot", "system-order"})
"""Rules that ask for work that the part of a plan that is tried does not hold; rounds are made anew of every plan."""


def helps(plan: Plan, facts: Facts, name: TaskId) -> str:
    """Nothing if the task has a legal place in its window under the change that its outcome names; else the faults."""
    change = parse_setting(plan.outcomes[name].help_change)
    then = Facts(changed(facts.programme, change), facts.today, facts.horizon)
    tasks = {task.task_id: task for task in _owed(plan, facts, then) if task.is_open}
    task = tasks.get(name)
    if task is None:
        return "the task is no longer owed"
    others = [visit for visit in _concerned(plan, task, then) if all(one in tasks for one in visit.task_ids)]
    timetable = replayed(others, list(tasks.values()), then)
    lost = [visit.visit_id for visit in others if any(one not in timetable.placements for one in visit.task_ids)]
    if lost:
        return f"{lost} had no place any more"
    case = Explainer(timetable, then, Wishes(tasks.values(), timetable, Targets())).case(task)
    if case is None or case.begin >= case.until:
        return "the window leaves no day"
    first, last = case.first.toordinal(), case.last.toordinal()
    found = next(placements(timetable, case.visit, Days(first, last, first, case.begin, case.until, 1, 1)), None)
    if found is None:
        return "there is no place"
    [visit] = visits_of([found], then, timetable.timeline)
    before, after = (_broken([*others, *more], plan, tasks.values(), then) for more in ([], [visit]))
    return "; ".join(sorted(after - before))


def _owed(plan: Plan, before: Facts, then: Facts) -> Iterable[Obligation]:
    """What is owed then: as planned, unless procedures are different."""
    return plan.obligations if then.programme.procedures == before.programme.procedures else owed(then)


def _concerned(plan: Plan, task: Obligation, facts: Facts) -> list[Visit]:
    """Visits of people who could do it, in its department, or with an instrument that it needs; not its own."""
    draft = draft_visit((task,), facts)
    assert draft is not None
    skill = task.procedure.skill
    people = {
        one.technician
        for leg in draft.legs
        for one in facts.technicians(leg.profile.performer)
        if draft.site in one.sites and (skill is None or skill in facts.skills_of(one.technician))
    }
    tools = {
        one.instrument for group in task.procedure.instruments for kind in group for one in facts.instruments_of(kind)
    }
    return [
        visit
        for visit in plan.visits
        if task.task_id not in visit.task_ids
        and (
            visit.department == draft.department
            or any(people & {*leg.technicians} or tools & {*leg.instruments} for leg in visit.legs)
        )
    ]


def _broken(visits: list[Visit], plan: Plan, tasks: Iterable[Obligation], facts: Facts) -> set[str]:
    """What the rules of single visits and of capacities find; statuses and companions are those of a part of a plan."""
    by_task = {task: visit.visit_id for visit in visits for task in visit.task_ids}
    mine = [task for task in tasks if task.task_id in by_task]
    outcomes = {task.task_id: TaskOutcome(task.task_id, TaskStatus.PLACED, by_task[task.task_id]) for task in mine}
    part = replace(plan, visits=tuple(visits), obligations=tuple(mine), outcomes=outcomes)
    found = catalogue.violations(part, facts)
    return {f"{one.rule}: {one.sentence}" for one in found if one.rule not in _OF_THE_WHOLE}
