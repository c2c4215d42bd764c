"""What the report says of patches: compliance, exposure, interrupt work, roll-outs, waits, controls, support."""

from dataclasses import dataclass

from scheduler.domain.plan import Plan
from scheduler.outputs.patching import ClassRow, Exposure, Interrupt, PatchedSystem, PatchWork, Rollout, Standing

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


def patching_of(plan: Plan, work: PatchWork) -> Patching | None:
    """Put it in words; None where nothing is said of software at all."""
    if work.is_empty:
        return None
    return Patching(
        count=work.count,
        interrupts=work.interrupts,
        classes=work.classes,
        exposures=(
            (f"today, {plan.today}", work.today),
            ("as planned, when it is installed", work.planned),
            (f"if nothing were installed until {plan.horizon.last_day}", work.nothing_installed),
        ),
        rollouts=work.rollouts,
        systems=work.systems,
        standing=work.standing,
    )
