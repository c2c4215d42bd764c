"""What the report says, as figures and rows, before it is a page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scheduler.domain.calendar import parse_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TaskId, VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, Shares, Shortfall, TaskOutcome, Visit
from scheduler.domain.policy import RiskClass
from scheduler.outputs.share_figures import per_cent
from scheduler.outputs.tables import outcome_of
from scheduler.outputs.words import (
    REASON_WORDS,
    STATUS_WORDS,
    day_said,
    hours_said,
    listed,
)


class TroubleKind(StrEnum):
    """Why a task is on the list of those not on time, in the order of the list; the value is what people read."""

    NOT_PLACED = "not placed"
    LATE = "late"
    OVERDUE = "overdue before the first day"
    ASIDE = "missing or in repair"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A task that is late or not placed, in words, with what it costs."""

    asset_tag: str
    equipment: str
    department: str
    procedure: str
    high_risk: bool
    minutes: int
    due: str
    window_end: str
    kind: TroubleKind
    what: str
    planned: str
    reason_code: str
    reason_words: str
    reason: str
    help: str
    price: int
    escalate: bool


_OWED_AND_NOT_PLACED = {
    TaskStatus.UNPLACED: "no reason given",
    TaskStatus.VERSION_UNKNOWN: "software version unknown",
    TaskStatus.NOT_DUE: "the occurrence before it is not placed",
}
"""What stands in the denominator without a visit, with words for those that have no reason code."""


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How much is not placed for one reason."""

    words: str
    tasks: int
    high_risk: int
    minutes: str
    example: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Compliance of one risk class with numerator and denominator."""

    name: str
    counted: int
    placed: int
    late: int
    unplaced: int
    largest: int
    share: float | None
    share_largest: float | None


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How many obligations have a status, by risk class."""

    name: str
    high_risk: int
    other: int

    @property
    def total(self) -> int:
        return self.high_risk + self.other


@dataclass(frozen=True, slots=True)
class ShortRow:
    """A week that lacks people, in words."""

    skills: str
    sites: str
    week: str
    days: str
    short: str
    needed: str
    available: str
    tasks: int
    value: int


def troubles(plan: Plan, facts: Facts, prices: Mapping[TaskId, int]) -> tuple[Trouble, ...]:
    """List what is late or not placed: high risk first, then by kind, then what costs most."""
    visits = {visit.visit_id: visit for visit in plan.visits}
    found = [
        _trouble(owed, outcome, visits.get(outcome.visit_id or VisitId("")), facts, prices.get(owed.task_id, 0))
        for owed, outcome in ((owed, outcome_of(plan, owed)) for owed in plan.obligations)
        if _is_trouble(owed, outcome)
    ]
    return tuple(sorted(found, key=_worst_first))


def kind_counts(troubled: Iterable[Trouble]) -> tuple[tuple[str, int], ...]:
    """Count the kinds of trouble that there are, in the order of the list."""
    count = Counter(each.kind for each in troubled)
    return tuple((kind.value, count[kind]) for kind in TroubleKind if count[kind])


def reason_counts(troubled: Iterable[Trouble]) -> tuple[ReasonCount, ...]:
    """Group what is not placed by its reason, the biggest group first."""
    groups: dict[str, list[Trouble]] = defaultdict(list)
    for each in troubled:
        if each.kind in (TroubleKind.NOT_PLACED, TroubleKind.ASIDE):
            groups[each.reason_words].append(each)
    counts = [
        ReasonCount(
            words,
            len(group),
            sum(each.high_risk for each in group),
            hours_said(sum(each.minutes for each in group)),
            group[0].reason,
        )
        for words, group in groups.items()
    ]
    return tuple(sorted(counts, key=lambda each: (-each.tasks, each.words)))


def share_rows(plan: Plan) -> tuple[ShareRow, ...]:
    """Give the shares of each risk class and of all."""
    names = {"high_risk": "High risk", "other": "Other", "all": "All"}
    return tuple(_share_row(name, plan.shares[key]) for key, name in names.items() if key in plan.shares)


def status_rows(plan: Plan) -> tuple[StatusRow, ...]:
    """Count every obligation once, by status; those that nobody can be blamed for stand apart."""
    count: Counter[tuple[str, RiskClass]] = Counter()
    for owed in plan.obligations:
        outcome = outcome_of(plan, owed)
        words = STATUS_WORDS[outcome.status]
        if outcome.status is TaskStatus.UNPLACED and owed.settled is not None and outcome.reason_code is not None:
            words = REASON_WORDS[outcome.reason_code]
        count[words, owed.risk_class] += 1
    names = dict.fromkeys([*STATUS_WORDS.values(), *REASON_WORDS.values()])
    rows = (StatusRow(name, count[name, RiskClass.HIGH_RISK], count[name, RiskClass.OTHER]) for name in names)
    return tuple(row for row in rows if row.total)


def short_rows(plan: Plan, facts: Facts) -> tuple[ShortRow, ...]:
    """List weeks that lack people, or have them but not in one piece; the worst first."""
    lacking = [lack for lack in plan.shortfall if lack.minutes_short > 0 or lack.tasks_affected > 0]
    worst = sorted(lacking, key=lambda lack: (-lack.minutes_short, -lack.tasks_affected, lack.week, lack.skills))
    return tuple(_short_row(lack, facts) for lack in worst)


def week_said(week: str) -> str:
    """Name the days of an ISO week: Mon 4 Jan 2027 to Sun 10 Jan 2027."""
    monday = parse_week(week)
    return f"{day_said(monday)} to {day_said(monday + timedelta(days=6))}"


def site_names(sites: Sequence[SiteId], facts: Facts) -> str:
    """Name sites as people do; all of them as such."""
    known = facts.programme.sites
    if len(sites) == len(known) > 1:
        return "all sites"
    return listed((known[site].name or site) if site in known else site for site in sites)


def _trouble(owed: Obligation, outcome: TaskOutcome, visit: Visit | None, facts: Facts, price: int) -> Trouble:
    asset, modality = facts.asset(owed.asset_tag), facts.modality_of(owed.asset_tag)
    department = facts.department_of(owed.asset_tag)
    late = outcome.lateness_days
    code, kind = outcome.reason_code, _kind(owed, outcome)
    return Trouble(
        asset_tag=owed.asset_tag,
        equipment=f"{modality.name or modality.modality}, {asset.make} {asset.model}",
        department=department.name or department.department,
        procedure=owed.name,
        high_risk=owed.risk_class is RiskClass.HIGH_RISK,
        minutes=owed.procedure.minutes * owed.procedure.crew,
        due=owed.due.isoformat(),
        window_end=owed.window.last_day.isoformat(),
        kind=kind,
        what=kind.value if kind is not TroubleKind.LATE else f"late by {late} day{'' if late == 1 else 's'}",
        planned=f"{facts.local_day(visit.span.end, visit.site)}" if visit else "",
        reason_code=code or "",
        reason_words=REASON_WORDS[code] if code else _OWED_AND_NOT_PLACED.get(outcome.status, kind.value),
        reason=" ".join(part for part in (outcome.reason, outcome.unavoidable) if part),
        help=outcome.what_would_help,
        price=price,
        escalate=outcome.escalate,
    )


def _kind(owed: Obligation, outcome: TaskOutcome) -> TroubleKind:
    if outcome.status in _OWED_AND_NOT_PLACED:
        return TroubleKind.NOT_PLACED if owed.counts else TroubleKind.ASIDE
    return TroubleKind.OVERDUE if owed.overdue else TroubleKind.LATE


def _is_trouble(owed: Obligation, outcome: TaskOutcome) -> bool:
    """Late, owed and not placed, or aside: listed though nobody can be blamed."""
    if outcome.status in _OWED_AND_NOT_PLACED:
        return owed.counts or outcome.status is TaskStatus.UNPLACED
    return outcome.lateness_days > 0


def _worst_first(each: Trouble) -> tuple[object, ...]:
    return not each.high_risk, list(TroubleKind).index(each.kind), -each.price, each.asset_tag, each.procedure


def _share_row(name: str, shares: Shares) -> ShareRow:
    return ShareRow(
        name,
        shares.counted,
        shares.placed,
        shares.placed_late,
        shares.counted - shares.placed - shares.placed_late,
        shares.largest,
        per_cent(shares.placed, shares.counted),
        per_cent(shares.largest, shares.counted),
    )


def _short_row(lack: Shortfall, facts: Facts) -> ShortRow:
    return ShortRow(
        listed(lack.skills) or "any skill",
        site_names(lack.sites, facts),
        lack.week,
        week_said(lack.week),
        hours_said(lack.minutes_short) if lack.minutes_short else "in no single piece",
        hours_said(lack.minutes_needed),
        hours_said(lack.minutes_available),
        lack.tasks_affected,
        lack.value_of_one_more_hour,
    )
