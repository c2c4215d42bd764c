"""plan.json and certificate.json."""

import json
from dataclasses import replace
from pathlib import Path

from scheduler.domain.equipment import ImpactFactors
from scheduler.outputs.plan_json import plan_figures, write_plan_json
from scheduler.outputs.share_figures import gap, gap_normalised, per_cent
from tests.builders import a_modality, a_plan, a_programme, a_visit, an_obligation, facts_of
from tests.outputs.synthetic import a_quarter

FACTORS = ImpactFactors(2, None, None, None, None, None, None, None)


def test_plan_json_has_every_figure_of_the_contract() -> None:
    quarter = a_quarter(1, 1)

    figures = plan_figures(quarter.plan, quarter.facts, 700)

    assert figures["objective"] == {"total": 353_660, "terms": dict(quarter.plan.objective)}
    assert figures["counts"] == {"placed": {"high_risk": 12, "other": 26}, "unplaced": {"high_risk": 3, "other": 7}}
    assert (figures["share_placed"], figures["share_largest"], figures["share_placed_late"]) == (96.0, 97.1, 0.6)
    assert (figures["share_placed_high_risk"], figures["share_placed_minutes"]) == (95.0, 96.0)
    assert figures["horizon"] == {"from": "2027-01-01", "until": "2027-03-31"}
    assert figures["set_aside"]["rows"] == 1  # type: ignore[index]
    others = "schema_version fingerprint settings seed versions today bound stages peak_memory_mb cut_short"
    assert set(others.split()) <= set(figures)


def test_each_score_of_clinical_impact_stands_with_its_parts() -> None:
    task = an_obligation()
    facts = facts_of(a_programme(modalities=[replace(a_modality(), factors=FACTORS)]))

    impact = plan_figures(a_plan(obligations=[task]), facts, 1)["impact"]

    assert impact == {
        "profile": "eight-points",
        "scores": [
            {
                "modality": "Pump",
                "acuity": "inpatient",
                "exposed": "no",
                "networked": "no",
                "assets": 1,
                "score": 48,
                "class": "medium",
                "parts": [
                    "acuity 2 × 2 (department, inpatient)",
                    "care_delivery not assessed × 3 (modality)",
                    "financial not assessed × 1 (modality)",
                    "lateral_access 0 × 2 (asset, not on the network)",
                    "life_safety 2 × 3 (modality)",
                    "phi not assessed × 1 (modality)",
                    "phi_500 not assessed × 1 (modality)",
                    "reputational not assessed × 1 (modality)",
                ],
            }
        ],
    }


def test_gaps_follow_their_formulas() -> None:
    plan = replace(a_plan(), objective={"a": 300, "b": 100}, bound=300, price_of_nothing=1_000)

    assert (gap(plan), gap_normalised(plan)) == (0.25, 0.1)


def test_gap_of_a_plan_that_costs_nothing_is_nothing() -> None:
    assert (gap(a_plan()), gap_normalised(a_plan())) == (0.0, 0.0)


def test_a_share_of_nothing_is_no_number() -> None:
    assert per_cent(0, 0) is None
    assert per_cent(2, 3) == 66.67


def test_a_certificate_is_written_only_with_duals(tmp_path: Path) -> None:
    plan = a_plan(a_visit())

    write_plan_json(plan, facts_of(), tmp_path, 1)
    assert not (tmp_path / "certificate.json").exists()

    write_plan_json(replace(plan, duals={"row": 4}, bound=12), facts_of(), tmp_path, 1)
    certificate = json.loads((tmp_path / "certificate.json").read_text(encoding="utf-8"))
    assert (certificate["bound"], certificate["duals"]) == (12, {"row": 4})
