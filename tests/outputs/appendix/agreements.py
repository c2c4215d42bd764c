"""An agreement with everything in it, and hospitals that it is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from scheduler.domain.agreement import Contract, CoverageRow
from scheduler.domain.calendar import Periodicity, WeeklyPeriod, parse_time
from scheduler.domain.equipment import Asset, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import RoleId
from scheduler.domain.security import NetworkRow, Severity
from scheduler.domain.service_terms import (
    STANDARD_ROLES,
    Access,
    Activity,
    Assignment,
    ClassStrategy,
    Clock,
    CorrelationTarget,
    Exclusion,
    ListSharing,
    Notice,
    PatchDeadline,
    Report,
    ResponseTimes,
    RiskTerms,
    ServiceLevels,
    Strategy,
    TimeUnit,
    Topic,
    TopicReport,
    Uptime,
    Within,
)
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.paper import Paper
from scheduler.outputs.appendix.subject import subject_of
from tests.builders import a_coverage_row, a_programme, facts_of

HTM, PROVIDER, MAKER = RoleId("hospital_htm"), RoleId("service_provider"), RoleId("manufacturer")
THREE_MONTHS, YEAR = Periodicity(months=3), Periodicity(months=12)


def a_bare_contract(name: str = "C-1") -> Contract:
    """An agreement that says nothing but its name."""
    roles = dict.fromkeys(STANDARD_ROLES, "")
    return Contract(name, "", "", (), None, "", "", (), "", (), "", roles=roles)


def a_contract(name: str = "C-1") -> Contract:
    """An agreement about everything that the appendix prints."""
    return replace(
        a_bare_contract(name),
        effective_date=date(2026, 7, 1),
        coverage_hours="Mon-Fri 08:00-17:00",
        review_every="6 months",
        roles={**dict.fromkeys(STANDARD_ROLES, ""), PROVIDER: "GE", RoleId("leasing"): ""},
        assignments={
            ProcedureKind.PM: Assignment((PROVIDER,), HTM, (RoleId("leasing"),), (MAKER,)),
            **{activity: Assignment((HTM,), HTM) for activity in Activity},
        },
        service_levels=ServiceLevels(
            (ResponseTimes("Pump", 0.5, None, 24.0, None, "always"), ResponseTimes(None, None, 8.0, None, 72.0)),
            Clock.CALL_LOGGED,
            Uptime(
                97.3,
                {"CT": 99.0},
                THREE_MONTHS,
                WeeklyPeriod(frozenset(range(6)), parse_time("22:00"), parse_time("06:30")),
                (Exclusion.MISUSE,),
            ),
            (Notice(MAKER, Within(30, TimeUnit.DAYS), Clock.MANUFACTURER_LEARNS),),
            (PatchDeadline(PROVIDER, Severity.CRITICAL, Within(1, TimeUnit.WORKING_DAYS), Clock.PATCH_VALIDATED),),
            (Report("Uptime", THREE_MONTHS, PROVIDER, (HTM,), Within(10, TimeUnit.WORKING_DAYS)),),
        ),
        risk=RiskTerms(
            {"critical": ClassStrategy((Strategy.PATCH, Strategy.SEGMENT), THREE_MONTHS)},
            YEAR,
            Access.READ_ONLY,
            "Watcher",
            {Topic.PRESENCE: TopicReport(Periodicity(days=7), Within(24, TimeUnit.HOURS))},
        ),
        equipment_list=ListSharing((RoleId("it_security"),), Periodicity(months=1)),
        correlation=(CorrelationTarget(None, date(2026, 12, 31), 90.0),),
    )


def covering(*contracts: Contract, **tables: object) -> Facts:
    """A hospital with these agreements, each over everything unless `coverage` says otherwise."""
    coverage: Iterable[CoverageRow] = tables.pop(
        "coverage", [replace(a_coverage_row(None), contract=each.contract) for each in contracts]
    )  # type: ignore[assignment]
    network: Iterable[NetworkRow] = tables.pop("network", ())  # type: ignore[assignment]
    programme = a_programme(coverage=tuple(coverage), **tables)  # type: ignore[arg-type]
    return facts_of(replace(programme, contracts=contracts, network=tuple(network)))


def paper_of_contract(facts: Facts, place: int = 0, language: str = "en") -> Paper:
    """The appendix of one agreement."""
    return issue_of(subject_of(facts, facts.programme.contracts[place]), language).paper


def numbered(assets: Iterable[Asset]) -> list[Asset]:
    """Give each asset the row that it would have in its table."""
    return [replace(asset, row=row) for row, asset in enumerate(assets, start=2)]
