"""What is owed: an obligation for each asset, procedure and occurrence, with its window, reason and standing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Procedure
from scheduler.domain.ids import AssetTag, ProcedureName, TaskId
from scheduler.domain.policy import RiskClass
from scheduler.domain.quick import quickly_made
from scheduler.domain.security import Patch


class DueBasis(StrEnum):
    """What a due date was counted from."""

    COMPLETION = "completion"
    SCHEDULE = "schedule"
    IN_SERVICE = "in_service"
    DUE_ROW = "due_row"
    NO_BASELINE = "no_baseline"
    RUNTIME = "runtime"
    ORDER = "order"
    REATTEMPT = "reattempt"
    FOLLOW_UP = "follow_up"
    PATCH = "patch"


class TaskStatus(StrEnum):
    """What became of an obligation in the plan."""

    PLACED = "placed"
    UNPLACED = "unplaced"
    NOT_DUE = "not_due"
    DONE = "done"
    ASSUMED_DONE = "assumed_done"
    DONE_ELSEWHERE = "done_elsewhere"
    DEFERRED = "deferred"
    WAITING = "waiting"
    NOTHING_TO_INSTALL = "nothing_to_install"
    VERSION_UNKNOWN = "version_unknown"
    NO_PATCH = "no_patch"


class ReasonCode(StrEnum):
    """Why a task has no visit; each comes with numbers in its reason."""

    NO_QUALIFIED_PERSON = "no_qualified_person"
    CERTIFICATE_EXPIRED = "certificate_expired"
    NO_OPEN_WINDOW = "no_open_window"
    WINDOW_TOO_SHORT = "window_too_short"
    CREW_TOO_SMALL = "crew_too_small"
    NO_INSTRUMENT = "no_instrument"
    CAPACITY = "capacity"
    FLEET_LIMIT = "fleet_limit"
    COVER = "cover"
    NOTICE = "notice"
    ROLLOUT_ORDER = "rollout_order"
    ASSET_MISSING = "asset_missing"
    ASSET_IN_REPAIR = "asset_in_repair"
    NOT_VALIDATED = "not_validated"
    LOCKED_OUT = "locked_out"


@dataclass(frozen=True, slots=True)
class Settled:
    """A status that is known before anything is planned, with its reason in words."""

    status: TaskStatus
    reason_code: ReasonCode | None
    reason: str


ROUTINE = "routine"
"""The deadline class of a release that has no deadline of its own: the routine cycle's window holds."""

PILOT = 0
"""The stage of a roll-out that goes first; its waves count from 1."""


@dataclass(frozen=True, slots=True)
class Install:
    """The release that a patch task installs: by when, by which clock, and at which stage of its roll-out.

    `deadline` None: the routine cycle's window holds; `clock_start` is the day that a deadline of its own counts from.
    `is_interrupt`: due within so few days that the reserve takes it, not the quarter's plan.
    """

    patch: Patch
    deadline: date | None = None
    deadline_class: str = ROUTINE
    clock_start: date | None = None
    is_interrupt: bool = False
    stage: int = 1

    @property
    def release(self) -> tuple[str, str, str]:
        """The release by make, model and name: what one roll-out installs."""
        return (self.patch.make, self.patch.model, self.patch.patch)


@quickly_made
@dataclass(frozen=True, slots=True)
class Obligation:
    """Work that is owed on one asset; an open one (`settled` None) is a task for the plan.

    `window` in local days of the asset's site, both inclusive; `overdue`: it ended before the horizon's first day.
    `not_before` is the first day on which it can be planned for other reasons than its window (an asset expected back,
    a re-attempt); None = no such day. `every` is the periodicity in force (None for one-off work). `previous`: the
    occurrence before it inside the horizon; if both are placed, this one starts at least `every` less `minus_days`
    after it. `parent`: the task that it follows up. `included_in`: open tasks of the same asset whose doing inside this
    window satisfies it.
    `reattempt_by`: the day until which the re-attempt is due. `extends_past_horizon`: not_due is allowed.
    """

    task_id: TaskId
    asset_tag: AssetTag
    procedure: Procedure
    due: date
    window: DayWindow
    basis: DueBasis
    risk_class: RiskClass
    overdue: bool
    extends_past_horizon: bool
    every: Periodicity | None
    minus_days: int
    hard_window: bool
    late_allowed_days: int
    reason: str
    settled: Settled | None = None
    not_before: date | None = None
    previous: TaskId | None = None
    parent: TaskId | None = None
    included_in: tuple[TaskId, ...] = ()
    reattempt_by: date | None = None
    attempts: int = 0
    holds_asset: bool = False
    work_order: str = ""
    impact_class: str = ""
    impact_score: int = 0
    install: Install | None = None

    @property
    def name(self) -> ProcedureName:
        return self.procedure.procedure

    @property
    def is_open(self) -> bool:
        return self.settled is None

    @property
    def counts(self) -> bool:
        """Whether it is in the denominator of the shares: overdue or ending in the horizon, and not taken off there.

        FORMATS "Shares" takes off what is settled, except what is owed all the same: a version that nobody knows, a
        roll-out that has been stopped, and a patch that nobody known may install.
        """
        return (self.is_open or _is_owed_all_the_same(self.settled)) and not self.extends_past_horizon


_OWED_WITHOUT_A_PLACE = frozenset({ReasonCode.ROLLOUT_ORDER, ReasonCode.NO_QUALIFIED_PERSON})


def _is_owed_all_the_same(settled: Settled | None) -> bool:
    return settled is not None and (
        settled.status is TaskStatus.VERSION_UNKNOWN or settled.reason_code in _OWED_WITHOUT_A_PLACE
    )
