"""Compliance by deadline class, and exposure: how long assets are past the deadlines of what they lack."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.installations import DONE, Installation, installations
from scheduler.outputs.tables import outcome_of


@dataclass(frozen=True, slots=True)
class ClassRow:
    """How the installations of one deadline class come out."""

    deadline_class: str
    is_interrupt: bool
    counted: int
    in_time: int
    late: int
    unplaced: int
    not_due: int

    @property
    def share(self) -> float | None:
        owed = self.counted - self.not_due
        return round(100 * self.in_time / owed, 1) if owed else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """Assets past the deadline of what they lack; the days past it, and the same weighted by clinical impact (0-1)."""

    assets: int
    asset_days: int
    weighted_days: int


def class_rows(plan: Plan, facts: Facts) -> tuple[ClassRow, ...]:
    """Compliance by deadline class; the tightest deadlines first, the routine cycle last."""
    groups: dict[tuple[bool, bool, str], list[Installation]] = defaultdict(list)
    for one in installations(plan, facts):
        is_routine = one.install.deadline is None
        groups[is_routine, not one.install.is_interrupt, one.install.deadline_class].append(one)
    return tuple(_class_row(key[2], groups[key], plan) for key in sorted(groups))


def exposure_now(found: Iterable[Installation], today: date) -> Exposure:
    """How long assets are past their deadlines today."""
    return _exposure((one, today) for one in found)


def exposure_planned(found: Iterable[Installation], last_day: date) -> Exposure:
    """How long they will have been when it is installed, or at the end of the horizon where it is not."""
    return _exposure((one, one.on or last_day) for one in found)


def _class_row(name: str, group: Sequence[Installation], plan: Plan) -> ClassRow:
    outcomes = [(one, outcome_of(plan, one.task)) for one in group]
    placed = [(one, outcome) for one, outcome in outcomes if outcome.status in DONE]
    in_time = sum(one.on is not None and one.on <= one.deadline for one, _ in placed)
    not_due = sum(outcome.status is TaskStatus.NOT_DUE for _, outcome in outcomes)
    late = len(placed) - in_time
    is_interrupt = group[0].install.is_interrupt
    return ClassRow(name, is_interrupt, len(group), in_time, late, len(group) - len(placed) - not_due, not_due)


def _exposure(found: Iterable[tuple[Installation, date]]) -> Exposure:
    past = [(one, (until - one.deadline).days) for one, until in found if until > one.deadline]
    weighted = sum(days * one.task.impact_score for one, days in past)
    return Exposure(len({one.task.asset_tag for one, _ in past}), sum(days for _, days in past), round(weighted / 100))
