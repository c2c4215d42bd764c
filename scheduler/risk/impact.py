"""The clinical impact of a modality: a score from its eight data points and the class it falls into."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.equipment import ImpactFactors
from scheduler.domain.policy import Impact

HIGHEST_FACTOR = 3
"""The top of the scale of a data point; a yes counts as the top, a no as 0."""

NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class ImpactScore:
    """A score in 0..100 and its class; a modality of which nothing was assessed has the class `not_assessed`."""

    score: int
    impact_class: str


def impact_of(factors: ImpactFactors, impact: Impact) -> ImpactScore:
    """Weigh the data points that were assessed; one that was not neither raises nor lowers the score."""
    assessed = [(value, weight) for value, weight in _weighted(factors, impact) if value is not None]
    most = HIGHEST_FACTOR * sum(weight for _, weight in assessed)
    if most == 0:
        return ImpactScore(0, NOT_ASSESSED)
    reached = sum(value * weight for value, weight in assessed)
    score = (200 * reached + most) // (2 * most)
    return ImpactScore(score, _class_of(score, impact))


def _weighted(factors: ImpactFactors, impact: Impact) -> Iterator[tuple[int | None, int]]:
    for name, weight in sorted(impact.weights.items()):
        value = getattr(factors, name, None)
        yield (HIGHEST_FACTOR * value if isinstance(value, bool) else value), weight


def _class_of(score: int, impact: Impact) -> str:
    """Return the class with the highest border that the score reaches."""
    reached = [(border, name) for name, border in impact.borders.items() if border <= score]
    return max(reached)[1] if reached else NOT_ASSESSED
