"""Work before it has a time: a visit to be made, its legs, and what a leg asks of people and instruments."""

from dataclasses import dataclass
from enum import Enum

from scheduler.domain.equipment import Where
from scheduler.domain.ids import AssetTag, DepartmentId, InstrumentClass, PerformerId, SiteId, SkillName, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.quick import quickly_made


@dataclass(frozen=True, slots=True)
class LegProfile:
    """All that decides who and what can do a leg; legs with equal profiles have the same candidates.

    `crew`: people who are there from start to end. `skills`: each skill with how many of them must hold it.
    `instruments`: all of the groups, any one class of a group. `department` is the asset's, also for bench work.
    """

    site: SiteId
    department: DepartmentId
    where: Where
    performer: PerformerId
    crew: int
    skills: tuple[tuple[SkillName, int], ...]
    instruments: tuple[tuple[InstrumentClass, ...], ...]


@dataclass(frozen=True, slots=True)
class LegDraft:
    """A leg without a time: its minutes on the clock and its tasks (a nested one adds no minutes)."""

    profile: LegProfile
    minutes: int
    task_ids: tuple[TaskId, ...]


class OutKind(Enum):
    """Whether and how long a visit takes its asset out of service."""

    NOT = "serves on"
    WHILE_THERE = "first leg's start to last leg's end"
    BENCH = "collection to return"


@quickly_made
@dataclass(frozen=True, slots=True)
class VisitDraft:
    """Tasks of one asset (and those serviced with it) to be done in one go, legs in this order.

    `asset_tag` is the main asset. `taken_out`: every asset that is out with it (itself, those serviced with it, the
    parts of a system-critical one), sorted; empty if OutKind.NOT. `out_minutes`: bench time from collection to
    return, at least. `splittable`: one leg that may be cut into several on consecutive working days.
    """

    asset_tag: AssetTag
    site: SiteId
    department: DepartmentId
    tasks: tuple[Obligation, ...]
    legs: tuple[LegDraft, ...]
    out: OutKind
    taken_out: tuple[AssetTag, ...]
    out_minutes: int
    splittable: bool

    @property
    def minutes(self) -> int:
        return sum(leg.minutes for leg in self.legs)
