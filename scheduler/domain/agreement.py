"""What is promised to whom: coverage rows, cover (assets that must stay in service) and contracts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, PerformerId, RoleId, SiteId
from scheduler.domain.service_terms import (
    Assignment,
    CorrelationTarget,
    HouseTemplate,
    ListSharing,
    RiskTerms,
    ServiceLevels,
    Subject,
)


class CoverageLevel(StrEnum):
    """How much of the service a contract covers."""

    FULL = "full"
    PM_ONLY = "pm_only"
    PARTS = "parts"
    TIME_AND_MATERIALS = "time_and_materials"
    WARRANTY = "warranty"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Who covers which assets under which contract; None = all. Overrides the procedure's performer on those days."""

    row: int
    contract: str
    site: SiteId | None
    modality: ModalityId | None
    make: str | None
    model: str | None
    asset_tag: AssetTag | None
    level: CoverageLevel
    performer: PerformerId | None
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class CoverRow:
    """At every minute at least `min_available` of the group are not out; `asset_tags` empty = by scope."""

    row: int
    site: SiteId | None
    department: DepartmentId | None
    modality: ModalityId | None
    asset_tags: tuple[AssetTag, ...]
    min_available: int
    count_spares: bool


class AppendixPart(StrEnum):
    """The parts of the appendix, in their fixed order."""

    DEFINITIONS = "definitions"
    PERIODICITY = "periodicity"
    EXCEPTIONS = "exceptions"
    RESPONSIBILITIES = "responsibilities"
    SERVICE_LEVELS = "service_levels"
    RISK_MANAGEMENT = "risk_management"
    SCOPE = "scope"
    STAFFING = "staffing"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Contract:
    """The facts of one service agreement, as given in programme.yaml; an empty one is a gap, never invented.

    `roles`: the parties of its responsibility matrix by their names here ("" = the standard name), standard ones first.
    `parts` empty = all parts of the appendix, else the names of those wanted.
    """

    contract: str
    title: str
    number: str
    parties: tuple[str, ...]
    effective_date: date | None
    term: str
    version: str
    governing_documents: tuple[str, ...]
    coverage_hours: str
    languages: tuple[str, ...]
    review_every: str
    roles: Mapping[RoleId, str] = field(default_factory=dict)
    assignments: Mapping[Subject, Assignment] = field(default_factory=dict)
    service_levels: ServiceLevels = field(default_factory=ServiceLevels)
    risk: RiskTerms = field(default_factory=RiskTerms)
    equipment_list: ListSharing = field(default_factory=ListSharing)
    correlation: tuple[CorrelationTarget, ...] = ()
    parts: tuple[AppendixPart, ...] = ()
    template: HouseTemplate | None = None
