"""What happened and what was decided: history, series, due rows, orders, deferrals, agreements, locks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, ProcedureName, TechnicianId
from scheduler.domain.quick import quickly_made


class Outcome(StrEnum):
    """How a visit ended."""

    COMPLETED = "completed"
    COMPLETED_WITH_REMARKS = "completed_with_remarks"
    FAILED = "failed"
    ROLLED_BACK = "rolled_back"
    ATTEMPTED_IN_USE = "attempted_in_use"
    ATTEMPTED_NOT_FOUND = "attempted_not_found"
    REFUSED = "refused"
    NO_SHOW = "no_show"
    OUT_FOR_REPAIR = "out_for_repair"


SATISFYING = frozenset({Outcome.COMPLETED, Outcome.COMPLETED_WITH_REMARKS})
ATTEMPTS = frozenset(
    {Outcome.ATTEMPTED_IN_USE, Outcome.ATTEMPTED_NOT_FOUND, Outcome.REFUSED, Outcome.NO_SHOW, Outcome.OUT_FOR_REPAIR}
)


@quickly_made
@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A visit that took place, or was tried."""

    asset_tag: AssetTag
    procedure: ProcedureName
    done_on: date
    outcome: Outcome
    technician: str
    runtime_hours: float | None
    note: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """Aligns the dates of a department's modality (procedure None = all)."""

    department: DepartmentId
    modality: ModalityId
    procedure: ProcedureName | None
    series_start: date


@dataclass(frozen=True, slots=True)
class DueRow:
    """What a CMMS exports; `next_due` sets the next due date."""

    asset_tag: AssetTag
    procedure: ProcedureName
    last_done: date | None
    next_due: date | None
    work_order: str


class OrderReason(StrEnum):
    """Why one-off work is ordered."""

    INCOMING = "incoming"
    RECALL = "recall"
    FIELD_ACTION = "field_action"
    AFTER_REPAIR = "after_repair"
    RELOCATION = "relocation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Order:
    """One-off work with its own window [earliest, deadline]; `holds_asset`: out of use until it is done."""

    row: int
    asset_tag: AssetTag
    procedure: ProcedureName
    reason: OrderReason
    earliest: date | None
    deadline: date
    holds_asset: bool
    work_order: str


@dataclass(frozen=True, slots=True)
class Deferral:
    """An approved postponement, in force through `until` (None: until withdrawn)."""

    asset_tag: AssetTag
    procedure: ProcedureName
    reason: str
    approved_by: str
    until: date | None


class VisitAnswer(StrEnum):
    """What a department or an outside performer said to a proposed visit."""

    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An answer to a proposed visit: to the work on that asset at that start (UTC), and to no other time."""

    asset_tag: AssetTag
    procedure: ProcedureName
    start: datetime
    answer: VisitAnswer
    answered_by: str
    answered_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Lock:
    """A visit that must stay: start in UTC; technicians may be empty (any)."""

    row: int
    asset_tag: AssetTag
    procedure: ProcedureName
    start: datetime
    technicians: tuple[TechnicianId, ...]
