"""Clinical impact by modality: the score with each of its data points and weights, and the class it falls into."""

from scheduler.domain.equipment import Modality
from scheduler.domain.policy import Impact
from scheduler.outputs.appendix.paper import Cell, Column, Row, Source, State, Table, Value, word
from scheduler.outputs.appendix.phrases import impact_class_said
from scheduler.outputs.appendix.subject import Subject
from scheduler.risk.impact import (
    FENNIGKOH_SMITH,
    HIGHEST_FACTOR,
    NOT_ASSESSED,
    ImpactPart,
    ImpactScore,
    impact_of_modality,
)

_WIDTH, _OTHERS = 260, 110


def impact_points(subject: Subject) -> Table:
    """Say what each data point of a modality adds, by the profile that the programme chose."""
    impact = subject.facts.programme.impact
    scores = [(modality, impact_of_modality(modality, impact)) for modality in subject.modalities]
    names = next((tuple(part.name for part in score.parts) for _, score in scores if score.parts), ())
    width = (_WIDTH - _OTHERS) // max(1, len(names))
    return Table(
        "impact_points",
        word("impact_points.caption"),
        (
            Column("modality", 50),
            *(Column(f"point_{name}", width) for name in names),
            Column("points", 20),
            Column("impact_score", 18),
            Column("impact_class", 22),
        ),
        tuple(_row(modality, score, names, impact) for modality, score in scores),
        ("modality",),
    )


def _row(modality: Modality, score: ImpactScore, names: tuple[str, ...], impact: Impact) -> Row:
    own = Source("modalities", modality.row or f"modality={modality.modality}")
    weights, borders = Source("programme.yaml", "impact.weights"), Source("programme.yaml", "impact.borders")
    parts = {part.name: part for part in score.parts}
    assessed = score.impact_class != NOT_ASSESSED
    return Row(
        (
            Cell(modality.name or modality.modality),
            *(Cell(_part_said(parts.get(name)), (own, weights)) for name in names),
            Cell(_points_said(score, impact) if assessed else State.UNKNOWN, (own, weights)),
            Cell(score.score if assessed else State.UNKNOWN, (own, weights)),
            Cell(impact_class_said(score.impact_class) if assessed else State.UNKNOWN, (own, borders)),
        ),
        (own,),
    )


def _part_said(part: ImpactPart | None) -> Value:
    if part is None or part.value is None:
        return State.UNKNOWN
    return part.value if part.weight == 1 else word("impact_points.weighed", value=part.value, weight=part.weight)


def _points_said(score: ImpactScore, impact: Impact) -> Value:
    """The points reached, of those that the assessed ones allow; by Fennigkoh and Smith their sum is the score."""
    reached = sum(part.points for part in score.parts)
    if impact.profile == FENNIGKOH_SMITH:
        return reached
    most = HIGHEST_FACTOR * sum(part.weight for part in score.parts if part.value is not None)
    return word("impact_points.of", reached=reached, most=most)
