"""Visits to be made: which tasks of an asset can share one, and what it then asks for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import reduce
from operator import and_

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId, SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import OutKind, VisitDraft
from scheduler.obligations.legs import first_plannable_day, legs_of

LATE_WORK_WAITS = timedelta(days=13)
"""Late work is put together with other work only if that can be done within two weeks of the first possible day."""

_MINUTES_AN_HOUR = 60
_OUT_WHERE = frozenset({Where.IN_PLACE, Where.REMOTE})


def draft_visit(tasks: Sequence[Obligation], facts: Facts) -> VisitDraft | None:
    """Put tasks of one composite into one visit, a leg for each performer; None if they cannot share one.

    They cannot if some are bench work and others not, if their assets stand in different departments, if two are
    occurrences of one series, if a follow-up has the performer of its parent, or if a leg would have no minutes.
    """
    places = {_place_of(task, facts) for task in tasks}
    ids = {task.task_id for task in tasks}
    if len(places) != 1 or len({task.procedure.where is Where.BENCH for task in tasks}) != 1:
        return None
    if len(ids) != len(tasks) or any(task.previous in ids for task in tasks):
        return None
    site, department = next(iter(places))
    ordered = sorted(tasks, key=lambda task: (task.asset_tag, task.name, task.due, task.task_id))
    legs = legs_of(ordered, site, department, facts)
    if legs is None:
        return None
    main, out = facts.main_of(ordered[0].asset_tag), _out_kind(ordered)
    return VisitDraft(
        asset_tag=main,
        site=site,
        department=department,
        tasks=tuple(ordered),
        legs=legs,
        out=out,
        taken_out=() if out is OutKind.NOT else facts.taken_out_with(main),
        out_minutes=_out_minutes(ordered) if out is OutKind.BENCH else 0,
        splittable=len(ordered) == 1 and ordered[0].procedure.splittable,
    )


def _place_of(task: Obligation, facts: Facts) -> tuple[SiteId, DepartmentId]:
    asset = facts.asset(task.asset_tag)
    return asset.site, asset.department


def _out_kind(tasks: Sequence[Obligation]) -> OutKind:
    if tasks[0].procedure.where is Where.BENCH:
        return OutKind.BENCH
    interrupts = any(task.procedure.interrupts and task.procedure.where in _OUT_WHERE for task in tasks)
    return OutKind.WHILE_THERE if interrupts else OutKind.NOT


def _out_minutes(tasks: Sequence[Obligation]) -> int:
    """Return the longest time from collection to return that any of them asks for, in whole minutes."""
    return max(round(task.procedure.out_hours * _MINUTES_AN_HOUR) for task in tasks)


def candidate_groups(tasks: Sequence[Obligation], facts: Facts) -> tuple[tuple[TaskId, ...], ...]:
    """Say which open tasks of one composite may become one visit: the largest sets first; each task is in at least one.

    Their windows meet, they can share a visit, and some open period inside all their windows is long enough for it.
    What one task includes travels with it. Splittable work is always a visit of its own.
    """
    groups: dict[tuple[TaskId, ...], None] = {}
    for part in _parts([task for task in tasks if task.is_open], facts):
        for meeting in _meeting(part, facts):
            groups.update(dict.fromkeys(tuple(_ids(one)) for one in _fitting(meeting, facts)))
    kept = [one for one in groups if not any(set(one) < set(other) for other in groups)]
    return tuple(sorted(kept, key=lambda one: (-len(one), one)))


def _ids(tasks: Iterable[Obligation]) -> list[TaskId]:
    return sorted(task.task_id for task in tasks)


def _parts(tasks: Sequence[Obligation], facts: Facts) -> Iterator[list[Obligation]]:
    """Part what can never share a visit: bench work and other work, departments, splittable work."""
    parts: dict[tuple[object, ...], list[Obligation]] = {}
    for task in tasks:
        alone = task.task_id if task.procedure.splittable else ""
        key = (*_place_of(task, facts), task.procedure.where is Where.BENCH, alone)
        parts.setdefault(key, []).append(task)
    return iter(parts.values())


def _meeting(tasks: Sequence[Obligation], facts: Facts) -> Iterator[list[Obligation]]:
    """Yield the sets of tasks that are all plannable on some day: a largest one ends where one of them does."""
    days = {task.task_id: plannable_days(task, facts) for task in tasks}
    for end in sorted({window.last_day for window in days.values()}):
        yield [task for task in tasks if days[task.task_id].holds(end)]


def plannable_days(task: Obligation, facts: Facts) -> DayWindow:
    """Return the days on which a task is planned with others: in its window; soon, where that is over."""
    first = first_plannable_day(task, facts)
    if task.window.last_day < first:
        return DayWindow(first, first + LATE_WORK_WAITS)
    return DayWindow(first, max(first, min(task.window.last_day, facts.horizon.last_day)))


def _fitting(tasks: Sequence[Obligation], facts: Facts) -> Iterator[list[Obligation]]:
    """Fill visits one after another, what is due first and what includes others before the rest."""
    left = sorted(tasks, key=lambda task: (bool(task.included_in), task.window.last_day, task.due, task.task_id))
    while left:
        visit = [left[0]]
        for task in left[1:]:
            if _fits([*visit, task], facts):
                visit.append(task)
        yield visit
        left = [task for task in left if task not in visit]


def _fits(tasks: Sequence[Obligation], facts: Facts) -> bool:
    draft = draft_visit(tasks, facts)
    return draft is not None and (draft.out is not OutKind.WHILE_THERE or draft.minutes <= _longest_open(tasks, facts))


def _longest_open(tasks: Sequence[Obligation], facts: Facts) -> int:
    """Return the minutes of the longest open period that all assets have inside all windows."""
    days = [plannable_days(task, facts) for task in tasks]
    first, last = max(window.first_day for window in days), min(window.last_day for window in days)
    if first > last:
        return 0
    tags = sorted({task.asset_tag for task in tasks})
    opened = reduce(and_, (facts.open_periods(tag) for tag in tags))
    inside = opened.clipped(DayWindow(first, last).span(facts.zone_of(tags[0])))
    return max((span.minutes for span in inside), default=0)
