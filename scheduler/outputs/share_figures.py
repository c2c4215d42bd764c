"""Shares and gaps as the plan's figures: per cent with two decimals, from whole counts."""

from dataclasses import dataclass
from fractions import Fraction

from scheduler.domain.plan import Plan, Shares


@dataclass(frozen=True, slots=True)
class ShareFigures:
    """The shares of one class in per cent; None where nothing is owed."""

    placed: float | None
    largest: float | None
    placed_late: float | None
    minutes_placed: float | None


def share_figures(shares: Shares) -> ShareFigures:
    """Divide by the one denominator that was fixed before planning."""
    return ShareFigures(
        per_cent(shares.placed, shares.counted),
        per_cent(shares.largest, shares.counted),
        per_cent(shares.placed_late, shares.counted),
        per_cent(shares.minutes_placed, shares.minutes_counted),
    )


def per_cent(part: int, whole: int) -> float | None:
    """Return a share in per cent, rounded to two decimals."""
    return float(round(Fraction(100 * part, whole), 2)) if whole else None


def gap(plan: Plan) -> float:
    """How far the plan's price may be from the best possible, as a part of its price."""
    return _ratio(plan.total - plan.bound, max(1, plan.total))


def gap_normalised(plan: Plan) -> float:
    """The same as a part of the price of placing nothing."""
    return _ratio(plan.total - plan.bound, max(1, plan.price_of_nothing))


def _ratio(part: int, whole: int) -> float:
    return float(round(Fraction(part, whole), 6))
