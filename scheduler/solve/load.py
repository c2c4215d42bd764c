"""Minutes by week, site and skill: there, planned, and needed without a place; in the horizon and the year after it.

A person's minutes are counted under each skill they hold, at their home site; work under the skill of its task, at the
site of its asset. A week's minutes are those that may be scheduled (`Facts.week_limit_minutes`). The year after is what
`owed` says of it; what is there then is the average of the horizon's whole weeks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from scheduler.domain.calendar import Horizon, add_months, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import TaskOutcome, Visit, WeekLoad
from scheduler.obligations import owed
from scheduler.solve.shares import person_minutes

Key = tuple[str, SiteId, str]
"""Week, site, skill ("" for work that asks for none)."""
_YEAR_MONTHS = 12


def load_of(
    obligations: Sequence[Obligation], outcomes: Mapping[TaskId, TaskOutcome], visits: Sequence[Visit], facts: Facts
) -> tuple[WeekLoad, ...]:
    """Rows by week, site and skill."""
    available = _available(facts)
    planned = _planned(obligations, visits, facts)
    unplanned = _unplanned(obligations, outcomes, facts)
    now = [_row(key, available, planned, unplanned) for key in {*available, *planned, *unplanned}]
    return tuple(sorted((*now, *_year_after(available, facts)), key=lambda row: (row.week, row.site, row.skill)))


def _row(key: Key, available: Mapping[Key, int], planned: Mapping[Key, int], unplanned: Mapping[Key, int]) -> WeekLoad:
    return WeekLoad(*key, available.get(key, 0), planned.get(key, 0), unplanned.get(key, 0))


def _available(facts: Facts) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    for technician in facts.programme.technicians.values():
        for week in facts.horizon.weeks():
            minutes = facts.week_limit_minutes(technician.technician, week)
            for skill in sorted(facts.skills_of(technician.technician)) if minutes > 0 else ():
                found[week, technician.home_site, skill] += minutes
    return found


def _planned(obligations: Sequence[Obligation], visits: Sequence[Visit], facts: Facts) -> dict[Key, int]:
    tasks = {task.task_id: task for task in obligations}
    found: dict[Key, int] = defaultdict(int)
    for visit in visits:
        for leg in visit.legs:
            week = iso_week(facts.local_day(leg.span.start, visit.site))
            minutes = leg.span.minutes * len(leg.technicians)
            for skill, part in _by_skill([tasks[one] for one in leg.task_ids], minutes):
                found[week, visit.site, skill] += part
    return found


def _by_skill(tasks: Sequence[Obligation], minutes: int) -> Iterator[tuple[str, int]]:
    """Part a leg's minutes among its tasks as their own minutes are to each other; nothing is lost in rounding."""
    total = sum(task.procedure.minutes for task in tasks)
    left = minutes
    for number, task in enumerate(tasks):
        last = number == len(tasks) - 1
        part = left if last or not total else minutes * task.procedure.minutes // total
        left -= part
        yield task.procedure.skill or "", part


def _unplanned(
    obligations: Iterable[Obligation], outcomes: Mapping[TaskId, TaskOutcome], facts: Facts
) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    for task in obligations:
        if task.is_open and outcomes[task.task_id].status is TaskStatus.UNPLACED:
            key = (needed_week(task, facts.horizon), facts.site_of(task.asset_tag).site, task.procedure.skill or "")
            found[key] += person_minutes(task)
    return found


def needed_week(task: Obligation, horizon: Horizon) -> str:
    """The week in which a task is due, or the nearest one of the horizon."""
    return iso_week(min(max(task.due, horizon.first_day), horizon.last_day))


def _year_after(available: Mapping[Key, int], facts: Facts) -> Iterator[WeekLoad]:
    first = facts.horizon.last_day + timedelta(days=1)
    year = Horizon(first, add_months(first, _YEAR_MONTHS) - timedelta(days=1))
    usual = _usual(available, facts.horizon)
    planned: dict[Key, int] = defaultdict(int)
    for task in owed(Facts(facts.programme, facts.today, year)):
        if task.is_open and year.holds(task.due):
            key = (iso_week(task.due), facts.site_of(task.asset_tag).site, task.procedure.skill or "")
            planned[key] += person_minutes(task)
    weeks = [week for week in year.weeks() if week not in set(facts.horizon.weeks())]
    keys = {*planned, *((week, site, skill) for week in weeks for site, skill in usual)}
    for key in keys:
        if key[0] in set(weeks):
            yield WeekLoad(*key, usual.get(key[1:], 0), planned.get(key, 0), 0)


def _usual(available: Mapping[Key, int], horizon: Horizon) -> dict[tuple[SiteId, str], int]:
    """The average of the weeks that lie wholly in the horizon."""
    whole = [week for week in horizon.weeks() if _is_whole(week, horizon)] or list(horizon.weeks())
    sums: dict[tuple[SiteId, str], int] = defaultdict(int)
    for (week, site, skill), minutes in available.items():
        if week in whole:
            sums[site, skill] += minutes
    return {key: minutes // len(whole) for key, minutes in sums.items()}


def _is_whole(week: str, horizon: Horizon) -> bool:
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return horizon.first_day <= monday and monday + timedelta(days=6) <= horizon.last_day
