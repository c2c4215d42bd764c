"""Patching in figures: compliance and exposure, interrupt work, roll-outs with their bound, what installs nothing."""

from scheduler.outputs.patching.compliance import ClassRow, Exposure, class_rows, exposure_now, exposure_planned
from scheduler.outputs.patching.in_json import patching_json
from scheduler.outputs.patching.installations import Installation, installations
from scheduler.outputs.patching.interrupts import Interrupt, interrupts
from scheduler.outputs.patching.patch_work import PatchWork, patch_work_of
from scheduler.outputs.patching.rollouts import Rollout, StageDays, rollouts
from scheduler.outputs.patching.standing import Control, EndOfSupport, Standing, Wait, standing_of
from scheduler.outputs.patching.systems import Level, PatchedSystem, patched_systems

__all__ = [
    "ClassRow",
    "Control",
    "EndOfSupport",
    "Exposure",
    "Installation",
    "Interrupt",
    "Level",
    "PatchWork",
    "PatchedSystem",
    "Rollout",
    "StageDays",
    "Standing",
    "Wait",
    "class_rows",
    "exposure_now",
    "exposure_planned",
    "installations",
    "interrupts",
    "patch_work_of",
    "patched_systems",
    "patching_json",
    "rollouts",
    "standing_of",
]
