"""Two issues compared: exactly the rows that differ, in all formats."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from scheduler.domain.agreement import Contract
from scheduler.domain.facts import Facts
from scheduler.errors import UsageError
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.earlier import EarlierPaper, read_earlier
from scheduler.outputs.appendix.formats.json_file import write_json_file
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.appendix.writing import Wanted
from tests.builders import a_procedure, a_programme, an_asset, facts_of
from tests.outputs.appendix.papers import (
    in_csv,
    in_document,
    in_json,
    in_pages,
    in_workbook,
    paper_about,
    said,
    squeezed,
    write_appendix,
)

GENERAL = a_procedure(every="6 months", minutes=30)
OWN = a_procedure(every="1 year", minutes=45, make="Braun", model="S", row=7)
FLEET = (an_asset("A-1"), an_asset("A-2"), an_asset("B-1", make="Braun", model="S"))


def hospital(*procedures, assets=FLEET, **tables) -> Facts:  # type: ignore[no-untyped-def]
    return facts_of(a_programme(procedures=procedures or (GENERAL, OWN), assets=list(assets), **tables))


def changes(
    old: Facts, new: Facts, folder: Path, *, languages: tuple[str, str] = ("en", "en")
) -> list[tuple[str, ...]]:
    """Return change, table, row, column, old and new, as printed."""
    path = folder / "appendix.json"
    write_json_file(paper_about(old, languages[0]), Wording(languages[0]), path)
    paper = issue_of(subject_of(new), languages[1], read_earlier(path)).paper
    rows = [*said(paper, "changes"), *said(paper, "asset_changes")]
    return [tuple(row.values()) for row in rows]


def test_the_same_programme_has_no_changes(tmp_path: Path) -> None:
    assert changes(hospital(), hospital(), tmp_path) == []


def test_the_same_programme_in_another_language_has_no_changes(tmp_path: Path) -> None:
    assert changes(hospital(), hospital(), tmp_path, languages=("en", "es")) == []


def test_a_changed_periodicity_gives_its_row_what_follows_from_it_and_no_other(tmp_path: Path) -> None:
    found = changes(hospital(), hospital(replace_every("3 months"), OWN), tmp_path)

    of_row = ("changed", "Periodicity", "Pump, PM")
    assert [change for change in found if change[1] == "Periodicity"] == [
        (*of_row, "Periodicity", "6 months", "3 months"),
        (
            *of_row,
            "Tolerance",
            "From 20 days before the due date to 20 days after it (Joint Commission definition for 6 months).",
            "From 10 days before the due date to 10 days after it (Joint Commission definition for 3 months).",
        ),
        (*of_row, "Events a year", "4.0", "8.0"),
        (*of_row, "Hours a year", "2.0", "4.0"),
    ]
    others = {(change[0], change[1], change[2]) for change in found} - {of_row}
    assert others == {
        ("added", "Tolerance windows with a worked date", "Joint Commission, 3 months"),
        ("removed", "Tolerance windows with a worked date", "Joint Commission, 6 months"),
        ("changed", "Exceptions by make and model", "Pump, Braun, S, PM"),
    }


def replace_every(every: str):  # type: ignore[no-untyped-def]
    return a_procedure(every=every, minutes=30)


def test_a_removed_model_takes_its_exception_with_it(tmp_path: Path) -> None:
    found = changes(hospital(), hospital(GENERAL, assets=FLEET[:2]), tmp_path)

    rows = {change[:3] for change in found}
    assert ("removed", "Exceptions by make and model", "Pump, Braun, S, PM") in rows
    assert ("changed", "Modalities and quantities", "Pump") in rows
    assert not any(change[1] == "Periodicity" for change in found)


def test_a_renamed_make_is_one_change_of_each_of_its_rows(tmp_path: Path) -> None:
    renamed = (*FLEET[:2], an_asset("B-1", make="B. Braun", model="S"))
    own = replace(OWN, make="B. Braun")

    found = changes(hospital(), hospital(GENERAL, own, assets=renamed), tmp_path)

    assert [change for change in found if "Exceptions" in change[1]] == [
        ("changed", "Exceptions by make and model", "Pump, B. Braun, S, PM", "Make", "Braun", "B. Braun")
    ]
    assert {change[0] for change in found} == {"changed"}


def test_a_new_site_adds_its_assets_and_its_counts(tmp_path: Path) -> None:
    south = an_asset("Z-1", site="South", department="South ward")

    found = changes(hospital(), hospital(assets=(*FLEET, south)), tmp_path)

    added = [change for change in found if change[0] == "added"]
    assert [change[:4] for change in added if change[1] == "Equipment list"] == [
        ("added", "Equipment list", "Z-1", "whole row")
    ]
    assert ("changed", "Periodicity", "Pump, PM", "Assets", "2", "3") in found
    assert ("changed", "Modalities and quantities", "Pump", "Assets", "3", "4") in found
    assert not any(change[0] == "removed" for change in found)
    assert not any(change[1].startswith("Exceptions") for change in found)


def test_the_changes_stand_in_every_format_and_in_files_of_their_own(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path / "old")
    write_appendix(hospital(replace_every("3 months"), OWN), tmp_path / "new", wanted=Wanted(against=tmp_path / "old"))

    for stem in ("appendix", "changes"):
        found = in_json(tmp_path / "new" / f"{stem}.json")["changes"]
        assert ("6 months", "3 months") in [(row["old"], row["new"]) for row in found]
        texts = [[row[key] for key in ("change", "in_table", "row", "column", "old", "new")] for row in found]
        tables = list(in_document(tmp_path / "new" / f"{stem}.docx"))
        assert texts in tables
        assert texts in [as_texts(rows) for rows in in_workbook(tmp_path / "new" / f"{stem}.xlsx")]
        assert [
            [row[key] for key in ("old", "new")] for row in in_csv(tmp_path / "new" / f"{stem}.csv")["changes"]
        ] == [text[4:] for text in texts]
        pages = in_pages(tmp_path / "new" / f"{stem}.pdf")
        assert all(squeezed(cell) in pages for text in texts for cell in text)
    issues = in_json(tmp_path / "new" / "appendix.json")["issues"]
    assert [row["issue"] for row in issues] == ["2", "1"]


def as_texts(rows: list[list[object]]) -> list[list[str]]:
    return [[f"{cell:.1f}" if isinstance(cell, int | float) else str(cell) for cell in row] for row in rows]


def test_a_first_issue_says_that_there_is_nothing_to_compare_it_with(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path)

    assert squeezed("This is the first issue") in in_pages(tmp_path / "appendix.pdf")
    assert not (tmp_path / "changes.json").exists()


def test_the_json_is_as_its_schema_says_and_is_read_back(tmp_path: Path) -> None:
    schema = json.loads(files("scheduler.outputs.appendix").joinpath("appendix.schema.json").read_text("utf-8"))
    write_appendix(hospital(), tmp_path)

    jsonschema.validate(json.loads((tmp_path / "appendix.json").read_text("utf-8")), schema)
    assert {key: value for key, value in schema.items() if key != "$schema"} == EarlierPaper.model_json_schema()


def test_every_cell_of_the_json_says_where_it_comes_from(tmp_path: Path) -> None:
    write_appendix(hospital(), tmp_path)

    for table in read_earlier(tmp_path).tables():
        for row in table.rows:
            assert all(cell.source or row.source for cell in row.cells), table.key


@pytest.mark.parametrize(
    ("text", "said_why"),
    [
        ("{", "is not an appendix of this program: the file: Invalid JSON"),
        ("[]", "is not an appendix of this program: the file"),
        ('{"schema_version": 1}', "is not an appendix of this program: contract: Field required"),
    ],
)
def test_a_file_that_is_no_appendix_is_refused(tmp_path: Path, text: str, said_why: str) -> None:
    (tmp_path / "appendix.json").write_text(text)

    with pytest.raises(UsageError) as refused:
        read_earlier(tmp_path / "appendix.json")

    assert said_why in str(refused.value)


def test_the_appendix_of_another_agreement_is_refused(tmp_path: Path) -> None:
    contract = Contract("C-1", "Service", "", (), None, "", "", (), "", (), "")
    facts = hospital(contracts=(contract,))
    write_appendix(facts, tmp_path / "whole")

    with pytest.raises(UsageError, match="is the appendix of the whole programme; give --against one of the same"):
        write_appendix(facts, tmp_path / "one", wanted=Wanted("C-1", tmp_path / "whole" / "appendix.json"))
