"""Weeks are filled evenly, and what is over is left as reserve."""

from constraints.rule import Soft
from scheduler.domain.facts import Facts

RULE = Soft(
    "load",
    sentence="Nobody's week is filled to the brim while another week has room.",
    reason="Unplanned repairs come every week; a plan without slack moves appointments at the first of them.",
    source="capacity.even_load, objective.overload_minute",
    terms=("load",),
)


def price_week_load(minutes: int, available: int, facts: Facts) -> int:
    """Once for every minute above three quarters of what is there, once more above seven eighths."""
    if not facts.programme.capacity.even_load:
        return 0
    over = max(0, minutes - available * 3 // 4) + max(0, minutes - available * 7 // 8)
    return facts.programme.weights.overload_minute * over
