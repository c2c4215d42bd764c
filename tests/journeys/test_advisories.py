"""`htm advisories` on the community hospital with all real advisories beside it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.journeys.command import htm

FORM = (
    ("Question ID", "Question", "Answer", "See note"),
    ("DOC-1", "Manufacturer Name", "Tarnholt Sterile"),
    ("DOC-3", "Device Model", "Steam 6"),
    ("CSUP-2.1", "Does the device documentation provide instructions for owner/operator installation?", "No"),
    ("CSUP-2.2", "Does the device require vendor or vendor-authorized service to install patches?", "Yes"),
    ("CSUP-2.3", "Does the device have the capability to receive remote installation?", "Yes"),
)
TODAY = ("--today", "2026-12-01")


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community hospital with the advisories and the catalogue of the health system."""
    examples = Path(__file__).parents[2] / "examples"
    folder = tmp_path_factory.mktemp("advised") / "hospital"
    shutil.copytree(examples / "community-hospital", folder, ignore=shutil.ignore_patterns("expected"))
    shutil.copytree(examples / "health-system" / "advisories", folder / "advisories")
    shutil.copy(examples / "health-system" / "known_exploited_vulnerabilities.csv", folder)
    (folder / "mds2").mkdir()
    with xlsxwriter.Workbook(folder / "mds2" / "steam-6.xlsx") as book:
        sheet = book.add_worksheet("MDS2 HN 1-2019")
        for row, cells in enumerate(FORM):
            sheet.write_row(row, 0, cells)
    return folder


@pytest.fixture(scope="module")
def told(hospital: Path) -> dict[str, Any]:
    (hospital / "advisories" / "cut.json").write_text('{"document": {"title": "cut', "utf-8")
    done = htm("advisories", hospital, *TODAY, "--json")
    (hospital / "advisories" / "cut.json").unlink()
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_every_advisory_is_told_with_vendor_product_versions_vulnerabilities_and_fix(told: dict[str, Any]) -> None:
    assert len(told["advisories"]) == 108
    for advisory in told["advisories"]:
        assert advisory["products"], advisory["advisory"]
        assert any(product["cves"] for product in advisory["products"]), advisory["advisory"]
        for product in advisory["products"]:
            assert all((product["vendor"], product["product"], product["versions"], product["fix"]))


def test_a_cut_advisory_is_named_and_the_rest_read(told: dict[str, Any]) -> None:
    (problem,) = told["problems"]

    assert problem.startswith("advisories/cut.json")
    assert told["counts"]["advisories"] == 108


def test_an_affected_model_is_told_with_its_assets_its_fix_and_what_is_exploited(told: dict[str, Any]) -> None:
    (found,) = [one for one in told["models"] if (one["advisory"], one["model"]) == ("ICSMA-21-187-01", "Vue PACS")]

    assert found["match"] == "certain"
    assert found["fix"] == "fix"
    assert found["known_exploited"] == ["CVE-2020-1938"]
    assert found["assets"] == {"PS-1": "affected"}


def test_a_form_says_who_may_patch_where_the_table_does_not(told: dict[str, Any]) -> None:
    (found,) = told["who_may_patch"]

    assert (found["make"], found["model"], found["file"]) == ("Tarnholt Sterile", "Steam 6", "mds2/steam-6.xlsx")
    assert (found["performer"], found["remote"], found["third_party_os_patches"]) == ("manufacturer", True, "unknown")
    assert found["in_force"] == {
        "patch_performer": "manufacturer",
        "third_party_os_patches": "unknown",
        "patch_applicable": "unknown",
        "patch_automatic": "unknown",
        "patch_remote": "yes",
    }


def test_likely_matches_are_written_to_be_answered_and_the_answers_count(hospital: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hospital"
    shutil.copytree(hospital, folder, ignore=shutil.ignore_patterns("icsma-1*", "icsma-20-*", "icsma-22-*"))
    path = folder / "advisory_matches.csv"

    done = json.loads(htm("advisories", folder, *TODAY, "--propose", "--json").stdout)
    written = path.read_text("utf-8")
    rows = written.splitlines()[1:]
    asked = done["counts"]["matches_to_confirm"]
    assert done["proposed"] == len(rows) > 0
    assert asked <= len(rows)

    path.write_text(written.replace(",,the advisory", ",yes,the advisory"), "utf-8")
    again = json.loads(htm("advisories", folder, *TODAY, "--propose", "--json").stdout)

    assert again["proposed"] == 0
    assert again["counts"]["matches_to_confirm"] < asked
    assert {one["why"] for one in again["models"]} >= {"confirmed by the planner"}


def test_people_read_models_first_and_every_advisory_after(hospital: Path) -> None:
    done = htm("advisories", hospital, *TODAY)

    lines = done.stdout.splitlines()
    assert lines[0].startswith("108 advisories read, 0 files not read; ")
    assert "Philips Vue PACS (1 asset)" in lines
    who = "  Tarnholt Sterile Steam 6: manufacturer, remotely, patches of the operating system's maker: unknown"
    assert f"{who} (mds2/steam-6.xlsx)" in lines
    assert sum(line.startswith("ICSMA-") for line in lines) == 108


def test_a_dry_run_without_anything_to_write_is_wrong_usage(hospital: Path) -> None:
    done = htm("advisories", hospital, "--dry-run")

    assert (done.returncode, "--propose" in done.stderr) == (2, True)
