"""The KEV catalogue, SBOMs, MDS2 forms and answers to matches, as they lie beside the tables."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from scheduler.domain.advisories import Component, Disclosed
from scheduler.domain.equipment import Answer, PatchPerformer
from scheduler.domain.security import Software
from scheduler.errors import InputError
from scheduler.inputs.advisories.kev import read_kev
from scheduler.inputs.advisories.sbom import read_sbom
from scheduler.inputs.problems import StructureError
from tests.inputs.hospital import TABLES, read_hospital, said_of, write_hospital

MODELS = (
    TABLES["models"].replace("support,aem", "support,aem,sbom").replace("supported,no\nH", "supported,no,v5.json\nH")
)
KEV = "cveID,vendorProject,dateAdded,dueDate\nCVE-2026-1001,Acme,2026-11-03,2026-11-06\n"


def test_the_catalogue_gives_each_cve_the_day_of_its_listing() -> None:
    listed, faults = read_kev(KEV.encode())

    assert (listed, faults) == ({"CVE-2026-1001": date(2026, 11, 3)}, ())


def test_faulty_rows_of_the_catalogue_are_named_and_the_rest_read() -> None:
    listed, faults = read_kev((KEV + "CVE-2026-1002,Acme,tomorrow,\nnonsense,Acme,2026-11-03,\n").encode())

    assert list(listed) == ["CVE-2026-1001"]
    assert [(fault.row, fault.column, fault.found) for fault in faults] == [
        (3, "dateAdded", "tomorrow"),
        (4, "cveID", "nonsense"),
    ]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"\xff\xfe\x00", b"<html>"])
def test_a_catalogue_that_is_none_stops_the_reading(tmp_path: Path, content: bytes) -> None:
    folder = write_hospital(tmp_path / "h")
    (folder / "known_exploited_vulnerabilities.csv").write_bytes(content)

    with pytest.raises(InputError) as caught:
        read_hospital(folder)

    assert {problem.file for problem in caught.value.problems} == {"known_exploited_vulnerabilities.csv"}


LIBRARY = {"name": "openssl", "version": "3.0.1", "purl": "pkg:generic/openssl@3.0.1"}
CYCLONEDX = {"bomFormat": "CycloneDX", "components": [{"name": "os", "version": "10", "components": [LIBRARY]}]}
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "packages": [
        {
            "name": "openssl",
            "versionInfo": "3.0.1",
            "externalRefs": [
                {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:a:x:y"},
                {"referenceType": "purl", "referenceLocator": "pkg:generic/openssl@3.0.1"},
            ],
        }
    ],
}
OPENSSL = Component("openssl", "3.0.1", "pkg:generic/openssl@3.0.1")


def test_components_are_read_of_both_formats() -> None:
    cyclonedx, spdx = (read_sbom(json.dumps(one).encode(), "sbom/x.json") for one in (CYCLONEDX, SPDX))

    assert cyclonedx == (Component("os", "10", ""), OPENSSL)
    assert spdx == (OPENSSL,)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{}", "sbom/x.json: a CycloneDX (bomFormat) or SPDX (spdxVersion) document"),
        (b'{"bomFormat": "Other"}', '"Other" … bomFormat CycloneDX'),
        (b'{"bomFormat": "CycloneDX", "components": [{"version": 1}]}', "components[0].name: a value"),
        (b'{"bomFormat": "CycloneDX", "components": [3]}', 'components[0]: "3" … an object'),
    ],
)
def test_a_bill_of_materials_that_is_none_is_named(content: bytes, words: str) -> None:
    with pytest.raises(StructureError) as caught:
        read_sbom(content, "sbom/x.json")

    assert words in str(caught.value.problem)


def test_a_model_has_the_components_of_the_file_that_it_names(tmp_path: Path) -> None:
    folder = write_hospital(tmp_path / "h", models=MODELS)
    (folder / "sbom").mkdir()
    (folder / "sbom" / "V5.json").write_text(json.dumps(SPDX), "utf-8")

    assert read_hospital(folder, models=MODELS).programme.components == {("Northwind", "V500"): (OPENSSL,)}


def test_a_bill_of_materials_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    warnings = [str(one) for one in read_hospital(tmp_path / "h", models=MODELS).warnings]

    assert (
        'models › row 2 › sbom: "v5.json" … a file of the folder sbom … put it there, or leave the cell blank'
        in warnings
    )


FORM = {
    "DOC-1": "Northwind",
    "DOC-3": "V500",
    "CSUP-1": "Yes",
    "CSUP-2": "Yes",
    "CSUP-2.1": "No",
    "CSUP-2.2": "Yes",
    "CSUP-2.3": "See Notes",
    "CSUP-2.4": "N/A",
    "CSUP-8": "No",
}


def write_form(path: Path, answers: Mapping[str, str]) -> None:
    """Write a form as manufacturers do: a title, blank rows, number, question, answer, note."""
    path.parent.mkdir(exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("MDS2")
        sheet.write_row(0, 0, ["Manufacturer Disclosure Statement for Medical Device Security -- MDS2"])
        sheet.write_row(2, 0, ["Question ID", "Question", "", "See note"])
        for row, (question, answer) in enumerate(answers.items(), start=3):
            sheet.write_row(row, 0, [question, f"What is {question}?", answer, "Note 1"])


def test_a_form_says_who_may_patch_where_the_table_does_not(tmp_path: Path) -> None:
    folder = write_hospital(tmp_path / "h")
    write_form(folder / "mds2" / "v500.xlsx", FORM)

    programme = read_hospital(folder).programme

    key = ("Northwind", "V500")
    assert programme.disclosures[key].answers == {
        "CSUP-1": Disclosed.YES,
        "CSUP-2": Disclosed.YES,
        "CSUP-2.1": Disclosed.NO,
        "CSUP-2.2": Disclosed.YES,
        "CSUP-2.3": Disclosed.UNKNOWN,
        "CSUP-2.4": Disclosed.NOT_APPLICABLE,
        "CSUP-8": Disclosed.NO,
    }
    assert programme.models[key].patch_performer is PatchPerformer.MANUFACTURER
    assert programme.models[key].third_party_os_patches is Answer.NO


def test_a_form_says_how_it_is_patched_and_whether_at_all(tmp_path: Path) -> None:
    folder = write_hospital(tmp_path / "h")
    write_form(folder / "mds2" / "v500.xlsx", {**FORM, "CSUP-1": "No", "CSUP-2.3": "Yes", "CSUP-8": "Yes"})

    model = read_hospital(folder).programme.models["Northwind", "V500"]

    assert (model.patch_applicable, model.patch_remote, model.patch_automatic) == (Answer.NO, Answer.YES, Answer.YES)


def test_the_columns_of_models_go_before_the_form(tmp_path: Path) -> None:
    table = TABLES["models"].replace("support,aem", "support,aem,patch_applicable,patch_remote,patch_automatic")
    table = table.replace("supported,no\n", "supported,no,yes,no,no\n")
    folder = write_hospital(tmp_path / "h", models=table)
    write_form(folder / "mds2" / "v500.xlsx", {**FORM, "CSUP-1": "No", "CSUP-2.3": "Yes", "CSUP-8": "Yes"})

    model = read_hospital(folder, models=table).programme.models["Northwind", "V500"]

    assert (model.patch_applicable, model.patch_remote, model.patch_automatic) == (Answer.YES, Answer.NO, Answer.NO)


def test_a_release_for_a_model_that_takes_no_updates_is_named(tmp_path: Path) -> None:
    patches = "patch,make,model,version,check_minutes,software\nP-2,Northwind,V500,2.0,10,operating_system\n"
    folder = write_hospital(tmp_path / "h", patches=patches)
    write_form(folder / "mds2" / "v500.xlsx", {**FORM, "CSUP-1": "N/A"})

    reading = read_hospital(folder, patches=patches)

    (release,) = reading.programme.patches
    assert (release.check_minutes, release.software) == (10, Software.OPERATING_SYSTEM)
    assert [str(one) for one in reading.warnings if one.file == "patches"] == [
        'patches › row 2 › model: "V500" … no release for a model that takes no updates by mds2/v500.xlsx … '
        "it is planned all the same; remove the row, or correct patch_applicable"
    ]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"DOC-1": "Northwind", "CSUP-1": "Yes"}, "answers to DOC-1 (manufacturer) and DOC-3 (model)"),
        ({"DOC-1": "Northwind", "DOC-3": "V500"}, "the questions CSUP-1 to CSUP-11"),
        ({**FORM, "DOC-3": "V900"}, '"Northwind V900" … a make and model of models'),
    ],
)
def test_a_form_that_cannot_be_used_is_named(tmp_path: Path, answers: Mapping[str, str], words: str) -> None:
    folder = write_hospital(tmp_path / "h")
    write_form(folder / "mds2" / "x.xlsx", answers)

    (warning,) = [str(one) for one in read_hospital(folder).warnings if one.file.startswith("mds2/")]

    assert words in warning


def test_a_workbook_that_is_none_is_named_as_a_form(tmp_path: Path) -> None:
    folder = write_hospital(tmp_path / "h")
    (folder / "mds2").mkdir()
    (folder / "mds2" / "x.xlsx").write_bytes(b"%PDF-1.4")

    (warning,) = [str(one) for one in read_hospital(folder).warnings if one.file.startswith("mds2/")]

    assert "a PDF document" in warning


def test_answers_name_models_that_are_there(tmp_path: Path) -> None:
    answers = "advisory,make,model,confirmed\nA-1,Northwind,V500,yes\nA-1,Northwind,V900,no\nA-2,Northwind,V500,\n"

    (problem,) = said_of(tmp_path / "h", advisory_matches=answers)

    assert "advisory_matches.csv › row 3" in problem
    assert "V900" in problem


def test_a_blank_answer_is_not_answered_yet(tmp_path: Path) -> None:
    answers = "advisory,make,model,confirmed\nA-1,northwind,v500,yes\nA-2,Northwind,V500,\n"

    programme = read_hospital(tmp_path / "h", advisory_matches=answers).programme

    assert [(one.advisory, one.is_ours) for one in programme.match_answers] == [("A-1", True), ("A-2", None)]


def test_names_of_tables_clocks_and_severities_are_checked(tmp_path: Path) -> None:
    said = (
        "name: x\npatching:\n  deadline_table: cisa-bod|contrakt\n  clock: receipt\n  contract_days: {severe: 3}\n"
        "  tables_by_impact: {vital: contract}\nimpact: {profile: mine}\n"
    )

    problems = said_of(tmp_path / "h", said)

    assert [problem.split(" … ")[0] for problem in problems] == [
        'programme.yaml › row 3 › patching.deadline_table: "contrakt"',
        'programme.yaml › row 4 › patching.clock: "receipt"',
        'programme.yaml › row 5 › patching.contract_days: "severe"',
        'programme.yaml › row 6 › patching.tables_by_impact: "vital"',
        'programme.yaml › row 7 › impact.profile: "mine"',
    ]
    assert 'did you mean "contract"?' in problems[0]
