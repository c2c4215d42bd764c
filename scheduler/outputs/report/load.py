"""Load against capacity, summed for charts: by skill and week, and by person and day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, WeekLoad
from scheduler.outputs.report.charts import DayCell, Lane, LoadBar
from scheduler.outputs.share_figures import per_cent


@dataclass(frozen=True, slots=True)
class SkillLoad:
    """One skill over all its sites: the weeks of the horizon, those after it, and the horizon's sums by site."""

    skill: str
    quarter: tuple[LoadBar, ...]
    year_after: tuple[LoadBar, ...]
    sites: tuple[tuple[str, LoadBar], ...]

    @property
    def total(self) -> LoadBar:
        return _summed("all", self.quarter)

    @property
    def share(self) -> float | None:
        return per_cent(self.total.planned, self.total.available)

    @property
    def fullest(self) -> LoadBar:
        """The week that is wanted most of what it has."""
        return max(self.quarter, key=lambda bar: (bar.planned + bar.unplanned) / max(1, bar.available))

    @property
    def is_short(self) -> bool:
        return any(bar.unplanned for bar in self.quarter)


def skill_loads(plan: Plan, facts: Facts) -> tuple[SkillLoad, ...]:
    """Sum the load rows; the fullest skill comes first."""
    by_skill: dict[str, list[WeekLoad]] = defaultdict(list)
    for load in plan.load:
        by_skill[load.skill].append(load)
    weeks = frozenset(plan.horizon.weeks())
    loads = [_skill_load(skill, rows, weeks, facts) for skill, rows in by_skill.items()]
    wanted = [load for load in loads if load.quarter]
    return tuple(sorted(wanted, key=lambda load: (-load.total.unplanned, -(load.share or 0), load.skill)))


def technician_lanes(plan: Plan, facts: Facts) -> tuple[Lane, ...]:
    """Lay out the horizon of every named person: minutes of work on each day of their shifts."""
    planned: Counter[tuple[str, str]] = Counter()
    for visit in plan.visits:
        for leg in visit.legs:
            day = facts.local_day(leg.span.start, visit.site).isoformat()
            for technician in leg.technicians:
                planned[technician, day] += leg.span.minutes
    people = sorted((key, each) for key, each in facts.programme.technicians.items() if not each.anonymous)
    days = plan.horizon.days()
    return tuple(
        Lane(
            person.name or technician,
            tuple(
                DayCell(
                    day.isoformat(),
                    planned[technician, day.isoformat()],
                    facts.day_limit_minutes(technician, day),
                    day.weekday() >= 5,
                )
                for day in days
            ),
        )
        for technician, person in people
    )


def _skill_load(skill: str, rows: Sequence[WeekLoad], weeks: frozenset[str], facts: Facts) -> SkillLoad:
    inside = [row for row in rows if row.week in weeks]
    after = [row for row in rows if row.week not in weeks]
    sites = sorted({row.site for row in inside})
    named = facts.programme.sites
    return SkillLoad(
        skill or "no skill asked",
        _by_week(inside),
        _by_week(after),
        tuple(
            (
                (named[site].name or site) if site in named else site,
                _summed(site, _by_week(r for r in inside if r.site == site)),
            )
            for site in sites
        ),
    )


def _by_week(rows: Iterable[WeekLoad]) -> tuple[LoadBar, ...]:
    groups: dict[str, list[LoadBar]] = defaultdict(list)
    for row in rows:
        groups[row.week].append(LoadBar(row.week, row.available_minutes, row.planned_minutes, row.unplanned_minutes))
    return tuple(_summed(week, bars) for week, bars in sorted(groups.items()))


def _summed(name: str, bars: Iterable[LoadBar]) -> LoadBar:
    given = list(bars)
    return LoadBar(
        name,
        sum(bar.available for bar in given),
        sum(bar.planned for bar in given),
        sum(bar.unplanned for bar in given),
    )
