"""What the report says of patches: compliance, exposure, interrupt work, roll-outs, waits, controls, support."""

from dataclasses import dataclass

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching import (
    ClassRow,
    Exposure,
    Interrupt,
    PatchedSystem,
    Rollout,
    Standing,
    class_rows,
    exposure_now,
    exposure_planned,
    installations,
    interrupts,
    patched_systems,
    rollouts,
    standing_of,
)

MOST_DRAWN = 12
"""Roll-outs that are drawn and systems that are shown, the largest first; plan.json has all of them."""


@dataclass(frozen=True, slots=True)
class Patching:
    """Figures and rows, in the order in which they are read."""

    count: int
    interrupts: tuple[Interrupt, ...]
    classes: tuple[ClassRow, ...]
    exposures: tuple[tuple[str, Exposure], ...]
    rollouts: tuple[Rollout, ...]
    systems: tuple[PatchedSystem, ...]
    standing: Standing

    @property
    def drawn(self) -> tuple[Rollout, ...]:
        return self.rollouts[:MOST_DRAWN]

    @property
    def shown(self) -> tuple[PatchedSystem, ...]:
        return self.systems[:MOST_DRAWN]


def patching_of(plan: Plan, facts: Facts) -> Patching | None:
    """Gather it; None where nothing is said of software at all."""
    found, standing = installations(plan, facts), standing_of(plan, facts)
    if not (found or any((standing.waits, standing.controls, standing.aside, standing.support, standing.unreviewed))):
        return None
    last_day = plan.horizon.last_day
    exposures = (
        (f"today, {plan.today}", exposure_now(found, plan.today)),
        ("as planned, when it is installed", exposure_planned(found, last_day)),
        (f"if nothing were installed until {last_day}", exposure_now(found, last_day)),
    )
    return Patching(
        count=len(found),
        interrupts=interrupts(plan, facts),
        classes=class_rows(plan, facts),
        exposures=exposures,
        rollouts=rollouts(plan, facts),
        systems=patched_systems(plan, facts),
        standing=standing,
    )
