"""The clinical impact of equipment: a score from its eight data points, the class it falls into, and its parts.

A modality is assessed once; its department's acuity and its exposure override two of its data points for an asset. The
profile `fennigkoh-smith` scores the same modality as function + physical risk + required maintenance instead (3-20).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scheduler.domain.equipment import Answer, Asset, EquipmentClass, ImpactFactors, Modality
from scheduler.domain.places import Acuity
from scheduler.domain.policy import Impact

HIGHEST_FACTOR = 3
"""The top of the scale of a data point; a yes counts as the top, a no as 0."""

NOT_ASSESSED = "not_assessed"
EIGHT_POINTS = "eight-points"
FENNIGKOH_SMITH = "fennigkoh-smith"
PROFILES = (EIGHT_POINTS, FENNIGKOH_SMITH)

ACUITY_POINTS: Mapping[Acuity, int] = {
    Acuity.CRITICAL_CARE: 3,
    Acuity.PERIOPERATIVE: 3,
    Acuity.EMERGENCY: 3,
    Acuity.INPATIENT: 2,
    Acuity.IMAGING: 2,
    Acuity.AMBULATORY: 1,
    Acuity.SUPPORT: 0,
}
"""What the department's acuity counts for as a data point: general knowledge, a default of this program."""

FUNCTION_POINTS: Mapping[EquipmentClass, int] = {
    EquipmentClass.LIFE_SUPPORT: 10,
    EquipmentClass.LASER: 9,
    EquipmentClass.THERAPY: 8,
    EquipmentClass.MONITORING: 7,
    EquipmentClass.IMAGING: 6,
    EquipmentClass.LABORATORY: 5,
    EquipmentClass.IT: 3,
    EquipmentClass.STERILE: 2,
    EquipmentClass.GENERAL: 2,
}
"""Fennigkoh and Smith 1989, function 2-10, read off the class of a modality."""

PHYSICAL_RISK_POINTS = (1, 3, 4, 5)
"""Fennigkoh and Smith 1989, physical risk by life_safety 0-3: none, inappropriate therapy, injury, death."""

AVERAGE_MAINTENANCE = 3
"""Required maintenance 1-5; nothing in a programme tells it, so all modalities count as average."""


@dataclass(frozen=True, slots=True)
class ImpactPart:
    """One data point of a score: its value (None: not assessed), its weight, and where the value is from."""

    name: str
    value: int | None
    weight: int
    source: str

    @property
    def points(self) -> int:
        """What it adds before the score is scaled."""
        return (self.value or 0) * self.weight

    def __str__(self) -> str:
        value = "not assessed" if self.value is None else str(self.value)
        return f"{self.name} {value} × {self.weight} ({self.source})"


@dataclass(frozen=True, slots=True)
class ImpactScore:
    """A score (0..100, or 3..20 by Fennigkoh-Smith) and its class; without any assessment the class `not_assessed`."""

    score: int
    impact_class: str
    parts: tuple[ImpactPart, ...] = ()

    def explained(self) -> str:
        """The score with its parts, in words."""
        return f"{self.impact_class} {self.score}: {', '.join(map(str, self.parts)) or 'nothing assessed'}"


def borders_in_force(impact: Impact) -> Mapping[str, int]:
    """Return the borders, and so the classes, of the profile that the programme chose."""
    return impact.em_borders if impact.profile == FENNIGKOH_SMITH else impact.borders


def impact_of(factors: ImpactFactors, impact: Impact) -> ImpactScore:
    """Weigh the data points that were assessed; one that was not neither raises nor lowers the score."""
    return _weighed(tuple(_parts(factors, impact, {})), impact.borders)


def impact_of_modality(modality: Modality, impact: Impact) -> ImpactScore:
    """The score of a modality by the profile that the programme chose."""
    if impact.profile == FENNIGKOH_SMITH:
        return _fennigkoh_smith(modality, impact)
    return impact_of(modality.factors, impact)


def impact_of_asset(modality: Modality, asset: Asset, acuity: Acuity, impact: Impact) -> ImpactScore:
    """The score of an asset: its modality's, with the acuity of its department and its own exposure in their places.

    What nobody assessed for the modality stays not assessed, wherever its assets are.
    """
    if impact.profile == FENNIGKOH_SMITH or impact_of(modality.factors, impact).impact_class == NOT_ASSESSED:
        return impact_of_modality(modality, impact)
    factors, sources = _overridden(modality.factors, asset, acuity)
    return _weighed(tuple(_parts(factors, impact, sources)), impact.borders)


def _overridden(factors: ImpactFactors, asset: Asset, acuity: Acuity) -> tuple[ImpactFactors, Mapping[str, str]]:
    sources = {"acuity": f"department, {acuity}"}
    changed = replace(factors, acuity=ACUITY_POINTS[acuity])
    if asset.exposed is Answer.YES:
        sources["lateral_access"] = "asset, exposed to the internet"
        changed = replace(changed, lateral_access=HIGHEST_FACTOR)
    elif asset.networked is Answer.NO:
        sources["lateral_access"] = "asset, not on the network"
        changed = replace(changed, lateral_access=0)
    return changed, sources


def _parts(factors: ImpactFactors, impact: Impact, sources: Mapping[str, str]) -> Iterator[ImpactPart]:
    for name, weight in sorted(impact.weights.items()):
        value = getattr(factors, name, None)
        points = HIGHEST_FACTOR * value if isinstance(value, bool) else value
        yield ImpactPart(name, points, weight, sources.get(name, "modality"))


def _weighed(parts: tuple[ImpactPart, ...], borders: Mapping[str, int]) -> ImpactScore:
    assessed = [part for part in parts if part.value is not None]
    most = HIGHEST_FACTOR * sum(part.weight for part in assessed)
    if most == 0:
        return ImpactScore(0, NOT_ASSESSED, parts)
    reached = sum(part.points for part in assessed)
    score = (200 * reached + most) // (2 * most)
    return ImpactScore(score, _class_of(score, borders), parts)


def _fennigkoh_smith(modality: Modality, impact: Impact) -> ImpactScore:
    safety = modality.factors.life_safety
    if safety is None:
        return ImpactScore(0, NOT_ASSESSED)
    parts = (
        ImpactPart("function", FUNCTION_POINTS[modality.equipment_class], 1, f"class {modality.equipment_class}"),
        ImpactPart("physical_risk", PHYSICAL_RISK_POINTS[safety], 1, f"life_safety {safety}"),
        ImpactPart("maintenance", AVERAGE_MAINTENANCE, 1, "average, not assessed"),
    )
    score = sum(part.points for part in parts)
    return ImpactScore(score, _class_of(score, impact.em_borders), parts)


def _class_of(score: int, borders: Mapping[str, int]) -> str:
    """Return the class with the highest border that the score reaches."""
    reached = [(border, name) for name, border in borders.items() if border <= score]
    return max(reached)[1] if reached else NOT_ASSESSED
