"""What the tables of a plan say of patches, at their end: the release, its stage, its deadline and its dates."""

from collections.abc import Mapping
from dataclasses import replace

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import PILOT, Install, Obligation
from scheduler.domain.plan import Leg
from scheduler.outputs.csv_text import Cell, bar_list
from scheduler.outputs.table_reading import Row

PATCH_COLUMNS = (
    "patch", "patch_version", "patch_stage", "patch_deadline", "deadline_class", "interrupt", "clock_start",
    "advisory_on", "released_on", "validated_on",
)  # fmt: skip
_PILOT, _WAVE = "pilot", "wave "


def patch_cells(owed: Obligation) -> tuple[Cell, ...]:
    """The cells of a task; blank where it installs nothing."""
    install = owed.install
    if install is None:
        return ("",) * len(PATCH_COLUMNS)
    patch = install.patch
    return (
        patch.patch, patch.version, stage_said(install.stage), install.deadline, install.deadline_class,
        install.is_interrupt, install.clock_start, patch.advisory_on, patch.released_on, patch.validated_on,
    )  # fmt: skip


def patches_of(leg: Leg, owed: Mapping[TaskId, Obligation]) -> str:
    """The releases that a leg installs."""
    installs = (owed[task].install for task in leg.task_ids if task in owed)
    return bar_list([one.patch.patch for one in installs if one is not None])


def stage_said(stage: int) -> str:
    """A stage of a roll-out as tables say it."""
    return _PILOT if stage == PILOT else f"{_WAVE}{stage}"


def install_as_written(known: Install | None, row: Row) -> Install | None:
    """What a row says that its task installs; the programme lends what the row has no column for."""
    name = row.text("patch")
    if not name:
        return None
    if known is None:
        raise row.fault("patch", name, "a blank: by the programme this task installs nothing")
    return replace(
        known,
        patch=replace(known.patch, patch=name, version=row.text("patch_version")),
        stage=_stage(row),
        deadline=row.day("patch_deadline") if row.text("patch_deadline") else None,
        deadline_class=row.text("deadline_class"),
    )


def _stage(row: Row) -> int:
    text = row.text("patch_stage")
    if text == _PILOT:
        return PILOT
    if text.startswith(_WAVE) and text[len(_WAVE) :].isdecimal():
        return int(text[len(_WAVE) :])
    raise row.fault("patch_stage", text, "pilot or a wave such as wave 1")
