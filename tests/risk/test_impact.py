"""The clinical-impact score."""

from dataclasses import replace

import pytest

from scheduler.domain.equipment import Answer, EquipmentClass, ImpactFactors, Modality
from scheduler.domain.places import Acuity
from scheduler.domain.policy import Impact
from scheduler.risk.impact import (
    FENNIGKOH_SMITH,
    ImpactPart,
    ImpactScore,
    impact_of,
    impact_of_asset,
    impact_of_modality,
)
from tests.builders import a_modality, an_asset

NOTHING = ImpactFactors(None, None, None, None, None, None, None, None)
MIDDLING = ImpactFactors(2, 1, True, False, 2, 1, 1, 1)
BY_EM = Impact(profile=FENNIGKOH_SMITH)


def assessed(factors: ImpactFactors, equipment_class: EquipmentClass = EquipmentClass.GENERAL) -> Modality:
    return replace(a_modality(equipment_class=equipment_class), factors=factors)


def said(score: ImpactScore) -> tuple[int, str]:
    return score.score, score.impact_class


def test_a_modality_without_assessment_is_said_to_be_not_assessed() -> None:
    assert said(impact_of(NOTHING, Impact())) == (0, "not_assessed")


def test_all_data_points_at_the_top_give_one_hundred() -> None:
    top = ImpactFactors(3, 3, True, True, 3, 3, 3, 3)

    assert said(impact_of(top, Impact())) == (100, "critical")


def test_all_data_points_at_the_bottom_give_nothing() -> None:
    bottom = ImpactFactors(0, 0, False, False, 0, 0, 0, 0)

    assert said(impact_of(bottom, Impact())) == (0, "low")


def test_a_border_belongs_to_the_higher_class() -> None:
    only_life_safety = ImpactFactors(2, None, None, None, None, None, None, None)
    on_it = Impact(borders={"high": 67, "low": 0})
    above_it = Impact(borders={"high": 68, "low": 0})

    assert said(impact_of(only_life_safety, on_it)) == (67, "high")
    assert said(impact_of(only_life_safety, above_it)) == (67, "low")


def test_a_data_point_that_nobody_assessed_does_not_count() -> None:
    half = ImpactFactors(3, 0, None, None, None, None, None, None)
    weights = Impact(weights={"life_safety": 1, "acuity": 1, "financial": 8})

    assert impact_of(half, weights).score == 50


def test_the_parts_of_a_score_add_up_to_it() -> None:
    found = impact_of(MIDDLING, Impact())

    assert len(found.parts) == 8
    assert found.score == round(100 * sum(part.points for part in found.parts) / (3 * 14))
    assert ImpactPart("life_safety", 2, 3, "modality") in found.parts
    assert "life_safety 2 × 3 (modality)" in found.explained()


@pytest.mark.parametrize(
    ("acuity", "points"),
    [(Acuity.CRITICAL_CARE, 3), (Acuity.INPATIENT, 2), (Acuity.AMBULATORY, 1), (Acuity.SUPPORT, 0)],
)
def test_the_department_overrides_the_acuity_of_the_modality(acuity: Acuity, points: int) -> None:
    found = impact_of_asset(assessed(MIDDLING), an_asset(), acuity, Impact())

    assert ImpactPart("acuity", points, 2, f"department, {acuity}") in found.parts


@pytest.mark.parametrize(
    ("exposed", "networked", "value", "source"),
    [
        (Answer.YES, Answer.YES, 3, "asset, exposed to the internet"),
        (Answer.NO, Answer.NO, 0, "asset, not on the network"),
        (Answer.UNKNOWN, Answer.NO, 0, "asset, not on the network"),
        (Answer.NO, Answer.YES, 1, "modality"),
        (Answer.UNKNOWN, Answer.UNKNOWN, 1, "modality"),
    ],
)
def test_the_exposure_of_an_asset_overrides_lateral_access(
    exposed: Answer, networked: Answer, value: int, source: str
) -> None:
    asset = replace(an_asset(), exposed=exposed, networked=networked)

    found = impact_of_asset(assessed(MIDDLING), asset, Acuity.INPATIENT, Impact())

    assert ImpactPart("lateral_access", value, 2, source) in found.parts


def test_what_nobody_assessed_stays_not_assessed_in_intensive_care() -> None:
    found = impact_of_asset(assessed(NOTHING), an_asset(), Acuity.CRITICAL_CARE, Impact())

    assert said(found) == (0, "not_assessed")


@pytest.mark.parametrize(
    ("equipment_class", "life_safety", "score", "impact_class"),
    [
        (EquipmentClass.LIFE_SUPPORT, 3, 18, "critical"),
        (EquipmentClass.THERAPY, 2, 15, "high"),
        (EquipmentClass.IMAGING, 1, 12, "medium"),
        (EquipmentClass.LABORATORY, 1, 11, "low"),
        (EquipmentClass.GENERAL, 0, 6, "low"),
    ],
)
def test_fennigkoh_and_smith_add_function_risk_and_maintenance(
    equipment_class: EquipmentClass, life_safety: int, score: int, impact_class: str
) -> None:
    modality = assessed(replace(NOTHING, life_safety=life_safety), equipment_class)

    assert said(impact_of_modality(modality, BY_EM)) == (score, impact_class)


def test_fennigkoh_and_smith_without_life_safety_are_not_assessed() -> None:
    assert said(impact_of_modality(assessed(NOTHING), BY_EM)) == (0, "not_assessed")
