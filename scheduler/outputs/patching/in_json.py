"""Patching for programs: plan.json's `patching`."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.patching.compliance import class_rows, exposure_now, exposure_planned
from scheduler.outputs.patching.installations import installations
from scheduler.outputs.patching.interrupts import interrupts
from scheduler.outputs.patching.rollouts import Rollout, rollouts
from scheduler.outputs.patching.standing import standing_of
from scheduler.outputs.patching.systems import patched_systems


def patching_json(plan: Plan, facts: Facts) -> Mapping[str, object]:
    """The same for programs: plan.json's `patching`."""
    found = installations(plan, facts)
    last_day, standing = plan.horizon.last_day, standing_of(plan, facts)
    return {
        "installations": len(found),
        "classes": [asdict(row) for row in class_rows(plan, facts)],
        "exposure": {
            "today": asdict(exposure_now(found, plan.today)),
            "planned": asdict(exposure_planned(found, last_day)),
            "nothing_installed": asdict(exposure_now(found, last_day)),
        },
        "interrupts": [_plain(asdict(one)) for one in interrupts(plan, facts)],
        "waiting": [_plain(asdict(one)) for one in standing.waits],
        "controls": [_plain(asdict(one)) for one in standing.controls],
        "installing_nothing": dict(standing.aside),
        "support": [_plain(asdict(one)) for one in standing.support],
        "without_fix_and_review": dict(standing.unreviewed),
        "systems": [asdict(one) for one in patched_systems(plan, facts)],
        "rollouts": [_rollout_json(one) for one in rollouts(plan, facts)],
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
