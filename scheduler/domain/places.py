"""Where work happens: sites, departments, the ways between sites, and the hours in which assets can be spared."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Spans, WeeklyPeriod
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId


class Acuity(StrEnum):
    """How sick the patients of a department are, or what it does."""

    CRITICAL_CARE = "critical_care"
    PERIOPERATIVE = "perioperative"
    EMERGENCY = "emergency"
    INPATIENT = "inpatient"
    AMBULATORY = "ambulatory"
    IMAGING = "imaging"
    SUPPORT = "support"


ALL_ACUITIES = frozenset(Acuity)
OPEN_ON_HOLIDAYS = frozenset({Acuity.CRITICAL_CARE, Acuity.PERIOPERATIVE, Acuity.EMERGENCY, Acuity.INPATIENT})
"""Departments whose open rows count on holidays unless the row says otherwise (FORMATS.md, Downtime window)."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place with one clock; `holidays` are its public holidays over the years that planning can touch."""

    site: SiteId
    name: str
    zone: ZoneInfo
    country: str
    subdivision: str
    holidays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Department:
    """An owner of assets; `max_out_share` in (0, 1], `max_parallel_visits` None when there is no limit."""

    department: DepartmentId
    site: SiteId
    name: str
    acuity: Acuity
    max_out_share: float
    max_parallel_visits: int | None
    email: str


class DowntimeKind(StrEnum):
    """`open`: assets can be taken. `closed`: they cannot, and that wins."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DowntimeRow:
    """One row of the downtime table; a blank or `*` scope is None. It has a weekly period or a calendar's busy spans.

    `assumed` marks rows that come from `default_downtime`, not from the hospital. A row counts only in departments of
    one of its `acuities`: a row over several departments that leaves on_holidays blank is split in two by inputs, and
    its rank stays.
    """

    row: int
    kind: DowntimeKind
    site: SiteId | None
    department: DepartmentId | None
    modality: ModalityId | None
    asset_tag: AssetTag | None
    period: WeeklyPeriod | None
    busy: Spans
    assumed: bool = False
    acuities: frozenset[Acuity] = ALL_ACUITIES

    @property
    def rank(self) -> int:
        """How specific the row is, 5 the most: asset, department+modality, department, site+modality, site, all."""
        if self.asset_tag is not None:
            return 5
        if self.department is not None:
            return 4 if self.modality is not None else 3
        if self.site is not None:
            return 2 if self.modality is not None else 1
        return 0


@dataclass(frozen=True, slots=True)
class TravelRow:
    """Minutes from one site to another, door to door."""

    from_site: SiteId
    to_site: SiteId
    minutes: int
