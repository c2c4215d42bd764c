"""The clinical-impact score."""

from scheduler.domain.equipment import ImpactFactors
from scheduler.domain.policy import Impact
from scheduler.risk.impact import ImpactScore, impact_of

NOTHING = ImpactFactors(None, None, None, None, None, None, None, None)


def test_a_modality_without_assessment_is_said_to_be_not_assessed() -> None:
    assert impact_of(NOTHING, Impact()) == ImpactScore(0, "not_assessed")


def test_all_data_points_at_the_top_give_one_hundred() -> None:
    top = ImpactFactors(3, 3, True, True, 3, 3, 3, 3)

    assert impact_of(top, Impact()) == ImpactScore(100, "critical")


def test_all_data_points_at_the_bottom_give_nothing() -> None:
    bottom = ImpactFactors(0, 0, False, False, 0, 0, 0, 0)

    assert impact_of(bottom, Impact()) == ImpactScore(0, "low")


def test_a_border_belongs_to_the_higher_class() -> None:
    only_life_safety = ImpactFactors(2, None, None, None, None, None, None, None)
    on_it = Impact(borders={"high": 67, "low": 0})
    above_it = Impact(borders={"high": 68, "low": 0})

    assert impact_of(only_life_safety, on_it) == ImpactScore(67, "high")
    assert impact_of(only_life_safety, above_it) == ImpactScore(67, "low")


def test_a_data_point_that_nobody_assessed_does_not_count() -> None:
    half = ImpactFactors(3, 0, None, None, None, None, None, None)
    weights = Impact(weights={"life_safety": 1, "acuity": 1, "financial": 8})

    assert impact_of(half, weights).score == 50
