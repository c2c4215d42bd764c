"""plan.json: the figures of a plan for other programs, and certificate.json, the bound's dual values."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Shares
from scheduler.domain.programme import Programme
from scheduler.outputs.impact_figures import impact_json
from scheduler.outputs.patching import PatchWork, patch_work_of, patching_json
from scheduler.outputs.share_figures import gap, gap_normalised, share_figures
from scheduler.outputs.tables import outcome_of
from scheduler.relaxation import HOPELESS

SCHEMA_VERSION = 1
_PACKAGES = ("htm-scheduler", "ortools")
_SUFFIXES = {"all": "", "high_risk": "_high_risk", "other": "_other"}


def write_plan_json(
    plan: Plan, facts: Facts, folder: Path, peak_memory_mb: int, patch_work: PatchWork | None = None
) -> None:
    """Write plan.json, and certificate.json where there is something to certify; `patch_work`: if known already."""
    _write(folder / "plan.json", plan_figures(plan, facts, peak_memory_mb, patch_work))
    if plan.duals:
        _write(folder / "certificate.json", certificate(plan))


def plan_figures(
    plan: Plan, facts: Facts, peak_memory_mb: int, patch_work: PatchWork | None = None
) -> Mapping[str, object]:
    """Lay out plan.json; only `stages` and `peak_memory_mb` differ between two runs of the same input.

    Who did the work, and how many, is no part of it: it never changes the plan.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "name": facts.programme.name,
        "fingerprint": plan.fingerprint,
        "settings": {"time_limit_s": plan.settings.time_limit_s, "seed": plan.settings.seed},
        "seed": plan.settings.seed,
        "versions": versions(),
        "today": plan.today.isoformat(),
        "horizon": {"from": plan.horizon.first_day.isoformat(), "until": plan.horizon.last_day.isoformat()},
        "counts": _counts(plan),
        "set_aside": _set_aside(facts.programme),
        "objective": {"total": plan.total, "terms": dict(plan.objective)},
        "price_of_nothing": plan.price_of_nothing,
        "bound": plan.bound,
        "gap": gap(plan),
        "gap_normalised": gap_normalised(plan),
        **_shares(plan),
        "shares": {name: asdict(shares) for name, shares in plan.shares.items()},
        "not_in_time": {name: _not_in_time(plan, name, shares) for name, shares in plan.shares.items()},
        "patching": patching_json(patch_work or patch_work_of(plan, facts)),
        "impact": impact_json(plan, facts),
        "stages": dict(plan.stage_seconds),
        "peak_memory_mb": peak_memory_mb,
        "cut_short": plan.cut_short,
    }


def certificate(plan: Plan) -> Mapping[str, object]:
    """Lay out certificate.json: the integers that, with the programme, add up to bound and largest shares again."""
    return {
        "schema_version": SCHEMA_VERSION,
        "fingerprint": plan.fingerprint,
        "today": plan.today.isoformat(),
        "horizon": {"from": plan.horizon.first_day.isoformat(), "until": plan.horizon.last_day.isoformat()},
        "bound": plan.bound,
        "duals": dict(plan.duals),
        "counting": {name: dict(duals) for name, duals in plan.counting.items()},
    }


def versions() -> Mapping[str, str]:
    """Name the versions of all that a plan depends on."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, **{package: version(package) for package in _PACKAGES}}


def _counts(plan: Plan) -> Mapping[str, Mapping[str, int]]:
    count = Counter((outcome_of(plan, owed).status, owed.risk_class) for owed in plan.obligations)
    statuses = sorted({status for status, _ in count})
    classes = sorted({risk_class for _, risk_class in count})
    return {str(status): {str(each): count[status, each] for each in classes} for status in statuses}


def _not_in_time(plan: Plan, name: str, shares: Shares) -> Mapping[str, int]:
    """Tasks that count and are late or not placed: so many in every plan, the others with a price in tasks.csv."""
    told = (owed for owed in plan.obligations if outcome_of(plan, owed).unavoidable == HOPELESS)
    unavoidable = shares.counted - shares.largest
    return {
        "tasks": shares.counted - shares.placed,
        "unavoidable": unavoidable,
        "of_these_alone": sum(name in ("all", owed.risk_class) for owed in told),
        "avoidable_at_a_price": shares.largest - shares.placed,
    }


def _set_aside(programme: Programme) -> Mapping[str, object]:
    return {"rows": len(programme.set_aside), "listed": [asdict(row) for row in programme.set_aside]}


def _shares(plan: Plan) -> Mapping[str, float | None]:
    figures = {}
    for name, shares in plan.shares.items():
        suffix, share = _SUFFIXES.get(name, f"_{name}"), share_figures(shares)
        figures[f"share_placed{suffix}"] = share.placed
        figures[f"share_largest{suffix}"] = share.largest
        figures[f"share_placed_late{suffix}"] = share.placed_late
        figures[f"share_placed_minutes{suffix}"] = share.minutes_placed
    return figures


def _write(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
