"""Which weeks lack minutes of which skill: what is planned and what has no place, against what is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, SkillName, TaskId, TechnicianId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.people import Technician
from scheduler.domain.plan import Shortfall, TaskOutcome, Visit
from scheduler.solve.load import needed_week
from scheduler.solve.shares import person_minutes

_PEOPLE_WERE_MISSING = frozenset({ReasonCode.CAPACITY, ReasonCode.CREW_TOO_SMALL, ReasonCode.NO_QUALIFIED_PERSON})


def shortfall_of(
    obligations: Sequence[Obligation],
    outcomes: Mapping[TaskId, TaskOutcome],
    visits: Sequence[Visit],
    value: Mapping[TaskId, int],
    facts: Facts,
) -> tuple[Shortfall, ...]:
    """A row for each week and skill in which work has no place for want of people; sites: those its holders reach."""
    missing: dict[tuple[str, SkillName], list[Obligation]] = defaultdict(list)
    for task in obligations:
        outcome = outcomes[task.task_id]
        if outcome.status is TaskStatus.UNPLACED and outcome.reason_code in _PEOPLE_WERE_MISSING and task.is_open:
            skill = task.procedure.skill or SkillName("")
            missing[needed_week(task, facts.horizon), skill].append(task)
    busy = _busy(visits, facts)
    return tuple(_row(week, skill, tasks, busy, value, facts) for (week, skill), tasks in sorted(missing.items()))


def _row(
    week: str,
    skill: SkillName,
    tasks: Sequence[Obligation],
    busy: Mapping[tuple[TechnicianId, str], int],
    value: Mapping[TaskId, int],
    facts: Facts,
) -> Shortfall:
    people = facts.holders(skill)
    planned = sum(busy.get((one.technician, week), 0) for one in people)
    return Shortfall(
        week=week,
        sites=_sites(people, tasks, facts),
        skills=(skill,),
        minutes_needed=planned + sum(person_minutes(task) for task in tasks),
        minutes_available=sum(max(0, facts.week_limit_minutes(one.technician, week)) for one in people),
        tasks_affected=len(tasks),
        value_of_one_more_hour=max(60 * value.get(task.task_id, 0) // max(60, person_minutes(task)) for task in tasks),
    )


def _sites(people: Sequence[Technician], tasks: Sequence[Obligation], facts: Facts) -> tuple[SiteId, ...]:
    reached = {site for one in people for site in one.sites}
    return tuple(sorted(reached or {facts.site_of(task.asset_tag).site for task in tasks}))


def _busy(visits: Sequence[Visit], facts: Facts) -> dict[tuple[TechnicianId, str], int]:
    """Minutes of legs by person and the week in which their shift starts; ways not counted."""
    found: dict[tuple[TechnicianId, str], int] = defaultdict(int)
    for visit in visits:
        for leg in visit.legs:
            for person in leg.technicians:
                shift = facts.shift_of(person, leg.span.start, visit.site)
                if shift is not None:
                    found[person, facts.week_of(shift.day)] += leg.span.minutes
    return found
