"""All that a plan makes of patches, worked out once for everybody who tells of it."""

from dataclasses import dataclass

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.compliance import ClassRow, Exposure, class_rows, exposure_now, exposure_planned
from scheduler.outputs.patching.installations import installations
from scheduler.outputs.patching.interrupts import Interrupt, interrupts
from scheduler.outputs.patching.rollouts import Rollout, rollouts
from scheduler.outputs.patching.standing import Standing, standing_of
from scheduler.outputs.patching.systems import PatchedSystem, patched_systems


@dataclass(frozen=True, slots=True)
class PatchWork:
    """Figures and rows. Exposure today, as planned, and at the end of the horizon if nothing were installed."""

    count: int
    classes: tuple[ClassRow, ...]
    today: Exposure
    planned: Exposure
    nothing_installed: Exposure
    interrupts: tuple[Interrupt, ...]
    standing: Standing
    systems: tuple[PatchedSystem, ...]
    rollouts: tuple[Rollout, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said of software at all."""
        told = self.standing
        return not (self.count or any((told.waits, told.controls, told.aside, told.support, told.unreviewed)))


def patch_work_of(plan: Plan, facts: Facts) -> PatchWork:
    """Gather it from a plan."""
    found, last_day = installations(plan, facts), plan.horizon.last_day
    return PatchWork(
        count=len(found),
        classes=class_rows(plan, facts),
        today=exposure_now(found, plan.today),
        planned=exposure_planned(found, last_day),
        nothing_installed=exposure_now(found, last_day),
        interrupts=interrupts(plan, facts),
        standing=standing_of(plan, facts),
        systems=patched_systems(plan, facts),
        rollouts=rollouts(plan, facts),
    )
