"""Part: how soon, how long and how often: response, restoration, uptime, vulnerabilities, updates and reports."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from scheduler.domain.calendar import WeeklyPeriod
from scheduler.domain.equipment import Modality
from scheduler.domain.ids import RoleId
from scheduler.domain.security import Severity
from scheduler.domain.service_terms import PatchDeadline, ResponseTimes
from scheduler.outputs.appendix.agreed import (
    Agreed,
    Agreements,
    clock_said,
    every_said,
    figure_said,
    within_said,
)
from scheduler.outputs.appendix.paper import (
    Apart,
    Cell,
    Column,
    Part,
    Row,
    Section,
    Source,
    State,
    Table,
    Value,
    several,
    word,
)
from scheduler.outputs.appendix.phrases import weekly_said
from scheduler.outputs.appendix.subject import Subject

TELLING_PARTIES = tuple(RoleId(role) for role in ("manufacturer", "service_provider", "hospital_htm"))
"""The parties that an agreement should bind; it may bind others as well."""

SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_HOURS = ("response_critical_h", "restoration_critical_h", "response_routine_h", "restoration_routine_h")
_HUNDRED = Decimal(100)


def part(subject: Subject) -> Part:
    """Say what is promised; what the agreement does not say is named as a gap."""
    said = Agreements.of(subject)
    return Part(
        "service_levels",
        (
            Section(word("levels.response_heading"), (word("levels.response_intro"), *said.gap_said(),
                                                      *_response_clocks(said)), (_response(said),)),
            Section(word("levels.uptime_heading"), (word("levels.uptime_formula"), word("levels.uptime_required"),
                                                    word("levels.uptime_downtime"), *_exclusions(said)),
                    (_uptime(said),)),
            Section(word("levels.notice_heading"), (word("levels.notice_intro"),), (_notices(said),)),
            Section(word("levels.patch_heading"), (word("levels.patch_intro"),), (_patches(said),)),
            Section(word("levels.report_heading"), (), (_reports(said),)),
        ),
    )  # fmt: skip


def _response_clocks(said: Agreements) -> Iterator[Value]:
    for each in said.every:
        yield word("levels.response_clock", contract=each.contract.contract,
                   clock=clock_said(each.contract.service_levels.response_clock))  # fmt: skip


def _response(said: Agreements) -> Table:
    return Table(
        "response_times",
        word("levels.response_caption"),
        said.columns(Column("modality", 66), *(Column(hours, 30) for hours in _HOURS), Column("coverage_hours", 62)),
        tuple(row for each in said.every for row in _response_rows(each)),
        said.identity("modality"),
    )


def _response_rows(each: Agreed) -> Iterator[Row]:
    """Yield a row for each modality: its own entry, else the general one; the table modalities fills in responses."""
    own = {times.modality: (place, times) for place, times in enumerate(each.contract.service_levels.response)}
    for modality in _covered(each.scope):
        place, times = own.get(modality.modality) or own.get(None) or (0, ResponseTimes())
        at = f"service_levels.response[{place}]"
        table = Source("modalities", modality.row or f"modality={modality.modality}")
        yield each.row(
            (
                Cell(modality.name or modality.modality, (table,)),
                *(_hours(name, times, modality, each.source(f"{at}.{name}"), table) for name in _HOURS),
                _coverage_hours(times, each, at),
            ),
            each.source("service_levels.response"),
        )


def _hours(name: str, times: ResponseTimes, modality: Modality, entry: Source, table: Source) -> Cell:
    said: float | None = getattr(times, name)
    default: float | None = getattr(modality, name, None)
    return Cell(
        figure_said(said if said is not None else default), (entry if said is not None or default is None else table,)
    )


def _coverage_hours(times: ResponseTimes, each: Agreed, at: str) -> Cell:
    if times.coverage_hours.strip():
        return Cell(times.coverage_hours, (each.source(f"{at}.coverage_hours"),))
    said = each.contract.coverage_hours
    return Cell(said if said.strip() else State.NOT_GIVEN, (each.source("coverage_hours"),))


def _covered(subject: Subject) -> list[Modality]:
    """Return the modalities of which an asset is covered."""
    present = {subject.modality_of(asset).modality for asset in subject.assets}
    return [modality for modality in subject.modalities if modality.modality in present]


def _exclusions(said: Agreements) -> Iterator[Value]:
    for each in said.every:
        excluded = [word(f"exclusion.{exclusion}") for exclusion in each.contract.service_levels.uptime.excluded]
        yield word("levels.exclusions", contract=each.contract.contract,
                   what=several(excluded, Apart.SEMICOLON, State.NOT_GIVEN))  # fmt: skip


def _uptime(said: Agreements) -> Table:
    return Table(
        "uptime",
        word("levels.uptime_caption"),
        said.columns(
            Column("modality", 66), Column("uptime_percent", 26), Column("lost_hours", 36),
            Column("measured_over", 34), Column("required_hours", 66), Column("required_hours_a_week", 28),
        ),
        tuple(row for each in said.every for row in _uptime_rows(each)),
        said.identity("modality"),
    )  # fmt: skip


def _uptime_rows(each: Agreed) -> Iterator[Row]:
    uptime = each.contract.service_levels.uptime
    at = "service_levels.uptime"
    hours = uptime.hours
    for modality in _covered(each.scope):
        own = modality.modality in uptime.by_modality
        percent = uptime.by_modality[modality.modality] if own else uptime.percent
        place = each.source(f"{at}.by_modality.{modality.modality}" if own else f"{at}.percent")
        yield each.row(
            (
                Cell(modality.name or modality.modality,
                     (Source("modalities", modality.row or f"modality={modality.modality}"),)),
                Cell(figure_said(percent), (place,)),
                Cell(figure_said(None if percent is None else float(_HUNDRED - Decimal(str(percent)))), (place,)),
                Cell(every_said(uptime.every), (each.source(f"{at}.every"),)),
                Cell(State.NOT_GIVEN if hours is None else weekly_said(hours), (each.source(f"{at}.hours"),)),
                Cell(State.NOT_GIVEN if hours is None else _hours_a_week(hours), (each.source(f"{at}.hours"),)),
            ),
            place,
        )  # fmt: skip


def _hours_a_week(hours: WeeklyPeriod) -> Value:
    length = timedelta(hours=hours.end.hour - hours.start.hour, minutes=hours.end.minute - hours.start.minute)
    whole = length if length > timedelta() else length + timedelta(days=1)
    return figure_said(whole / timedelta(hours=1) * len(hours.weekdays))


def _notices(said: Agreements) -> Table:
    return Table(
        "notification",
        word("levels.notice_caption"),
        said.columns(Column("party_bound", 80), Column("within", 50), Column("clock", 120)),
        tuple(row for each in said.every for row in _notice_rows(each)),
        said.identity("party_bound"),
    )


def _notice_rows(each: Agreed) -> Iterator[Row]:
    said = {notice.party: (place, notice) for place, notice in enumerate(each.contract.service_levels.notification)}
    for party in dict.fromkeys((*TELLING_PARTIES, *said)):
        at = "service_levels.notification"
        place, notice = said.get(party, (None, None))
        source = each.source(at if place is None else f"{at}[{place}]")
        within, clock = (notice.within, notice.clock) if notice else (None, None)
        yield each.row(map(Cell, (each.role_said(party), within_said(within), clock_said(clock))), source)


def _patches(said: Agreements) -> Table:
    return Table(
        "patch_deadlines",
        word("levels.patch_caption"),
        said.columns(
            Column("party_bound", 64), Column("party_does", 64, under="party_bound"), Column("severity", 34),
            Column("within", 40), Column("clock", 100),
        ),
        tuple(row for each in said.every for row in _patch_rows(each)),
        said.identity("party_bound", "severity"),
    )  # fmt: skip


def _patch_rows(each: Agreed) -> Iterator[Row]:
    patching = each.contract.service_levels.patching
    said = {(deadline.party, deadline.severity): (place, deadline) for place, deadline in enumerate(patching)}
    parties = dict.fromkeys((*TELLING_PARTIES, *(deadline.party for deadline in patching)))
    for party in parties:
        severities = dict.fromkeys((*SEVERITIES, *(severity for other, severity in said if other == party)))
        for severity in severities:
            place, deadline = said.get((party, severity), (None, None))
            yield _patch_row(each, party, severity, place, deadline)


def _patch_row(
    each: Agreed, party: RoleId, severity: Severity, place: int | None, deadline: PatchDeadline | None
) -> Row:
    at = "service_levels.patching"
    within, clock = (deadline.within, deadline.clock) if deadline else (None, None)
    does = word("levels.party_validates" if party == "manufacturer" else "levels.party_installs")
    said = (each.role_said(party), does, word(f"severity.{severity}"), within_said(within), clock_said(clock))
    return each.row(map(Cell, said), each.source(at if place is None else f"{at}[{place}]"))


def _reports(said: Agreements) -> Table:
    return Table(
        "reporting",
        word("levels.report_caption"),
        said.columns(
            Column("report", 92), Column("report_every", 34), Column("report_by", 44), Column("report_to", 58),
            Column("within", 32),
        ),
        tuple(row for each in said.every for row in _report_rows(each)),
        said.identity("report"),
    )  # fmt: skip


def _report_rows(each: Agreed) -> Iterator[Row]:
    at = "service_levels.reporting"
    reports = each.contract.service_levels.reporting
    if not reports:
        yield each.row([Cell(State.NOT_GIVEN)] * 5, each.source(at))
    for place, report in enumerate(reports):
        by = State.NOT_GIVEN if report.by is None else each.role_said(report.by)
        said = (report.report, every_said(report.every), by, each.roles_said(report.to), within_said(report.within))
        yield each.row(map(Cell, said), each.source(f"{at}[{place}]"))
