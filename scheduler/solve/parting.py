"""Whole minutes parted by weights, so that nothing is lost in rounding."""

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=object)


def parted(minutes: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Part minutes as the weights are to each other; what rounding leaves goes to the largest rests, then in order.

    Without any weight all parts are alike.
    """
    total = sum(weights.values())
    if not total:
        weights, total = dict.fromkeys(weights, 1), len(weights)
    parts = {key: minutes * weight // total for key, weight in weights.items()}
    rests = sorted(weights, key=lambda key: -(minutes * weights[key] % total))
    for key in rests[: minutes - sum(parts.values())]:
        parts[key] += 1
    return parts
