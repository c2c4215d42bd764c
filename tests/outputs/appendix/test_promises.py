"""What the appendix promises by modality and model."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.calendar import parse_periodicity
from scheduler.domain.equipment import Answer, AssetStatus, Basis, EquipmentClass, NoPeriod, PatchPerformer, Support
from scheduler.outputs.appendix.paper import Source, State, word
from tests.builders import a_coverage_row, a_modality, a_model, a_procedure, a_programme, an_asset, facts_of
from tests.outputs.appendix.papers import paper_about, said, table_of, two_models, values


def test_models_like_their_modality_are_counted_in_its_row() -> None:
    [row] = said(paper_about(two_models(a_procedure(every="6 months", minutes=90, crew=2))), "periodicity")

    assert (row["modality"], row["procedure"], row["every"], row["performer"]) == ("Pump", "PM", "6 months", "in house")
    assert (row["models"], row["assets"], row["visits_a_year"], row["hours_a_year"]) == ("2", "3", "6.0", "18.0")


def test_a_model_with_a_row_of_its_own_is_listed_with_only_what_differs() -> None:
    general = a_procedure(minutes=30)
    own = replace(a_procedure(minutes=45, every="6 months", make="Braun", model="S", row=7), basis_reference="AEM-3")

    paper = paper_about(two_models(general, own))

    [exception] = said(paper, "exceptions")
    assert (exception["make"], exception["model"], exception["reference"]) == ("Braun", "S", "AEM-3")
    assert exception["differs"].splitlines() == [
        "Periodicity: 6 months (instead of 1 year)",
        "Tolerance: From 20 days before the due date to 20 days after it (Joint Commission definition for 6 months).",
        "Minutes: 45 (instead of 30)",
    ]
    assert said(paper, "periodicity")[0]["assets"] == "2"
    assert Source("procedures", 7) in table_of(paper, "exceptions").rows[0].sources


def test_a_row_of_its_own_that_says_the_same_is_no_exception() -> None:
    paper = paper_about(two_models(a_procedure(), a_procedure(make="Braun", model="S", row=9)))

    assert said(paper, "exceptions") == []
    assert said(paper, "periodicity")[0]["assets"] == "3"


def test_a_procedure_of_one_model_only_is_an_exception_in_full() -> None:
    [exception] = said(
        paper_about(two_models(a_procedure(), a_procedure("Battery", make="Braun", model="S"))), "exceptions"
    )

    assert exception["differs"].startswith("Only this model: 1 year, counted from: the last completion. From 30 days")


def test_missing_and_retired_assets_are_counted_and_never_covered() -> None:
    states = (AssetStatus.IN_USE, AssetStatus.RETIRED, AssetStatus.MISSING, AssetStatus.IN_REPAIR, AssetStatus.SPARE)
    assets = [an_asset(f"A-{number}", status=status) for number, status in enumerate(states)]

    paper = paper_about(two_models(a_procedure(), assets=assets))

    assert said(paper, "periodicity")[0]["assets"] == "3"
    [row] = said(paper, "quantities")
    assert (row["assets"], row["missing"], row["retired"], row["inventory"]) == ("3", "1", "1", "5")


@pytest.mark.parametrize(("every", "printed"), [(NoPeriod.ON_EVENT, "on event"), (NoPeriod.NONE, "none")])
def test_work_without_a_period_stands_as_such(every: NoPeriod, printed: str) -> None:
    [row] = said(paper_about(two_models(a_procedure(every=every))), "periodicity")

    assert (row["every"], row["tolerance"], row["visits_a_year"], row["assets"]) == (
        printed,
        "not applicable",
        printed,
        "3",
    )


def test_a_modality_that_lost_the_alternative_prints_the_manufacturers_periodicity() -> None:
    aem = a_procedure(modality="CT", every="1 year", oem_every="3 months", basis=Basis.AEM)
    facts = facts_of(
        a_programme(
            procedures=[aem],
            assets=[an_asset("CT-1", make="GE", model="R")],
            modalities=[a_modality("CT", equipment_class=EquipmentClass.IMAGING)],
            models=[a_model("GE", "R", modality="CT")],
        )
    )

    paper = paper_about(facts)

    [row] = said(paper, "periodicity")
    assert (row["every"], row["visits_a_year"]) == ("3 months", "4.0")
    assert row["basis"] == "manufacturer (alternative maintenance is barred for the class imaging)"
    assert said(paper, "exceptions") == []
    [decision] = said(paper, "aem_decisions")
    assert decision["aem_state"] == "not in force: alternative maintenance is barred for the class imaging"


def test_a_model_of_another_risk_class_is_an_exception() -> None:
    models = [a_model(), a_model("Braun", "S", high_risk=True)]

    [exception] = said(paper_about(two_models(a_procedure(), models=models)), "exceptions")

    assert exception["differs"] == "Risk class: high risk (instead of other)"


def test_a_performer_of_some_assets_is_named_with_their_number_and_its_coverage_row() -> None:
    row = a_coverage_row(performer="GE", asset_tag="A-1", row=4)

    paper = paper_about(two_models(a_procedure(), coverage=[row]))

    [printed] = said(paper, "periodicity")
    assert printed["performer"] == "GE (1 asset)\nin house (2 assets)"
    table = table_of(paper, "periodicity")
    place = [column.key for column in table.columns].index("performer")
    assert "coverage:4" in [str(source) for source in table.rows[0].cells[place].sources]


def test_windows_in_use_are_told_in_words_with_a_worked_date() -> None:
    [window] = said(paper_about(two_models(a_procedure(every="3 months"))), "windows")

    assert window == {
        "profile": "Joint Commission",
        "every": "3 months",
        "tolerance": "From 10 days before the due date to 10 days after it (Joint Commission definition for 3 months).",
        "example": "Due 15 Jun 2027: on time from 5 Jun 2027 through 25 Jun 2027; late from the day after.",
    }


def test_no_patch_unsupported_and_unknown_are_three_different_words() -> None:
    makes = {
        "N": PatchPerformer.NONE,
        "U": PatchPerformer.OWNER,
        "X": PatchPerformer.UNKNOWN,
        "G": PatchPerformer.OWNER,
    }
    models = [
        replace(
            a_model(make, "1"),
            patch_performer=performer,
            support=Support.UNSUPPORTED if make == "U" else Support.SUPPORTED,
        )
        for make, performer in makes.items()
    ]
    assets = [replace(an_asset(f"A-{make}", make=make, model="1"), networked=Answer.YES) for make in makes]

    rows = values(paper_about(two_models(a_procedure(), models=models, assets=assets)), "model_software")

    assert {row["make"]: row["patch_state"] for row in rows} == {
        "N": word("patch_state.none"),
        "U": word("patch_state.unsupported"),
        "X": State.UNKNOWN,
    }


def test_a_citation_that_has_ended_is_said_to_be_out_of_force_with_what_followed_it() -> None:
    cites = replace(a_procedure(basis=Basis.REGULATION), basis_reference="Joint Commission EC.02.04.03 EP 3")

    [row] = said(paper_about(two_models(cites)), "citations")

    assert (row["in_force"], row["in_force_until"]) == ("no", "31 Dec 2025")
    assert row["followed_by"] == "Joint Commission chapter Physical Environment (PE)"


def test_a_regulation_that_the_program_does_not_know_has_unknown_dates() -> None:
    cites = replace(a_procedure(basis=Basis.REGULATION), basis_reference="State rule 902 KAR 100")

    [row] = said(paper_about(two_models(cites)), "citations")

    assert (row["reference"], row["in_force"], row["in_force_until"]) == (
        "State rule 902 KAR 100",
        "unknown",
        "unknown",
    )


EVERY = ("1 month", "3 months", "6 months", "1 year", "2 years", "90 days", "2 weeks")
STATUSES = st.sampled_from(list(AssetStatus))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_quantities_and_listed_exceptions_are_the_inventory_and_visits_are_those_of_the_raw_periodicities(
    data: st.DataObject,
) -> None:
    names = [("Acme", "P1"), ("Braun", "S"), ("Corvane", "T")]
    fleet = data.draw(st.lists(st.tuples(st.sampled_from(names), STATUSES), max_size=12))
    assets = [
        an_asset(f"A-{n}", make=make, model=model, status=status) for n, ((make, model), status) in enumerate(fleet)
    ]
    general = data.draw(st.none() | st.sampled_from(EVERY))
    own = {name: data.draw(st.none() | st.sampled_from(EVERY)) for name in names}
    procedures = [a_procedure(every=general)] if general else []
    procedures += [a_procedure(every=every, make=name[0], model=name[1]) for name, every in own.items() if every]
    paper = paper_about(two_models(*procedures, assets=assets, models=[a_model(*name) for name in names]))

    rows = [*values(paper, "periodicity"), *values(paper, "exceptions")]

    alive = [asset for asset in assets if asset.status not in (AssetStatus.RETIRED, AssetStatus.MISSING)]
    owing = {name: every or general for name, every in own.items()}
    assert sum(row["assets"] for row in rows) == sum(owing[asset.make_model] is not None for asset in alive)  # type: ignore[misc]
    for row in values(paper, "quantities"):
        assert row["assets"] + row["missing"] + row["retired"] == row["inventory"] == len(assets)  # type: ignore[operator]
    periods = [parse_periodicity(every) for asset in alive if (every := owing[asset.make_model])]
    years = sum((period.per_year for period in periods), Fraction(0))
    printed = sum((Fraction(row["visits_a_year"]) for row in rows), Fraction(0))  # type: ignore[arg-type]
    assert abs(printed - years) <= Fraction(1, 20) * len(rows)
    assert all(isinstance(row["visits_a_year"], Decimal) for row in rows)
