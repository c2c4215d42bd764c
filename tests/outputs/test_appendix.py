"""The contract's appendix: what it says, and that other programs can open it."""

import csv
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document

from scheduler.domain.agreement import Contract
from scheduler.domain.equipment import AssetStatus, Basis, EquipmentClass, NoPeriod
from scheduler.domain.facts import Facts
from scheduler.domain.programme import SetAsideRow
from scheduler.outputs.appendix import write_appendix
from scheduler.outputs.appendix.content import appendix_of
from scheduler.outputs.appendix.terms import Difference
from tests.builders import (
    a_coverage_row,
    a_modality,
    a_model,
    a_procedure,
    a_programme,
    an_asset,
    facts_of,
)


def two_models(*procedures, **tables) -> Facts:  # type: ignore[no-untyped-def]
    assets = tables.pop("assets", [an_asset("A-1"), an_asset("A-2"), an_asset("B-1", make="Braun", model="S")])
    return facts_of(a_programme(procedures=procedures, assets=assets, **tables))


def test_models_like_their_modality_are_counted_in_its_row() -> None:
    [row] = appendix_of(two_models(a_procedure(every="6 months", minutes=90, crew=2))).rows

    assert (row.modality, row.procedure, row.terms.every, row.performers) == ("Pump", "PM", "6 months", "in_house")
    assert (row.quantity.models, row.quantity.assets) == (2, 3)
    assert (row.quantity.visits_a_year, row.quantity.hours_a_year) == (Fraction(6), Fraction(18))


def test_a_model_with_a_row_of_its_own_is_listed_with_only_what_differs() -> None:
    general = a_procedure(minutes=30)
    own = replace(a_procedure(minutes=45, every="6 months", make="Braun", model="S", row=7), basis_reference="AEM-3")

    appendix = appendix_of(two_models(general, own))

    [exception] = appendix.exceptions
    assert (exception.make, exception.model, exception.source) == ("Braun", "S", 7)
    assert [difference.field for difference in exception.differences] == ["every", "tolerance", "minutes", "reference"]
    assert exception.differences[2] == Difference("minutes", "30", "45")
    assert str(exception.differences[0]) == "Periodicity: 6 months (instead of 1 year)"
    assert appendix.rows[0].quantity.assets == 2


def test_a_row_of_its_own_that_says_the_same_is_no_exception() -> None:
    appendix = appendix_of(two_models(a_procedure(), a_procedure(make="Braun", model="S", row=9)))

    assert appendix.exceptions == ()
    assert appendix.rows[0].quantity.assets == 3


def test_a_procedure_of_one_model_only_is_an_exception_in_full() -> None:
    appendix = appendix_of(two_models(a_procedure(), a_procedure("Battery", make="Braun", model="S")))

    [exception] = appendix.exceptions
    assert (exception.procedure, exception.differences) == ("Battery", ())


def test_quantities_by_modality_and_exceptions_are_the_inventory() -> None:
    facts = two_models(a_procedure(), a_procedure(minutes=5, make="Braun", model="S"))
    appendix = appendix_of(facts)

    covered = sum(row.quantity.assets for row in (*appendix.rows, *appendix.exceptions))
    assert covered == sum(count.covered for count in appendix.counts) == 3


def test_missing_and_retired_assets_are_listed_and_never_covered() -> None:
    assets = [
        an_asset("A-1"),
        an_asset("A-2", status=AssetStatus.RETIRED),
        an_asset("A-3", status=AssetStatus.MISSING),
        an_asset("A-4", status=AssetStatus.IN_REPAIR),
        an_asset("A-5", status=AssetStatus.SPARE),
    ]
    appendix = appendix_of(two_models(a_procedure(), assets=assets))

    assert appendix.rows[0].quantity.assets == 3
    assert [asset.asset_tag for asset in appendix.not_covered] == ["A-3", "A-2"]
    [count] = appendix.counts
    assert (count.covered, count.missing, count.retired) == (3, 1, 1)


@pytest.mark.parametrize(("every", "said"), [(NoPeriod.ON_EVENT, "on event"), (NoPeriod.NONE, "none")])
def test_work_without_a_period_stands_as_such(every: NoPeriod, said: str) -> None:
    [row] = appendix_of(two_models(a_procedure(every=every))).rows

    assert (row.terms.every, row.terms.tolerance) == (said, "not applicable")
    assert (row.quantity.visits_a_year, row.quantity.assets) == (None, 3)


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

    appendix = appendix_of(facts)

    [row] = appendix.rows
    assert row.terms.every == "3 months"
    assert row.terms.basis.startswith("manufacturer (alternative maintenance is barred")
    assert row.quantity.visits_a_year == 4
    assert appendix.exceptions == ()


def test_a_model_of_another_risk_class_is_an_exception() -> None:
    models = [a_model("Acme", "P1"), a_model("Braun", "S", high_risk=True)]

    [exception] = appendix_of(two_models(a_procedure(), models=models)).exceptions

    assert exception.differences == (Difference("risk_class", "other", "high risk"),)


def test_performers_that_coverage_rows_divide_are_counted() -> None:
    facts = two_models(a_procedure(), coverage=(a_coverage_row("GE", asset_tag="A-2"),), performers=())

    assert appendix_of(facts).rows[0].performers == "GE (1), in_house (2)"


def test_every_window_in_use_is_defined_with_a_worked_date() -> None:
    [window, *rules] = appendix_of(two_models(a_procedure(every="3 months"))).definitions

    assert window.term == "joint-commission, every 3 months"
    assert window.meaning == (
        "From 10 days before the due date to 10 days after it (Joint Commission definition for 3 months). "
        "For example: due Tue 15 Jun 2027, on time from Sat 5 Jun 2027 through Fri 25 Jun 2027."
    )
    assert {rule.term for rule in rules} >= {"Completed", "Attempts", "Covered", "Months"}


def hospital() -> Facts:
    contract = Contract("C-1", "Service", "", ("A", "B"), None, "", "2", (), "Mon-Fri", ("en",), "")
    general = replace(a_procedure(), basis_reference='=HYPERLINK("x") {{ 7*7 }} \x00\x1b')
    return two_models(
        general,
        a_procedure(minutes=5, make="Braun", model="S"),
        contracts=(contract,),
        set_aside=(SetAsideRow("assets", 3, "X", "no make"),),
    )


def test_the_document_opens_with_headings_tables_and_repeated_heading_rows(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path)

    document = Document(str(tmp_path / "appendix.docx"))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading 1")]
    assert headings[1:] == [
        "1 Definitions and rules of counting",
        "2 Periodicity by modality",
        "3 Make and model exceptions",
        "4 Quantities",
        "5 Never counted as covered: missing and retired assets",
        "6 Rows set aside",
    ]
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Caption"]
    assert [caption.split(".")[0] for caption in captions] == [f"Table {n}" for n in range(1, len(document.tables) + 1)]
    assert "NUMPAGES" in document.sections[0].footer.paragraphs[0]._p.xml


def test_the_document_and_the_csv_hold_the_same_rows_and_nothing_is_lost_from_text(tmp_path: Path) -> None:
    written = write_appendix(hospital(), tmp_path)

    tables = Document(str(tmp_path / "appendix.docx")).tables
    printed = [row.cells[0].text for row in tables[2].rows][1:] + [row.cells[0].text for row in tables[3].rows][1:]
    with (tmp_path / "appendix.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["level"] for row in rows] == ["modality", "exception"]
    assert printed == ["PM (pm)", "Braun"]
    assert rows[0]["reference"] == '=HYPERLINK("x") {{ 7*7 }} \x00\x1b'
    assert '=HYPERLINK("x") {{ 7*7 }}' in tables[2].rows[1].cells[7].text
    assert [path.name for path in written] == ["appendix.docx", "appendix.csv", "definitions.csv", "not_covered.csv"]


def test_figures_that_a_contract_lacks_are_named_as_gaps(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path)

    facts = {row.cells[0].text: row.cells[1].text for row in Document(str(tmp_path / "appendix.docx")).tables[0].rows}
    assert (facts["Number"], facts["Effective date"], facts["Parties"]) == ("not given", "not given", "A, B")


def test_the_container_carries_no_time_of_the_clock(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path)

    with zipfile.ZipFile(tmp_path / "appendix.docx") as container:
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Document(str(tmp_path / "appendix.docx")).core_properties.created.year == 2026  # type: ignore[union-attr]


def test_a_programme_without_assets_has_an_appendix(tmp_path: Path) -> None:
    write_appendix(facts_of(a_programme(assets=[], procedures=[])), tmp_path)

    assert len((tmp_path / "appendix.csv").read_text().splitlines()) == 1
