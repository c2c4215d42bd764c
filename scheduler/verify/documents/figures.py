"""Whether plan.json's own figures follow from the plan: totals, gaps, shares in per cent, counts."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation

FIGURES = "plan.json"
_SUFFIXES = {"all": "", "high_risk": "_high_risk"}


def wrong_figures(out: Path, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Every figure that is not what the plan makes it."""
    try:
        said = json.loads((out / FIGURES).read_text(encoding="utf-8"))
        found = [(name, _looked_up(said, name), right) for name, right in _right(plan, facts).items()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Violation(FIGURES, FIGURES, f"It cannot be read: {error}.")
        return
    for name, figure, right in found:
        if not _same(figure, right):
            yield Violation(FIGURES, name, f"{name} is {figure}; by the plan it is {right}.")


def _looked_up(said: Mapping[str, object], name: str) -> object:
    place: object = said
    for part in name.split("."):
        place = place[part] if isinstance(place, Mapping) and part in place else 0
    return place


def _right(plan: Plan, facts: Facts) -> Mapping[str, object]:
    gap = plan.total - plan.bound
    figures: dict[str, object] = {
        "objective.total": plan.total,
        "gap": Fraction(gap, max(1, plan.total)),
        "gap_normalised": Fraction(gap, max(1, plan.price_of_nothing)),
        "set_aside.rows": len(facts.programme.set_aside),
        "fingerprint": facts.programme.fingerprint,
    }
    for name, suffix in _SUFFIXES.items():
        shares = plan.shares[name]
        for figure, part in (
            ("share_placed", shares.placed),
            ("share_largest", shares.largest),
            ("share_placed_late", shares.placed_late),
        ):
            figures[figure + suffix] = Fraction(100 * part, shares.counted) if shares.counted else None
    counts = Counter((plan.outcomes[task.task_id].status, task.risk_class) for task in plan.obligations)
    return figures | {f"counts.{status}.{risk}": count for (status, risk), count in counts.items()}


def _same(found: object, right: object) -> bool:
    """Equal, or equal as far as two decimals of a per cent, six of a ratio, are written."""
    if isinstance(right, Fraction):
        return isinstance(found, int | float) and abs(Fraction(found) - right) <= Fraction(1, 100)
    return found == right
