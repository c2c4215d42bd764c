"""What is promised to whom: coverage rows, cover (assets that must stay in service) and contracts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, PerformerId, SiteId


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


@dataclass(frozen=True, slots=True)
class Contract:
    """The facts of one service agreement, as given in programme.yaml; an empty one is a gap, never invented."""

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
