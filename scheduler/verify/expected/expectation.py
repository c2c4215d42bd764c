"""What the words of the contract say is owed: the expectation that a plan's obligations are held against."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Procedure
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import RiskClass
from scheduler.domain.quick import quickly_made
from scheduler.domain.security import Patch


class Origin(Enum):
    """Why work is owed at all; two origins can ask for the same procedure on the same day."""

    SERIES = "its periodicity"
    ORDER = "an order"
    FOLLOW_UP = "the work before it"


class Standing(StrEnum):
    """What is known of an obligation before anything is planned."""

    OPEN = "to be planned"
    DONE = "done"
    ASSUMED_DONE = "assumed done"
    DEFERRED = "deferred"
    MISSING = "missing"
    IN_REPAIR = "in repair"
    NO_PATCH = "without a patch"
    NOTHING_TO_INSTALL = "without anything to install"
    VERSION_UNKNOWN = "of an unknown version"
    WAITING = "waiting for the manufacturer"
    NOBODY = "without anybody known who may do it"
    STOPPED = "part of a roll-out that has stopped"


WorkKey = tuple[AssetTag, ProcedureName, Origin]
"""What tells obligations apart but for their date."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Expected:
    """One obligation as the tables owe it; `procedure` is the row in force, with the periodicity in force.

    `previous_due`: the due date of the occurrence before it, if that is work of the plan. `parent`: the procedure that
    it follows up. `release`: what patch work installs, with the class that its deadline is counted under.
    """

    asset_tag: AssetTag
    procedure: Procedure
    origin: Origin
    due: date
    window: DayWindow
    basis: DueBasis
    risk_class: RiskClass
    standing: Standing
    every: Periodicity | None = None
    minus_days: int = 0
    not_before: date | None = None
    previous_due: date | None = None
    parent: ProcedureName | None = None
    holds_asset: bool = False
    work_order: str = ""
    release: Patch | None = None
    deadline_class: str = ""

    @property
    def key(self) -> WorkKey:
        return (self.asset_tag, self.procedure.procedure, self.origin)
