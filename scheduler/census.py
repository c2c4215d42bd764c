"""The census: how large a programme is, what kinds of trouble it holds, and what has been assumed for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.correlation import Correlation, correlate, rates_by_site
from scheduler.domain.calendar import MIDNIGHT, Span, Spans, instant
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, DepartmentId
from scheduler.domain.obligation import DueBasis, Obligation, ReasonCode
from scheduler.domain.people import PerformerKind
from scheduler.domain.places import DowntimeKind

DAY_BEGINS, DAY_ENDS = time(7), time(19)
"""Work that can never touch these hours is work only at night."""

NOON = time(13)

HALF_DAY_MINUTES = 180
"""The least minutes that count as an open half-day (before or after 13:00)."""

FEW_HALF_DAYS = 2


@dataclass(frozen=True, slots=True)
class Fraction:
    """A share with its numerator and denominator, in the unit named."""

    part: int
    whole: int
    unit: str

    @property
    def per_cent(self) -> float:
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Census:
    """Sizes by name, shares by name, and assumptions in words.

    `match_rates`: by site, the networked assets that were found in the CMDB or in monitoring. `correlation`: how many
    assets and entries stand in each list of their comparison.
    """

    sizes: Mapping[str, int]
    shares: Mapping[str, Fraction]
    statuses: Mapping[str, int]
    assumptions: tuple[str, ...] = field(default=())
    match_rates: Mapping[str, Fraction] = field(default_factory=dict)
    correlation: Mapping[str, int] = field(default_factory=dict)


def census_of(obligations: Sequence[Obligation], facts: Facts) -> Census:
    """Count a programme and what it owes in the horizon."""
    found = correlate(facts.programme.assets.values(), facts.programme.network)
    return Census(
        _sizes(obligations, facts),
        _shares(obligations, facts),
        _statuses(obligations),
        _assumptions(facts),
        _match_rates(found, facts),
        _correlation(found),
    )


def _match_rates(found: Correlation, facts: Facts) -> dict[str, Fraction]:
    rates = rates_by_site(found, facts.programme.assets)
    return {site: Fraction(rate.found, rate.networked, "networked assets") for site, rate in rates.items()}


def _correlation(found: Correlation) -> dict[str, int]:
    return {
        "found in the CMDB": len(found.matches),
        "assets in conflict": sum(len(conflict.asset_tags) for conflict in found.conflicts),
        "entries in conflict": sum(len(conflict.entries) for conflict in found.conflicts),
        "in CMMS only": len(found.cmms_only),
        "in CMDB only": len(found.cmdb_only),
        "not known whether networked": len(found.networked_unknown),
    }


def _sizes(obligations: Sequence[Obligation], facts: Facts) -> dict[str, int]:
    programme = facts.programme
    named = [technician for technician in programme.technicians.values() if not technician.anonymous]
    return {
        "sites": len(programme.sites),
        "departments": len(programme.departments),
        "modalities": len(programme.modalities),
        "models": len(programme.models),
        "procedures": len(programme.procedures),
        "assets": len(programme.assets),
        "technicians": len(named),
        "performers": len(programme.performers),
        "instruments": len(programme.instruments),
        "obligations": len(obligations),
        "open tasks": sum(1 for task in obligations if task.is_open),
        "tasks that count": sum(1 for task in obligations if task.counts),
        "set aside": len(programme.set_aside),
    }


def _statuses(obligations: Sequence[Obligation]) -> dict[str, int]:
    settled = Counter(task.settled.status.value for task in obligations if task.settled is not None)
    return dict(sorted(settled.items()))


def _shares(obligations: Sequence[Obligation], facts: Facts) -> dict[str, Fraction]:
    owed = len(obligations)
    waiting = [task for task in obligations if task.is_open]
    hours = _Hours.of(obligations, facts)
    departments = facts.programme.departments
    few = _departments_with_few_half_days(facts)
    return {
        "overdue": Fraction(sum(1 for task in waiting if task.overdue), len(waiting), "open tasks"),
        "attempted, missing or in repair": Fraction(sum(map(_is_in_trouble, obligations)), owed, "obligations"),
        "without a baseline": Fraction(
            sum(1 for task in obligations if task.basis is DueBasis.NO_BASELINE), owed, "obligations"
        ),
        "only at night": Fraction(hours.night, hours.total, "minutes"),
        "only by outside performers": Fraction(hours.outside, hours.total, "minutes"),
        "departments with at most 2 open half-days a week": Fraction(few, len(departments), "departments"),
    }


def _is_in_trouble(task: Obligation) -> bool:
    gone = task.settled is not None and task.settled.reason_code in (
        ReasonCode.ASSET_MISSING,
        ReasonCode.ASSET_IN_REPAIR,
    )
    return gone or task.attempts > 0 or task.not_before is not None


@dataclass(frozen=True, slots=True)
class _Hours:
    """Minutes of people's work: in all, where only nights are open, and where only outside people may do it."""

    total: int
    night: int
    outside: int

    @classmethod
    def of(cls, obligations: Sequence[Obligation], facts: Facts) -> "_Hours":
        total = night = outside = 0
        days = _Days(facts)
        for task in obligations:
            if not task.is_open:
                continue
            minutes = task.procedure.minutes * task.procedure.crew
            total += minutes
            night += minutes if _only_at_night(task, days) else 0
            outside += minutes if _only_outside(task, facts) else 0
        return cls(total, night, outside)


def _only_at_night(task: Obligation, days: "_Days") -> bool:
    procedure = task.procedure
    if not procedure.interrupts or procedure.where in (Where.BENCH, Where.UNOBTRUSIVE):
        return False
    return days.are_closed(task.asset_tag)


def _only_outside(task: Obligation, facts: Facts) -> bool:
    performer = facts.performer_on(task.asset_tag, task.procedure, max(task.window.first_day, facts.horizon.first_day))
    return facts.programme.performers[performer].kind is not PerformerKind.IN_HOUSE


class _Days:
    """Looks at open periods by local hours; assets share few of them, so each set is looked at once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._by_day: dict[ZoneInfo, Spans] = {}
        self._closed: dict[tuple[int, ZoneInfo], bool] = {}

    def are_closed(self, tag: AssetTag) -> bool:
        """Whether no open period of the asset holds a minute of any day of the horizon between 07:00 and 19:00."""
        zone, periods = self._facts.zone_of(tag), self._facts.open_periods(tag)
        key = (id(periods), zone)
        if key not in self._closed:
            self._closed[key] = not periods & self._daytime(zone)
        return self._closed[key]

    def _daytime(self, zone: ZoneInfo) -> Spans:
        if zone not in self._by_day:
            self._by_day[zone] = Spans.of(
                _between(day, DAY_BEGINS, DAY_ENDS, zone) for day in self._facts.horizon.days()
            )
        return self._by_day[zone]


def _departments_with_few_half_days(facts: Facts) -> int:
    """Departments in which no kind of asset can be spared on more than two half-days of the horizon's second week."""
    most: dict[DepartmentId, int] = dict.fromkeys(facts.programme.departments, 0)
    seen = set()
    for tag, asset in facts.programme.assets.items():
        key = (asset.department, id(facts.open_periods(tag)))
        if key not in seen:
            seen.add(key)
            most[asset.department] = max(most[asset.department], _half_days(tag, facts))
    return sum(1 for number in most.values() if number <= FEW_HALF_DAYS)


def _half_days(tag: AssetTag, facts: Facts) -> int:
    """Halves (before and after 13:00) of the days of one week that are open for three hours or more."""
    zone, week = facts.zone_of(tag), facts.horizon.days()[7:14]
    halves = (_between(day, *half, zone) for day in week for half in ((MIDNIGHT, NOON), (NOON, MIDNIGHT)))
    return sum(facts.open_periods(tag).clipped(half).minutes >= HALF_DAY_MINUTES for half in halves)


def _between(day: date, first: time, last: time, zone: ZoneInfo) -> Span:
    """From one wall time to another; midnight as an end is that of the next day."""
    end = day if last > first else day + timedelta(days=1)
    return Span(instant(day, first, zone), instant(end, last, zone))


def _assumptions(facts: Facts) -> tuple[str, ...]:
    assumed = sorted({row.department for row in facts.programme.downtime if row.assumed and row.department is not None})
    rows = len([row for row in facts.programme.downtime if row.kind is DowntimeKind.OPEN])
    said = [f"{rows} open downtime rows are in force."]
    if assumed:
        said.append(
            f"default_downtime stands in for {len(assumed)} departments without open rows: {', '.join(assumed)}."
        )
    return tuple(said)
