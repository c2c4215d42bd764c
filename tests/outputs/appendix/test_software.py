"""What the appendix says of models that cannot simply be patched, and of clinical impact point by point."""

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.advisories import FixState
from scheduler.domain.agreement import Contract
from scheduler.domain.equipment import Answer, ImpactFactors, NoPeriod, PatchPerformer, ProcedureKind, Support
from scheduler.domain.facts import Facts
from scheduler.domain.ids import RoleId
from scheduler.domain.policy import Impact, Patching
from scheduler.domain.service_terms import Assignment
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.subject import subject_of
from tests.builders import a_coverage_row, a_modality, a_model, a_patch, a_procedure, an_asset
from tests.obligations.test_patch_readings import an_advisory
from tests.outputs.appendix.papers import (
    in_csv,
    in_document,
    in_json,
    in_pages,
    in_workbook,
    paper_about,
    said,
    squeezed,
    two_models,
    write_paper,
)

PATCHING = a_procedure("PATCH", kind=ProcedureKind.PATCH, every="3 months")
APPROVED = replace(PATCHING, responsibility=replace(PATCHING.responsibility, accountable=("CISO",)))


def hospital(procedure=APPROVED, **tables) -> Facts:  # type: ignore[no-untyped-def]
    """A model without support, one that an advisory without a fix speaks of, one without updates, a sound one."""
    models = [
        replace(a_model("Old", "1"), support=Support.UNSUPPORTED),
        a_model("Acme", "P1"),
        replace(a_model("Plain", "3"), patch_applicable=Answer.NO, support=Support.UNSUPPORTED),
        a_model("Sound", "4"),
    ]
    assets = [an_asset(f"A-{one.make}", make=one.make, model=one.model, software_version="1.0") for one in models]
    advisories = (an_advisory(FixState.NO_FIX, "<= 1.5"),)
    return two_models(procedure, models=models, assets=assets, advisories=advisories, **tables)


def states(facts: Facts) -> dict[str, tuple[str, str, str, str]]:
    """The state and the control of each model that is listed."""
    rows = said(paper_about(facts), "model_software")
    return {row["make"]: (row["patch_state"], row["control"], row["review_every"], row["approver"]) for row in rows}


def test_a_control_has_its_periodicity_and_its_approver() -> None:
    assert states(hospital()) == {
        "Acme": ("without a fix for a known vulnerability", "needed", "3 months", "CISO"),
        "Old": ("unsupported", "needed", "3 months", "CISO"),
        "Plain": ("not applicable", "not applicable", "not applicable", "not applicable"),
    }


def test_a_release_that_answers_the_advisory_needs_no_control() -> None:
    release = replace(a_patch(), advisory="ADV-0")

    assert "Acme" not in states(hospital(patches=(release,)))


def test_without_a_cycle_or_somebody_accountable_the_programme_says_it() -> None:
    on_event = replace(PATCHING, every=NoPeriod.ON_EVENT)
    facts = hospital(on_event, patching=Patching(control_review=60, control_approver="Risk board"))

    assert states(facts)["Old"] == ("unsupported", "needed", "60 days", "Risk board")
    assert states(hospital(on_event))["Old"] == ("unsupported", "needed", "90 days", "not given")


def test_without_patch_work_nobody_reviews_it_which_is_a_gap() -> None:
    assert states(hospital(a_procedure()))["Acme"] == (
        "without a fix for a known vulnerability", "needed", "not given", "not given",
    )  # fmt: skip


def test_an_agreement_lends_its_own_accountable_party() -> None:
    contract = replace(
        Contract("C-1", "Service", "", (), None, "", "1", (), "", (), ""),
        roles={RoleId("hospital"): "Riverbend"},
        assignments={ProcedureKind.PATCH: Assignment(accountable=RoleId("hospital"))},
    )
    facts = hospital(PATCHING, contracts=(contract,), coverage=[a_coverage_row("C-1")])

    rows = said(issue_of(subject_of(facts, contract), "en").paper, "model_software")

    assert {row["make"]: row["approver"] for row in rows}["Old"] == "Riverbend"


def test_all_five_formats_print_the_control(tmp_path: Path) -> None:
    write_paper(paper_about(hospital()), tmp_path, "appendix")

    rows = [row for row in in_json(tmp_path / "appendix.json")["model_software"] if row["make"] == "Old"]
    in_sheets = [row for sheet in in_workbook(tmp_path / "appendix.xlsx") for row in sheet if "Old" in row]
    in_tables = [row for table in in_document(tmp_path / "appendix.docx") for row in table if "Old" in row]
    pages = in_pages(tmp_path / "appendix.pdf")
    assert [row["control"] + row["review_every"] + row["approver"] for row in rows] == ["needed3 monthsCISO"]
    rows = [row for row in in_csv(tmp_path / "appendix.csv")["model_software"] if row["make"] == "Old"]
    assert [row["control"] + row["approver"] for row in rows] == ["neededCISO"]
    assert any(row[-3:] == ["needed", "3 months", "CISO"] for row in in_sheets)
    assert any(row[-3:] == ["needed", "3 months", "CISO"] for row in in_tables)
    assert squeezed("needed3 monthsCISO") in pages


@pytest.mark.parametrize(
    ("said_of_it", "where"),
    [
        ({}, "in place"),
        ({"patch_remote": Answer.YES}, "remote"),
        ({"patch_automatic": Answer.YES}, "installs itself, checked in place"),
    ],
)
def test_where_it_is_updated_is_said_as_it_is_planned(said_of_it: dict[str, Answer], where: str) -> None:
    models = [replace(a_model(), patch_performer=PatchPerformer.OWNER, **said_of_it)]

    [row] = said(paper_about(two_models(PATCHING, models=models, assets=[an_asset()])), "software")

    assert row["where"] == where


# Clinical impact

ASSESSED = ImpactFactors(3, 2, True, False, 3, 1, None, 0)


def impact_rows(factors: ImpactFactors, impact: Impact) -> list[dict[str, str]]:
    """The points of the pump's modality as they are printed."""
    modality = replace(a_modality(), factors=factors)
    return said(paper_about(two_models(a_procedure(), modalities=[modality], impact=impact)), "impact_points")


def test_the_score_is_printed_with_its_eight_points() -> None:
    [row] = impact_rows(ASSESSED, Impact())

    assert row == {
        "modality": "Pump",
        "point_acuity": "2 × 2",
        "point_care_delivery": "3 × 3",
        "point_financial": "unknown",
        "point_lateral_access": "1 × 2",
        "point_life_safety": "3 × 3",
        "point_phi": "3",
        "point_phi_500": "0",
        "point_reputational": "0",
        "points": "27 of 39",
        "impact_score": "69",
        "impact_class": "high",
    }


def test_by_fennigkoh_and_smith_three_parts_add_up_to_the_score() -> None:
    [row] = impact_rows(ASSESSED, Impact(profile="fennigkoh-smith"))

    parts = int(row["point_function"]) + int(row["point_physical_risk"]) + int(row["point_maintenance"])
    assert row["points"] == row["impact_score"] == str(parts)


@pytest.mark.parametrize("profile", ["eight-points", "fennigkoh-smith"])
def test_what_nobody_assessed_is_unknown_in_every_column(profile: str) -> None:
    nothing = ImpactFactors(None, None, None, None, None, None, None, None)

    [row] = impact_rows(nothing, Impact(profile=profile))

    assert {value for key, value in row.items() if key != "modality"} == {"unknown"}
