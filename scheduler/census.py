"""The census: how large a programme is, what kinds of trouble it holds, and what has been assumed for it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.domain.calendar import Span, Spans, instant
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, DepartmentId
from scheduler.domain.obligation import DueBasis, Obligation, ReasonCode
from scheduler.domain.people import PerformerKind
from scheduler.domain.places import DowntimeKind

NIGHT_FIRST_HOUR = 19
NIGHT_LAST_HOUR = 7
"""A period that never touches 07:00-19:00 local time is night."""

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
    """Sizes by name, shares by name, and assumptions in words."""

    sizes: Mapping[str, int]
    shares: Mapping[str, Fraction]
    statuses: Mapping[str, int]
    assumptions: tuple[str, ...] = field(default=())


def census_of(obligations: Sequence[Obligation], facts: Facts) -> Census:
    """Count a programme and what it owes in the horizon."""
    return Census(_sizes(obligations, facts), _shares(obligations, facts), _statuses(obligations), _assumptions(facts))


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
    hours = _Hours.of(obligations, facts)
    departments = facts.programme.departments
    few = sum(1 for department in departments if _half_days_a_week(department, facts) <= FEW_HALF_DAYS)
    return {
        "overdue": Fraction(sum(1 for task in obligations if task.overdue), owed, "obligations"),
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
        for task in obligations:
            if not task.is_open:
                continue
            minutes = task.procedure.minutes * task.procedure.crew
            total += minutes
            night += minutes if _only_at_night(task, facts) else 0
            outside += minutes if _only_outside(task, facts) else 0
        return cls(total, night, outside)


def _only_at_night(task: Obligation, facts: Facts) -> bool:
    procedure = task.procedure
    if not procedure.interrupts or procedure.where in (Where.BENCH, Where.UNOBTRUSIVE):
        return False
    return not _touches_day(task.asset_tag, facts)


def _touches_day(tag: AssetTag, facts: Facts) -> bool:
    """Whether an open period of the asset holds a minute of any horizon day between 07:00 and 19:00."""
    from datetime import time

    zone = facts.zone_of(tag)
    days = (
        Span(instant(day, time(NIGHT_LAST_HOUR), zone), instant(day, time(NIGHT_FIRST_HOUR), zone))
        for day in facts.horizon.days()
    )
    return bool(facts.open_periods(tag) & Spans.of(days))


def _only_outside(task: Obligation, facts: Facts) -> bool:
    performer = facts.performer_on(task.asset_tag, task.procedure, max(task.window.first_day, facts.horizon.first_day))
    return facts.programme.performers[performer].kind is not PerformerKind.IN_HOUSE


def _half_days_a_week(department: DepartmentId, facts: Facts) -> int:
    """Half-days (before and after 13:00) of a week in which the department's own open rows leave three hours or more."""
    tags = [tag for tag, asset in facts.programme.assets.items() if asset.department == department]
    return max((_half_days(tag, facts) for tag in tags[:1]), default=0)


def _half_days(tag: AssetTag, facts: Facts) -> int:
    from datetime import time, timedelta

    zone, week = facts.zone_of(tag), facts.horizon.days()[7:14]
    open_periods, count = facts.open_periods(tag), 0
    for day in week:
        for first, last in ((time(0), time(13)), (time(13), time(23, 59))):
            half = Span(instant(day, first, zone), instant(day, last, zone) + timedelta(0))
            count += (open_periods & Spans.of([half])).minutes >= HALF_DAY_MINUTES
    return count


def _assumptions(facts: Facts) -> tuple[str, ...]:
    assumed = sorted(
        {row.department for row in facts.programme.downtime if row.assumed and row.department is not None}
    )
    rows = len([row for row in facts.programme.downtime if row.kind is DowntimeKind.OPEN])
    said = [f"{rows} open downtime rows are in force."]
    if assumed:
        said.append(f"default_downtime stands in for {len(assumed)} departments without open rows: {', '.join(assumed)}.")
    return tuple(said)
