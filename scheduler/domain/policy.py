"""What the hospital decided: tolerance, capacity, prices, clinical impact, patching. All of it has defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from scheduler.domain.calendar import HolidayRule, WeeklyPeriod, WindowProfile, parse_window
from scheduler.domain.equipment import Anchor


class RiskClass(StrEnum):
    """Sets windows, prices and compliance."""

    HIGH_RISK = "high_risk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RiskPolicy:
    """Tolerance of one risk class. `hard_window` forbids late work; beyond `late_allowed_days` it is escalated."""

    window: WindowProfile = field(default_factory=lambda: parse_window("joint-commission"))
    anchor: Anchor = Anchor.COMPLETION
    hard_window: bool = False
    late_allowed_days: int = 30


class FirstDue(StrEnum):
    """What to do with assets that have no baseline."""

    SPREAD = "spread"
    NOW = "now"


def _weekday_mornings() -> WeeklyPeriod:
    return WeeklyPeriod(frozenset(range(5)), time(9), time(15), None, None, HolidayRule.NO)


@dataclass(frozen=True, slots=True)
class Policies:
    """Rules of counting."""

    high_risk: RiskPolicy = field(default_factory=lambda: RiskPolicy(late_allowed_days=0))
    other: RiskPolicy = field(default_factory=RiskPolicy)
    aem_for_life_support: bool = False
    aem_months_of_history: int = 36
    reattempt_days: int = 5
    max_attempts: int = 2
    first_due: FirstDue = FirstDue.SPREAD
    assume_current_done: bool = True
    default_downtime: WeeklyPeriod = field(default_factory=_weekday_mornings)

    def of(self, risk_class: RiskClass) -> RiskPolicy:
        return self.high_risk if risk_class is RiskClass.HIGH_RISK else self.other


@dataclass(frozen=True, slots=True)
class Capacity:
    """Shares of shift time; `reserve` is kept free for interrupt work; `even_load` is a weight switch for levelling."""

    scheduled_share: float = 0.5
    reserve: float = 0.05
    max_day_share: float = 0.8
    between_departments_minutes: int = 10
    even_load: bool = True


@dataclass(frozen=True, slots=True)
class Weights:
    """The prices of the objective, in whole points; each soft rule names the ones it uses."""

    unplaced_high_risk: int = 100_000
    unplaced_other: int = 20_000
    late_day_high_risk: int = 500
    late_day_other: int = 100
    early_day: int = 2
    after_due_day: int = 1
    take_down: int = 60
    trip: int = 30
    round: int = 5
    overload_minute: int = 1
    after_hours: int = 200
    moved: int = 300


@dataclass(frozen=True, slots=True)
class Impact:
    """Weights of the eight data points and the borders between impact classes (score in 0..100).

    `profile`: `eight-points`, or `fennigkoh-smith`, whose score (3-20) has the borders `em_borders`.
    """

    weights: Mapping[str, int] = field(
        default_factory=lambda: {
            "life_safety": 3,
            "acuity": 2,
            "phi": 1,
            "phi_500": 1,
            "care_delivery": 3,
            "lateral_access": 2,
            "financial": 1,
            "reputational": 1,
        }
    )
    borders: Mapping[str, int] = field(default_factory=lambda: {"critical": 70, "high": 50, "medium": 25, "low": 0})
    profile: str = "eight-points"
    em_borders: Mapping[str, int] = field(default_factory=lambda: {"critical": 18, "high": 15, "medium": 12, "low": 3})


@dataclass(frozen=True, slots=True)
class Patching:
    """Defaults of roll-outs and the deadline tables that are in force.

    `deadline_table` names one or more (`cisa-bod|contract`: the earliest day wins); `tables_by_impact` chooses others
    for a class of clinical impact. `contract_days` by severity, and `kev` for what is known to be exploited.
    `check_minutes`: the check of an asset that installs its updates itself, where the release says nothing.
    `control_review` (days) and `control_approver`: how often a compensating control is reviewed where no cycle of
    patching says it, and who approves it where the procedure names nobody accountable.
    """

    deadline_table: str = "routine"
    clock: str = "validated"
    pilot: int = 1
    soak_days: int = 7
    waves: int = 3
    contract_days: Mapping[str, int] = field(default_factory=dict)
    tables_by_impact: Mapping[str, str] = field(default_factory=dict)
    check_minutes: int = 15
    control_review: int = 90
    control_approver: str = ""
