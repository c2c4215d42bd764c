"""A plan: visits with their legs, what became of every obligation, and what it cost. Times are UTC instants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from scheduler.domain.calendar import Horizon, Span
from scheduler.domain.equipment import Where
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentId,
    PerformerId,
    RoundId,
    SiteId,
    TaskId,
    TechnicianId,
    VisitId,
)
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.quick import quickly_made


class Agreement(StrEnum):
    """Whether a department or an outside performer has agreed to a visit."""

    NOT_NEEDED = "not_needed"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"


@quickly_made
@dataclass(frozen=True, slots=True)
class Leg:
    """One performer's stretch of a visit: these people and instruments, from start to end."""

    span: Span
    where: Where
    performer: PerformerId
    technicians: tuple[TechnicianId, ...]
    instruments: tuple[InstrumentId, ...]
    task_ids: tuple[TaskId, ...]


NO_ROUND = RoundId("")


@quickly_made
@dataclass(frozen=True, slots=True)
class Visit:
    """The work on one asset (with those serviced with it) in one go; legs in a row, in time order.

    `out`: the time the asset is out (None: it keeps serving). For bench work out_from to out_until.
    """

    visit_id: VisitId
    asset_tag: AssetTag
    site: SiteId
    department: DepartmentId
    legs: tuple[Leg, ...]
    out: Span | None
    reason: str
    round_id: RoundId = NO_ROUND
    agreement: Agreement = Agreement.NOT_NEEDED

    @property
    def span(self) -> Span:
        if len(self.legs) == 1:
            return self.legs[0].span
        return Span(self.legs[0].span.start, self.legs[-1].span.end)

    @property
    def task_ids(self) -> tuple[TaskId, ...]:
        """Each task once, in leg order (a split task runs over several legs)."""
        if len(self.legs) == 1:
            own = self.legs[0].task_ids
            return own if len(own) == 1 else tuple(dict.fromkeys(own))
        return tuple(dict.fromkeys(task for leg in self.legs for task in leg.task_ids))


@quickly_made
@dataclass(frozen=True, slots=True)
class TaskOutcome:
    """What became of one obligation. `visit_id` also names the visit that satisfied a done_elsewhere one.

    `help_change`: what would help as a setting of `htm what-if`, tried on the plan; `help_price` in points of the
    objective: of the change, and of the minutes that it takes from other work. Both empty where nothing was found.
    `why_then`: of a placed one, why on that day with these people, and what blocks better days.
    `unavoidable`: of one that is not in time, what is proved of it: that no plan does it in time, or not all like it.
    """

    task_id: TaskId
    status: TaskStatus
    visit_id: VisitId | None = None
    lateness_days: int = 0
    reason_code: ReasonCode | None = None
    reason: str = ""
    what_would_help: str = ""
    escalate: bool = False
    help_change: str = ""
    help_price: int | None = None
    why_then: str = ""
    unavoidable: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """One entry of the ledger: a term of the objective, whole points, whom it is for, why."""

    term: str
    points: int
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Minutes that a week lacks for a set of skills at a set of sites."""

    week: str
    sites: tuple[SiteId, ...]
    skills: tuple[str, ...]
    minutes_needed: int
    minutes_available: int
    tasks_affected: int
    value_of_one_more_hour: int

    @property
    def minutes_short(self) -> int:
        return max(0, self.minutes_needed - self.minutes_available)


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One more half-day in which a department could spare equipment: work that would then be in time, and its price.

    `start` and `end` on the wall at its site; `skills` of the work, "" for work that asks for none.
    """

    week: str
    site: SiteId
    department: DepartmentId
    day: date
    start: time
    end: time
    skills: tuple[str, ...]
    minutes: int
    tasks: int
    value: int


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Minutes of one skill at one site in one ISO week: there, planned, and needed but not planned."""

    week: str
    site: SiteId
    skill: str
    available_minutes: int
    planned_minutes: int
    unplanned_minutes: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Tasks of one class (all, high_risk, other): how many count, are placed in time, and could be at most.

    `largest` is an upper limit proved by the day programme. All count tasks; `minutes_…` the same by minutes of work.
    """

    counted: int
    placed: int
    placed_late: int
    largest: int
    minutes_counted: int
    minutes_placed: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What the planner asked for. `workers`, `engine` and `cluster` (its scheduler's address) never change the plan."""

    time_limit_s: int | None = None
    workers: int = 1
    engine: str = "inline"
    seed: int = 0
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A quarter on paper. `objective` maps each term to whole points; `bound` is a proved lower limit of their sum.

    `duals` prove the bound, `counting` (of each class) the largest shares.
    """

    today: date
    horizon: Horizon
    obligations: tuple[Obligation, ...]
    outcomes: Mapping[TaskId, TaskOutcome]
    visits: tuple[Visit, ...]
    objective: Mapping[str, int]
    price_of_nothing: int
    bound: int
    shares: Mapping[str, Shares]
    shortfall: tuple[Shortfall, ...]
    load: tuple[WeekLoad, ...]
    settings: Settings
    fingerprint: str
    duals: Mapping[str, int] = field(default_factory=dict)
    counting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    stage_seconds: Mapping[str, float] = field(default_factory=dict)
    cut_short: bool = False
    half_days: tuple[HalfDay, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.objective.values())


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule as data: which rule, what it concerns, and a sentence for a head nurse."""

    rule: str
    subject: str
    sentence: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VerifiedPlan:
    """A plan that `verify` found without fault; only `scheduler.verify` makes one."""

    plan: Plan
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person or instrument is during a leg; `bench` counts as one department of its own."""

    site: SiteId
    department: str


BENCH = "bench"
REMOTE = "remote"
AssetSpan = tuple[AssetTag, Span]
