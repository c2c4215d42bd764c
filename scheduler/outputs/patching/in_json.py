"""Patching for programs: plan.json's `patching`."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from scheduler.outputs.patching.patch_work import PatchWork
from scheduler.outputs.patching.rollouts import Rollout


def patching_json(work: PatchWork) -> Mapping[str, object]:
    """The same for programs: plan.json's `patching`."""
    standing = work.standing
    return {
        "installations": work.count,
        "classes": [asdict(row) for row in work.classes],
        "exposure": {
            "today": asdict(work.today),
            "planned": asdict(work.planned),
            "nothing_installed": asdict(work.nothing_installed),
        },
        "interrupts": [_plain(asdict(one)) for one in work.interrupts],
        "waiting": [_plain(asdict(one)) for one in standing.waits],
        "controls": [_plain(asdict(one)) for one in standing.controls],
        "installing_nothing": dict(standing.aside),
        "support": [_plain(asdict(one)) for one in standing.support],
        "without_fix_and_review": dict(standing.unreviewed),
        "systems": [asdict(one) for one in work.systems],
        "rollouts": [_rollout_json(one) for one in work.rollouts],
    }


def _rollout_json(one: Rollout) -> Mapping[str, object]:
    return {
        "patch": one.patch,
        "equipment": one.equipment,
        "version": one.version,
        "assets": one.count,
        "unplaced": one.unplaced,
        "soak_days": one.soak_days,
        "stages": [
            {"stage": stage.stage, "assets": stage.count, "first": _iso(stage.first), "last": _iso(stage.last)}
            for stage in one.stages
        ],
        "deadline": _iso(one.deadline),
        "completed_on": _iso(one.completed_on),
        "earliest": _iso(one.earliest),
        "earliest_with_one_more": _iso(one.earliest_with_one_more),
        "people": one.people,
    }


def _plain(row: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
