"""Minutes by week, site and skill: there, planned, and needed without a place; in the horizon and the year after it.

A minute of a person stands in one row only. The quarter's work at each site and of each skill ("" if it asks for none)
is thought parted among the named people who could do it, as their minutes are to each other; a person's minutes are
then shared among sites and skills as what falls to them. That is done ten times over, each time with the minutes that
people now have for that work, so that all are as full as can be alike; each week's minutes are shared so. They are
those that may be scheduled (`Facts.week_limit_minutes`) less the ways between sites that the plan takes. Unnamed people
of outside performers come as they are called: theirs are the minutes planned with them. Work counts under the skill of
its task, at the site of its asset. The year after is what `owed` says of it; what is there then is the average of the
horizon's whole weeks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from constraints.reading import moves, stops_by_person
from scheduler.domain.calendar import Horizon, add_months, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SiteId, TaskId, TechnicianId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.people import Technician
from scheduler.domain.plan import Leg, Plan, Settings, TaskOutcome, Visit, WeekLoad
from scheduler.obligations import open_work
from scheduler.obligations.legs import performer_of
from scheduler.solve.parting import parted
from scheduler.solve.shares import person_minutes

Key = tuple[str, SiteId, str]
"""Week, site, skill ("" for work that asks for none)."""
_Kind = tuple[SiteId, str]
_YEAR_MONTHS = 12
_TURNS = 10
_FINE = 1000
"""Shares are counted in so many parts of a minute."""


@dataclass(frozen=True, slots=True)
class YearAfter:
    """What the twelve months after the horizon owe: minutes, and those among them of unnamed people, who are called."""

    weeks: frozenset[str]
    planned: Counter[Key]
    called: Counter[Key]


def load_of(
    obligations: Sequence[Obligation],
    outcomes: Mapping[TaskId, TaskOutcome],
    visits: Sequence[Visit],
    facts: Facts,
    after: YearAfter | None = None,
) -> tuple[WeekLoad, ...]:
    """Rows by week, site and skill; `after`: what `year_after` says of these facts, if it was asked before."""
    tasks = {task.task_id: task for task in obligations}
    named = _available(obligations, _ways(visits, facts), facts)
    planned = _planned(tasks, ((visit, leg) for visit in visits for leg in visit.legs), facts)
    called = _planned(tasks, _called(visits, facts), facts)
    unplanned = _unplanned(obligations, outcomes, facts)
    keys = {*named, *planned, *unplanned}
    now = [WeekLoad(*key, named[key] + called[key], planned[key], unplanned[key]) for key in keys]
    then = _then(named, after or year_after(facts), facts)
    return tuple(sorted((*now, *then), key=lambda row: (row.week, row.site, row.skill)))


def _ways(visits: Sequence[Visit], facts: Facts) -> Counter[tuple[TechnicianId, str]]:
    """Minutes of ways that count in the shares, by person and week."""
    plan = Plan(facts.today, facts.horizon, (), {}, tuple(visits), {}, 0, 0, {}, (), (), Settings(), "")
    found: Counter[tuple[TechnicianId, str]] = Counter()
    for person, stops in stops_by_person(plan, facts).items():
        for leaving, entering, day in moves(stops, facts):
            if leaving is not None and entering is not None:
                found[person, iso_week(day)] += facts.travel_minutes(leaving, entering)
    return found


def _available(
    obligations: Sequence[Obligation], ways: Mapping[tuple[TechnicianId, str], int], facts: Facts
) -> Counter[Key]:
    """The minutes of named people, each in one row."""
    weeks = facts.horizon.weeks()
    limits = {
        name: [max(0, facts.week_limit_minutes(name, week) - ways.get((name, week), 0)) for week in weeks]
        for name in (person.technician for person in _named(facts))
    }
    shares = _shares(_work(obligations, facts), {name: sum(limit) for name, limit in limits.items()}, facts)
    found: Counter[Key] = Counter()
    for name, share in shares.items():
        for week, limit in zip(weeks, limits[name], strict=True):
            for (site, skill), minutes in parted(limit, share).items():
                found[week, site, skill] += minutes
    return +found


def _shares(
    work: Mapping[tuple[PerformerId, _Kind], int], minutes: Mapping[TechnicianId, int], facts: Facts
) -> dict[TechnicianId, dict[_Kind, int]]:
    """How each person's minutes are shared: by turns work is parted by shares, and shares follow what falls to them."""
    performers = {person.technician: person.performer for person in _named(facts)}
    shares = {
        person.technician: dict.fromkeys(_kinds(person, work, facts), _FINE * minutes[person.technician])
        for person in _named(facts)
    }
    for _ in range(_TURNS):
        reach: Counter[tuple[PerformerId, _Kind]] = Counter()
        for name, share in shares.items():
            reach.update({(performers[name], kind): part for kind, part in share.items()})
        for name, share in shares.items():
            falls = {kind: _falls(work, reach, (performers[name], kind), part) for kind, part in share.items()}
            shares[name] = parted(_FINE * minutes[name], falls)
    return shares


def _falls(
    work: Mapping[tuple[PerformerId, _Kind], int],
    reach: Mapping[tuple[PerformerId, _Kind], int],
    key: tuple[PerformerId, _Kind],
    part: int,
) -> int:
    """What of the work falls to somebody who has this part of all the minutes for it."""
    return _FINE * work.get(key, 0) * part // max(1, reach[key])


def _named(facts: Facts) -> Iterator[Technician]:
    return (one for _, one in sorted(facts.programme.technicians.items()) if not one.anonymous)


def _work(obligations: Iterable[Obligation], facts: Facts) -> Counter[tuple[PerformerId, _Kind]]:
    """Minutes of all that the horizon owes, by performer, site and skill."""
    found: Counter[tuple[PerformerId, _Kind]] = Counter()
    for task in obligations:
        if task.is_open and not task.extends_past_horizon:
            kind = (facts.site_of(task.asset_tag).site, task.procedure.skill or "")
            found[performer_of(task, facts), kind] += person_minutes(task)
    return found


def _kinds(person: Technician, work: Mapping[tuple[PerformerId, _Kind], int], facts: Facts) -> list[_Kind]:
    """The work there is that the person could do; without any, their skills at their home site."""
    skills: set[str] = {"", *facts.skills_of(person.technician)}
    there = (kind for performer, kind in work if performer == person.performer)
    mine = sorted(kind for kind in there if kind[0] in person.sites and kind[1] in skills)
    return mine or [(person.home_site, skill) for skill in sorted(skills - {""} or skills)]


def _called(visits: Iterable[Visit], facts: Facts) -> Iterator[tuple[Visit, Leg]]:
    """The legs of unnamed people."""
    technicians = facts.programme.technicians
    for visit in visits:
        for leg in visit.legs:
            if any(technicians[person].anonymous for person in leg.technicians):
                yield visit, leg


def _planned(tasks: Mapping[TaskId, Obligation], legs: Iterable[tuple[Visit, Leg]], facts: Facts) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for visit, leg in legs:
        week = iso_week(facts.local_day(leg.span.start, visit.site))
        minutes = leg.span.minutes * len(leg.technicians)
        for skill, part in _by_skill([tasks[one] for one in leg.task_ids], minutes).items():
            found[week, visit.site, skill] += part
    return found


def _by_skill(tasks: Sequence[Obligation], minutes: int) -> Mapping[str, int]:
    """Part a leg's minutes among its skills as the minutes of their tasks are to each other."""
    weights: dict[str, int] = defaultdict(int)
    for task in tasks:
        weights[task.procedure.skill or ""] += task.procedure.minutes
    return parted(minutes, weights)


def _unplanned(obligations: Iterable[Obligation], outcomes: Mapping[TaskId, TaskOutcome], facts: Facts) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for task in obligations:
        if task.is_open and outcomes[task.task_id].status is TaskStatus.UNPLACED:
            key = (_needed_week(task, facts.horizon), facts.site_of(task.asset_tag).site, task.procedure.skill or "")
            found[key] += person_minutes(task)
    return found


def _needed_week(task: Obligation, horizon: Horizon) -> str:
    """The week in which a task is due, or the nearest one of the horizon."""
    return iso_week(min(max(task.due, horizon.first_day), horizon.last_day))


def year_after(facts: Facts) -> YearAfter:
    """Ask what is owed in the twelve months after the horizon; no plan has a part in it."""
    first = facts.horizon.last_day + timedelta(days=1)
    year = Horizon(first, add_months(first, _YEAR_MONTHS) - timedelta(days=1))
    then = Facts(facts.programme, facts.today, year)
    outside = {one.performer for one in facts.programme.technicians.values() if one.anonymous}
    found = YearAfter(frozenset(year.weeks()), Counter(), Counter())
    for task in open_work(then):
        if year.holds(task.due):
            key = (iso_week(task.due), facts.site_of(task.asset_tag).site, task.procedure.skill or "")
            found.planned[key] += person_minutes(task)
            found.called[key] += person_minutes(task) if performer_of(task, then) in outside else 0
    return found


def _then(named: Mapping[Key, int], after: YearAfter, facts: Facts) -> Iterator[WeekLoad]:
    usual, weeks = _usual(named, facts.horizon), after.weeks - set(facts.horizon.weeks())
    for key in {*after.planned, *((week, *kind) for week in weeks for kind in usual)}:
        if key[0] in weeks:
            yield WeekLoad(*key, usual.get(key[1:], 0) + after.called[key], after.planned[key], 0)


def _usual(named: Mapping[Key, int], horizon: Horizon) -> dict[_Kind, int]:
    """The average of the weeks that lie wholly in the horizon."""
    whole = [week for week in horizon.weeks() if _is_whole(week, horizon)] or list(horizon.weeks())
    sums: dict[_Kind, int] = defaultdict(int)
    for (week, site, skill), minutes in named.items():
        if week in whole:
            sums[site, skill] += minutes
    return {kind: minutes // len(whole) for kind, minutes in sums.items()}


def _is_whole(week: str, horizon: Horizon) -> bool:
    monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
    return horizon.first_day <= monday and monday + timedelta(days=6) <= horizon.last_day
