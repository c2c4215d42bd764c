"""The same programme under several settings side by side: what each places, misses and lacks, and what it could."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.changes import Change
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan
from scheduler.domain.policy import RiskClass

AS_IT_IS = "as it is"


@dataclass(frozen=True, slots=True)
class Setting:
    """A name to show, and what is different."""

    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan of the setting came to. Overdue: late or unplaced among what counts; `short` in minutes."""

    placed: int
    placed_late: int
    overdue: Mapping[RiskClass, int]
    short: int
    total: int
    gap_normalised: float


@dataclass(frozen=True, slots=True)
class Tried:
    """A setting with how much counts, what the bound proves of it, and its plan, if one was made.

    `least_overdue`: no plan has fewer late or unplaced of a risk class.
    """

    setting: Setting
    counted: int
    largest: int
    least_overdue: Mapping[RiskClass, int]
    bound: int
    planned: Planned | None


def from_bound(setting: Setting, obligations: tuple[Obligation, ...], bound: int, largest: Mapping[str, int]) -> Tried:
    """What is proved of a setting without a plan."""
    counts = {risk: sum(task.counts and task.risk_class is risk for task in obligations) for risk in RiskClass}
    counted = sum(counts.values())
    least = {risk: count - min(count, largest.get(risk, count)) for risk, count in counts.items()}
    return Tried(setting, counted, min(counted, largest.get("all", counted)), least, bound, None)


def from_plan(setting: Setting, plan: Plan) -> Tried:
    """What a plan of a setting came to, beside what is proved."""
    every = plan.shares["all"]
    by_risk = {risk: plan.shares[risk] for risk in RiskClass}
    planned = Planned(
        placed=every.placed,
        placed_late=every.placed_late,
        overdue={risk: one.counted - one.placed for risk, one in by_risk.items()},
        short=sum(row.minutes_short for row in plan.shortfall),
        total=plan.total,
        gap_normalised=(plan.total - plan.bound) / max(1, plan.price_of_nothing),
    )
    least = {risk: one.counted - one.largest for risk, one in by_risk.items()}
    return Tried(setting, every.counted, every.largest, least, plan.bound, planned)
