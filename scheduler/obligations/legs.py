"""Legs of a visit to be made: one for each performer, in the order in which they come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId, InstrumentClass, PerformerId, SiteId, SkillName, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import PerformerKind
from scheduler.domain.work import LegDraft, LegProfile
from scheduler.obligations.regime import completed_by

_LAST = len(PerformerKind)
_TURN = {PerformerKind.IN_HOUSE: 0, PerformerKind.SERVICE_PROVIDER: 1, PerformerKind.MANUFACTURER: 2}
"""Who comes first: the house prepares, others work, a physicist (last) releases."""


def first_plannable_day(task: Obligation, facts: Facts) -> date:
    """Return the first day on which a task can be planned."""
    return max(task.window.first_day, task.not_before or date.min, facts.today, facts.horizon.first_day)


def performer_of(task: Obligation, facts: Facts) -> PerformerId:
    """Return who does a task: the performer on its due date, or on the nearest day on which it can be planned."""
    day = min(max(task.due, first_plannable_day(task, facts)), facts.horizon.last_day)
    return facts.performer_on(task.asset_tag, task.procedure, day)


def legs_of(
    tasks: Sequence[Obligation], site: SiteId, department: DepartmentId, facts: Facts
) -> tuple[LegDraft, ...] | None:
    """Cut the tasks of a visit into legs; None if a performer would need two, or one without minutes."""
    by_performer: dict[PerformerId, list[Obligation]] = defaultdict(list)
    for task in tasks:
        by_performer[performer_of(task, facts)].append(task)
    order = _in_order(by_performer, facts)
    if order is None:
        return None
    adding = _adding_minutes(tasks, facts)
    legs = tuple(_leg(performer, by_performer[performer], site, department, adding) for performer in order)
    return legs if all(leg.minutes for leg in legs) else None


def _leg(
    performer: PerformerId,
    tasks: Sequence[Obligation],
    site: SiteId,
    department: DepartmentId,
    adding: frozenset[TaskId],
) -> LegDraft:
    crews: dict[SkillName, int] = {}
    for task in tasks:
        if task.procedure.skill is not None:
            crews[task.procedure.skill] = max(crews.get(task.procedure.skill, 0), task.procedure.crew)
    profile = LegProfile(
        site,
        department,
        where_of(task.procedure.where for task in tasks),
        performer,
        max(task.procedure.crew for task in tasks),
        tuple(sorted(crews.items())),
        _instruments(tasks),
    )
    minutes = sum(task.procedure.minutes for task in tasks if task.task_id in adding)
    return LegDraft(profile, minutes, tuple(task.task_id for task in tasks))


def where_of(wheres: Iterable[Where]) -> Where:
    """Return where one leg with all of this is: remote only if all is; unobtrusive if nothing is in place."""
    found = frozenset(wheres)
    if len(found) == 1:
        return next(iter(found))
    return Where.IN_PLACE if Where.IN_PLACE in found else Where.UNOBTRUSIVE


def _instruments(tasks: Sequence[Obligation]) -> tuple[tuple[InstrumentClass, ...], ...]:
    """Return every group that is asked for; one that a narrower group already satisfies is left out."""
    groups = {frozenset(group): group for task in tasks for group in task.procedure.instruments}
    narrowest = [group for wanted, group in groups.items() if not any(other < wanted for other in groups)]
    return tuple(sorted(narrowest))


def _adding_minutes(tasks: Sequence[Obligation], facts: Facts) -> frozenset[TaskId]:
    """Return the tasks that no other task of the visit includes; the others add no minutes."""
    names = {(task.asset_tag, task.name) for task in tasks}
    if not any(task.procedure.includes for task in tasks):
        return frozenset(task.task_id for task in tasks)
    adding = set()
    for task in tasks:
        completers = completed_by(facts.procedures_of(task.asset_tag)).get(task.name, frozenset())
        if not any((task.asset_tag, other) in names for other in completers - {task.name}):
            adding.add(task.task_id)
    return frozenset(adding)


def _in_order(by_performer: Mapping[PerformerId, Sequence[Obligation]], facts: Facts) -> list[PerformerId] | None:
    """Order performers by their turn, and each after those whose work it follows up; None if that goes in a circle."""
    if len(by_performer) == 1 and not any(task.parent for tasks in by_performer.values() for task in tasks):
        return list(by_performer)
    leg_of = {task.task_id: performer for performer, tasks in by_performer.items() for task in tasks}
    after = {
        performer: {leg_of[task.parent] for task in tasks if task.parent in leg_of}
        for performer, tasks in by_performer.items()
    }
    order: list[PerformerId] = []
    waiting = sorted(by_performer, key=lambda performer: (_turn(performer, facts), performer))
    while waiting:
        ready = next((performer for performer in waiting if after[performer] <= set(order)), None)
        if ready is None:
            return None
        order.append(ready)
        waiting.remove(ready)
    return order


def _turn(performer: PerformerId, facts: Facts) -> int:
    row = facts.programme.performers.get(performer)
    return 0 if row is None else _TURN.get(row.kind, _LAST)
