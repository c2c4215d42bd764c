"""What a service agreement promises: who answers for what, how soon and by which clock, and against which risk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from scheduler.domain.calendar import Periodicity, WeeklyPeriod
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.ids import ModalityId, RoleId, SiteId
from scheduler.domain.security import Severity

STANDARD_ROLES = tuple(
    RoleId(role)
    for role in (
        "hospital_htm",
        "it_security",
        "network",
        "identity_access",
        "backup",
        "clinical_department",
        "service_provider",
        "manufacturer",
    )
)
"""The parties of a responsibility matrix that every agreement has; `roles` of a contract names them and adds others."""

LANGUAGES = ("en", "es")
"""The languages that the appendix speaks."""


class Activity(StrEnum):
    """Work of a responsibility matrix that is no kind of procedure."""

    ASSET_DATA = "asset_data"
    PATCH_VALIDATION = "patch_validation"
    DEPLOYMENT = "deployment"
    MONITORING = "monitoring"
    INCIDENT_RESPONSE = "incident_response"


Subject: TypeAlias = ProcedureKind | Activity


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is responsible, accountable (one, or None: not said), consulted and informed, for one kind of work."""

    responsible: tuple[RoleId, ...] = ()
    accountable: RoleId | None = None
    consulted: tuple[RoleId, ...] = ()
    informed: tuple[RoleId, ...] = ()

    def letters_of(self, role: RoleId) -> str:
        """Return the letters of a party in the order R, A, C, I; empty if it takes no part."""
        parts = (("R", self.responsible), ("A", (self.accountable,)), ("C", self.consulted), ("I", self.informed))
        return "".join(letter for letter, roles in parts if role in roles)


class TimeUnit(StrEnum):
    """What a deadline is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Within:
    """A length of time to do something in, as an agreement says it."""

    number: int
    unit: TimeUnit


class Clock(StrEnum):
    """The moment that a deadline is counted from."""

    CALL_LOGGED = "call_logged"
    ADVISORY_PUBLISHED = "advisory_published"
    KEV_LISTED = "kev_listed"
    MANUFACTURER_LEARNS = "manufacturer_learns"
    PARTY_LEARNS = "party_learns"
    DETECTED = "detected"
    PATCH_RELEASED = "patch_released"
    PATCH_VALIDATED = "patch_validated"


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """Hours to answer a call and to restore service; `modality` None = every modality without a row of its own."""

    modality: ModalityId | None = None
    response_critical_h: float | None = None
    response_routine_h: float | None = None
    restoration_critical_h: float | None = None
    restoration_routine_h: float | None = None
    coverage_hours: str = ""


class Exclusion(StrEnum):
    """What does not count as downtime, beside agreed downtime windows, which never do."""

    HOSPITAL_DELAY = "hospital_delay"
    MISUSE = "misuse"
    UTILITIES = "utilities"
    NETWORK = "network"
    CONSUMABLES = "consumables"
    FORCE_MAJEURE = "force_majeure"


@dataclass(frozen=True, slots=True)
class Uptime:
    """The share of required hours in which an asset can serve, over `every`; `hours` None = not said."""

    percent: float | None = None
    by_modality: Mapping[ModalityId, float] = field(default_factory=dict)
    every: Periodicity | None = None
    hours: WeeklyPeriod | None = None
    excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """How soon a party tells of a newly found vulnerability."""

    party: RoleId
    within: Within | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class PatchDeadline:
    """How soon a party has done its part of a patch (the manufacturer releases and validates, others install)."""

    party: RoleId
    severity: Severity
    within: Within | None = None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report that one party owes others."""

    report: str
    every: Periodicity | None = None
    by: RoleId | None = None
    to: tuple[RoleId, ...] = ()
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class ServiceLevels:
    """Response, restoration, uptime, deadlines and reports; what is empty is a gap of the agreement."""

    response: tuple[ResponseTimes, ...] = ()
    response_clock: Clock | None = None
    uptime: Uptime = field(default_factory=Uptime)
    notification: tuple[Notice, ...] = ()
    patching: tuple[PatchDeadline, ...] = ()
    reporting: tuple[Report, ...] = ()


class Strategy(StrEnum):
    """What is done against the risk of a networked device."""

    PATCH = "patch"
    SEGMENT = "segment"
    MONITOR = "monitor"
    COMPENSATING_CONTROL = "compensating_control"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class ClassStrategy:
    """The strategies expected for a clinical-impact class, and how often they are looked at again."""

    strategies: tuple[Strategy, ...] = ()
    review_every: Periodicity | None = None


class Access(StrEnum):
    """What the provider may see of the hospital's passive network monitoring."""

    NONE = "none"
    REPORTS = "reports"
    READ_ONLY = "read_only"
    FULL = "full"


class Topic(StrEnum):
    """What the provider reports from monitoring."""

    PRESENCE = "presence"
    COMMUNICATION = "communication"
    VULNERABILITIES = "vulnerabilities"
    RISK_SCORE = "risk_score"


@dataclass(frozen=True, slots=True)
class TopicReport:
    """How often a topic is reported as a rule, and how soon after something changes."""

    every: Periodicity | None = None
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class RiskTerms:
    """Strategies by clinical-impact class, monitoring, and how long before its end lost support is told."""

    strategies: Mapping[str, ClassStrategy] = field(default_factory=dict)
    end_of_support_notice: Periodicity | None = None
    access: Access | None = None
    tool: str = ""
    reports: Mapping[Topic, TopicReport] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListSharing:
    """The commitment to give the equipment list to IT."""

    shared_with: tuple[RoleId, ...] = ()
    every: Periodicity | None = None


@dataclass(frozen=True, slots=True)
class CorrelationTarget:
    """The share of networked assets that are found in the CMDB by a day; `site` None = every site without its own."""

    site: SiteId | None = None
    by: date | None = None
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class HouseTemplate:
    """A hospital's own document, as bytes: nobody after the door opens files."""

    name: str
    content: bytes
