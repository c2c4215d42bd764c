"""Legal plans found by throwing visits at random people and times, and what the relaxation's columns are in them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import lcm
from random import Random

from constraints import catalogue
from constraints.reading import is_nested
from scheduler.domain.calendar import Span, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Leg, Plan, Visit
from scheduler.domain.work import LegDraft, OutKind, VisitDraft
from scheduler.obligations import draft_visit
from scheduler.relaxation import Along, Column, DayProgramme, LinearProgramme
from scheduler.solve.outcome import outcomes_of
from tests.builders import a_plan

_MINUTE = timedelta(minutes=1)
ALONG = "along"
_IGNORED = {"locks"}
"""The relaxation knows nothing of these, so plans that break them must fit too."""


def a_plan_of(visits: Sequence[Visit], obligations: Sequence[Obligation], facts: Facts) -> Plan:
    """A plan of these visits, with the statuses that follow from them."""
    outcomes = outcomes_of(obligations, visits, {}, facts).values()
    return a_plan(*visits, obligations=obligations, outcomes=outcomes, today=facts.today, horizon=facts.horizon)


def a_random_plan(obligations: Sequence[Obligation], facts: Facts, dice: Random) -> Plan:
    """Visits that no check objects to, as many as a number of throws gave; what follows up comes in the same throw."""
    tasks = [task for task in obligations if task.is_open]
    visits: list[Visit] = []
    for number in range(40 if tasks else 0):
        done = {one for visit in visits for one in visit.task_ids}
        chosen = dice.sample(tasks, k=min(len(tasks), dice.choice((1, 1, 1, 2, 3))))
        together = [chosen, *([task] for task in _companions(chosen, tasks))]
        thrown = [_thrown(some, f"V-{number}-{part}", facts, dice) for part, some in enumerate(together)]
        more = [visit for visit in thrown if visit is not None and not done & {*visit.task_ids}]
        if len(more) == len(together):
            found = catalogue.violations(a_plan_of([*visits, *more], obligations, facts), facts)
            if all(one.rule in _IGNORED for one in found):
                visits += more
    return a_plan_of(visits, obligations, facts)


def _companions(chosen: Sequence[Obligation], tasks: Sequence[Obligation]) -> Iterator[Obligation]:
    """What follows up one of these tasks, or is followed up by it."""
    ids = {task.task_id for task in chosen}
    parents = {task.parent for task in chosen}
    return (one for one in tasks if one.task_id not in ids and (one.parent in ids or one.task_id in parents))


def _thrown(tasks: Sequence[Obligation], name: str, facts: Facts, dice: Random) -> Visit | None:
    draft = draft_visit(tasks, facts)
    if draft is None:
        return None
    draft = _by_whoever_may(draft, facts, dice)
    people = [_crew(leg, facts, dice) for leg in draft.legs]
    if not all(people):
        return None
    start = _start(draft, people[0][0], facts, dice)
    if start is None:
        return None
    legs = []
    for leg, crew in zip(draft.legs, people, strict=True):
        end = start + leg.minutes * _MINUTE
        tools = tuple(dice.choice(group) for group in _tools(leg, facts))
        legs.append(Leg(Span(start, end), leg.profile.where, leg.profile.performer, crew, tools, leg.task_ids))
        start = end
    return _visit(draft, legs, VisitId(name))


def _by_whoever_may(draft: VisitDraft, facts: Facts, dice: Random) -> VisitDraft:
    """Sometimes a performer who is in charge on other days only."""
    if len(draft.tasks) > 1:
        return draft
    task, leg = draft.tasks[0], draft.legs[0]
    performer = dice.choice(sorted({who for who, _, _ in facts.performer_spans(task.asset_tag, task.procedure)}))
    return replace(draft, legs=(replace(leg, profile=replace(leg.profile, performer=performer)),))


def _crew(leg: LegDraft, facts: Facts, dice: Random) -> tuple[TechnicianId, ...]:
    people = [one.technician for one in facts.technicians(leg.profile.performer)]
    return tuple(dice.sample(people, leg.profile.crew)) if len(people) >= leg.profile.crew else ()


def _tools(leg: LegDraft, facts: Facts) -> Iterator[list[InstrumentId]]:
    for group in leg.profile.instruments:
        yield [one.instrument for name in group for one in facts.instruments_of(name)]


def _start(draft: VisitDraft, person: TechnicianId, facts: Facts, dice: Random) -> datetime | None:
    """On an edge of a shift or of an open period, or somewhere between."""
    there = facts.presence(person, draft.site)
    if draft.out is OutKind.WHILE_THERE and dice.random() < 0.8:
        there = there & facts.open_periods(draft.asset_tag)
    if not there:
        return None
    span = dice.choice(there.members)
    latest = max(0, span.minutes - draft.minutes)
    return span.start + dice.choice((0, 30, latest, dice.randint(0, latest))) * _MINUTE


def _visit(draft: VisitDraft, legs: Sequence[Leg], name: VisitId) -> Visit:
    out = {
        OutKind.NOT: None,
        OutKind.WHILE_THERE: Span(legs[0].span.start, legs[-1].span.end),
        OutKind.BENCH: Span(legs[0].span.start, max(legs[-1].span.end, _back(draft, legs[0].span.start))),
    }
    return Visit(name, draft.asset_tag, draft.site, draft.department, tuple(legs), out[draft.out], "")


def _back(draft: VisitDraft, start: datetime) -> datetime:
    return start + max(1, draft.out_minutes) * _MINUTE


@dataclass(frozen=True)
class Fixed:
    """The programme with every column of tasks as a plan has it, all multiplied by `scale` so that it is whole."""

    rows: LinearProgramme
    scale: int


def fixed_to(programme: DayProgramme, plan: Plan, facts: Facts) -> Fixed:
    """Only the minutes that people give are left to choose."""
    group_of = {task.task_id: number for number, group in enumerate(programme.groups) for task in group.tasks}
    columns: dict[int, list[Column]] = defaultdict(list)
    for column in programme.columns:
        columns[column.group].append(column)
    value: dict[int, Fraction] = defaultdict(Fraction)
    for task, shares in _weeks_of_tasks(plan, programme.free, facts).items():
        for (week, performer), share in shares.items():
            value[_column(columns[group_of[task]], week, performer, facts)] += share
    for number, group in enumerate(programme.groups):
        left = len(group.tasks) - sum(value[column.number] for column in columns[number])
        value[columns[number][-1].number] += left
    scale = lcm(*(share.denominator for share in value.values()))
    upper = programme.rows.upper * scale
    for column in programme.columns:
        upper[column.number] = int(value[column.number] * scale)
    return Fixed(replace(programme.rows, upper=upper, limit=programme.rows.limit * scale), scale)


def _column(columns: Sequence[Column], week: str, performer: str, facts: Facts) -> int:
    """Work so late that leaving it out costs no more stands as left out, which is the last column."""
    for column in columns[:-1]:
        if column.choice is not None and column.choice.week == week and performer in _performers(column, facts):
            return column.number
    return columns[-1].number


def _performers(column: Column, facts: Facts) -> set[str]:
    if isinstance(column.choice, Along):
        return {ALONG}
    assert column.choice is not None, "what is left out has no performer"
    return {facts.programme.technicians[one.crowd.technician].performer for one in column.choice.family.reaches}


def _weeks_of_tasks(
    plan: Plan, free: frozenset[TaskId], facts: Facts
) -> Mapping[TaskId, Mapping[tuple[str, str], Fraction]]:
    """What part of each task is done in which week by whose people, or along with one that includes it."""
    owed = {task.task_id: task for task in plan.obligations}
    elsewhere: dict[VisitId | None, list[Obligation]] = defaultdict(list)
    for task in plan.obligations:
        if plan.outcomes[task.task_id].status is TaskStatus.DONE_ELSEWHERE:
            elsewhere[plan.outcomes[task.task_id].visit_id].append(task)
    found: dict[TaskId, dict[tuple[str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for visit in plan.visits:
        for leg in visit.legs:
            done = [owed[one] for one in leg.task_ids]
            nested = [one for one in elsewhere[visit.visit_id] if any(is_nested(one, (task,), facts) for task in done)]
            for task in (one for one in (*done, *nested) if one.counts and one.task_id not in free):
                lead = _including(task, done, facts)
                how = leg.performer if lead is task or lead.extends_past_horizon else ALONG
                for week, part in _weeks_of(lead, leg, visit, facts):
                    found[task.task_id][week, how] += part
    return found


def _weeks_of(task: Obligation, leg: Leg, visit: Visit, facts: Facts) -> Iterator[tuple[str, Fraction]]:
    """The part of a task that each of its crew does in this leg, and the week that it is charged to."""
    lasts = sum(one.span.minutes for one in visit.legs if task.task_id in one.task_ids)
    crew = max(1, task.procedure.crew)
    for person in _able(task, leg, visit, facts)[:crew]:
        shift = facts.shift_of(person, leg.span.start, visit.site)
        assert shift is not None
        yield iso_week(shift.day), Fraction(leg.span.minutes, lasts * crew)


def _including(task: Obligation, done: Sequence[Obligation], facts: Facts) -> Obligation:
    """The task of the leg that includes this one, or else itself."""
    return next((one for one in done if is_nested(task, (one,), facts)), task)


def _able(task: Obligation, leg: Leg, visit: Visit, facts: Facts) -> list[TechnicianId]:
    skill = task.procedure.skill
    until = Span(leg.span.start, visit.span.end)
    return [one for one in leg.technicians if skill is None or facts.holds(one, skill).covering(until)]
