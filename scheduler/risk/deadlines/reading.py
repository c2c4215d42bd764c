"""Which deadline holds: the tables that the policy names are asked, and the earliest day wins."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scheduler.domain.equipment import Answer
from scheduler.domain.policy import Patching
from scheduler.domain.security import TechnicalImpact
from scheduler.risk.deadlines.deadline import UPGRADE_CLASS, Clock, Deadline, routine
from scheduler.risk.deadlines.directive import Directive, Questions, directive_in_force
from scheduler.risk.deadlines.facts import AssetFacts, ReleaseFacts, Vulnerability

CONTRACT = "contract"
ROUTINE = "routine"
KNOWN_EXPLOITED = "kev"
"""The key of `contract_days` for what is known to be exploited, whatever its severity."""

INTERRUPT_DAYS = 3
"""So few days are interrupt work: a quarter's plan cannot wait for them, the reserve takes them."""


def deadline_of(release: ReleaseFacts, asset: AssetFacts, policy: Patching, today: date) -> Deadline:
    """The deadline of a release on an asset: the earliest that the tables in force give; else the routine cycle."""
    tables = policy.tables_by_impact.get(asset.impact_class, policy.deadline_table)
    found: list[Deadline] = []
    for table in (name.strip() for name in tables.split("|")):
        if table == CONTRACT:
            found.append(_of_contract(release, policy))
        elif table != ROUTINE:
            found += _of_directive(table, release, asset, today)
    return earliest(found)


def earliest(deadlines: Iterable[Deadline]) -> Deadline:
    """The one with the earliest day; without a day what says most about why; the routine cycle if there is none."""
    return min(deadlines, key=_order, default=routine("no table of deadlines is chosen"))


def urgency(deadline: Deadline, monitoring_score: float | None, impact_score: int) -> tuple[date, int, float]:
    """What orders work by its deadline, soonest first; among equal days clinical impact, then the monitoring score."""
    return (deadline.day or date.max, -impact_score, -(monitoring_score or 0.0))


def _order(deadline: Deadline) -> tuple[date, bool, bool, str]:
    return (
        deadline.day or date.max,
        not deadline.forensic_triage,
        deadline.deadline_class != UPGRADE_CLASS,
        deadline.cve,
    )


def _of_directive(table: str, release: ReleaseFacts, asset: AssetFacts, today: date) -> Iterator[Deadline]:
    directive = directive_in_force(table, today)
    if directive is None:
        yield routine(f"{table} is not in force on {today}")
        return
    for vulnerability in release.vulnerabilities:
        yield _by_row(directive, vulnerability, asset)


def _by_row(directive: Directive, vulnerability: Vulnerability, asset: AssetFacts) -> Deadline:
    questions, assumptions = _answers(vulnerability, asset)
    row = directive.rows[questions]
    start, clock, more = _start(vulnerability)
    is_dated = row.days is not None and start is not None
    day = start + timedelta(days=row.days) if start is not None and row.days is not None else None
    return Deadline(
        day=day,
        clock_start=start,
        clock=clock,
        table=directive.edition,
        row=f"row {row.row}: {questions}",
        deadline_class=f"{row.days}-day" if row.days is not None else UPGRADE_CLASS,
        cve=vulnerability.cve,
        assumptions=(*assumptions, *more),
        is_interrupt=is_dated and row.days is not None and row.days <= INTERRUPT_DAYS,
        forensic_triage=row.forensic_triage,
    )


def _answers(vulnerability: Vulnerability, asset: AssetFacts) -> tuple[Questions, tuple[str, ...]]:
    """The four answers; what nobody knows is counted as the directive's defaults say, and named."""
    assumptions = (
        *(["exposure unknown: counted as not publicly exposed"] if asset.exposed is Answer.UNKNOWN else []),
        *(["automatable unknown: counted as no"] if vulnerability.automatable is Answer.UNKNOWN else []),
        *(
            ["technical impact unknown: counted as total"]
            if vulnerability.technical_impact is TechnicalImpact.UNKNOWN
            else []
        ),
    )
    questions = Questions(
        in_kev=vulnerability.is_known_exploited,
        publicly_exposed=asset.exposed is Answer.YES,
        automatable=vulnerability.automatable is Answer.YES,
        is_total=vulnerability.technical_impact is not TechnicalImpact.PARTIAL,
    )
    return questions, assumptions


def _start(vulnerability: Vulnerability) -> tuple[date | None, Clock, tuple[str, ...]]:
    """The earlier of KEV listing and detection; without a detection the day of the advisory, as assumed."""
    listed = vulnerability.listed_on if vulnerability.is_known_exploited else None
    seen, clock = vulnerability.detected_on, Clock.DETECTION
    assumed: tuple[str, ...] = ()
    if seen is None and vulnerability.matched_on is not None:
        seen, clock = vulnerability.matched_on, Clock.ADVISORY_MATCH
        assumed = (f"no detection on record: the clock starts with the advisory, {seen}",)
    if listed is not None and (seen is None or listed <= seen):
        return listed, Clock.KEV_LISTING, ()
    if seen is None:
        return None, Clock.NONE, ("neither listing, detection nor advisory has a day: no clock can start",)
    return seen, clock, assumed


def _of_contract(release: ReleaseFacts, policy: Patching) -> Deadline:
    """The contract's days for the severity, or for what is known to be exploited if that is sooner."""
    if not release.vulnerabilities:
        return routine("all that it closes is fixed on the asset, or does not affect it")
    key, days = _contract_days(release, policy)
    if days is None:
        return routine(f"the contract names no days for severity {release.severity.value}")
    start, clock = _contract_clock(release, policy.clock)
    if start is None:
        return routine("no day of the release is known: the contract's clock cannot start")
    assumed = () if clock.value == policy.clock else (f"{policy.clock} has no day: counted from {clock.value}",)
    return Deadline(
        day=start + timedelta(days=days),
        clock_start=start,
        clock=clock,
        table="contract",
        row=f"{key}: {days} days from {clock.value}",
        deadline_class=f"{key}, {days} days",
        assumptions=assumed,
        is_interrupt=days <= INTERRUPT_DAYS,
    )


def _contract_days(release: ReleaseFacts, policy: Patching) -> tuple[str, int | None]:
    keys = [release.severity.value]
    if any(one.is_known_exploited for one in release.vulnerabilities):
        keys.append(KNOWN_EXPLOITED)
    known = [(policy.contract_days[key], key) for key in keys if key in policy.contract_days]
    days, key = min(known) if known else (None, keys[0])
    return key, days


def _contract_clock(release: ReleaseFacts, chosen: str) -> tuple[date | None, Clock]:
    """The day that the chosen clock starts; if it is not known, that of the next clock that is."""
    detected = min((one.detected_on for one in release.vulnerabilities if one.detected_on is not None), default=None)
    days = {
        Clock.VALIDATED: release.validated_on,
        Clock.RELEASED: release.released_on,
        Clock.ADVISORY: release.advisory_on,
        Clock.DETECTION: detected,
    }
    order = sorted(days, key=lambda clock: clock.value != chosen)
    return next(((day, clock) for clock in order if (day := days[clock]) is not None), (None, Clock.NONE))
