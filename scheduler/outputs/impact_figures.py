"""Clinical impact for programs: the score of every kind of asset that the plan speaks of, with its parts."""

from collections.abc import Mapping

from scheduler.domain.equipment import Answer
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ModalityId
from scheduler.domain.places import Acuity
from scheduler.domain.plan import Plan
from scheduler.risk.impact import impact_of_asset

_Kind = tuple[ModalityId, Acuity, Answer, Answer]
"""What the score of an asset depends on: its modality, its department's acuity, its exposure, its network."""


def impact_json(plan: Plan, facts: Facts) -> Mapping[str, object]:
    """plan.json's `impact`: a row for each modality, acuity and exposure; equal ones share it."""
    kinds: dict[_Kind, tuple[AssetTag, int]] = {}
    for tag in dict.fromkeys(owed.asset_tag for owed in plan.obligations):
        kind = _kind_of(tag, facts)
        first, number = kinds.get(kind, (tag, 0))
        kinds[kind] = (first, number + 1)
    return {
        "profile": facts.programme.impact.profile,
        "scores": [_row(kind, *kinds[kind], facts) for kind in sorted(kinds)],
    }


def _kind_of(tag: AssetTag, facts: Facts) -> _Kind:
    asset = facts.asset(tag)
    return (facts.modality_of(tag).modality, facts.department_of(tag).acuity, asset.exposed, asset.networked)


def _row(kind: _Kind, tag: AssetTag, assets: int, facts: Facts) -> Mapping[str, object]:
    modality, acuity, exposed, networked = kind
    score = impact_of_asset(facts.modality_of(tag), facts.asset(tag), acuity, facts.programme.impact)
    return {
        "modality": modality,
        "acuity": acuity.value,
        "exposed": exposed.value,
        "networked": networked.value,
        "assets": assets,
        "score": score.score,
        "class": score.impact_class,
        "parts": [str(part) for part in score.parts],
    }
