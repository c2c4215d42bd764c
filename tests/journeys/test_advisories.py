"""`htm advisories` on the community hospital with all real advisories beside it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.command import htm

TODAY = ("--today", "2026-12-01")


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community hospital with the advisories and the catalogue of the health system."""
    examples = Path(__file__).parents[2] / "examples"
    folder = tmp_path_factory.mktemp("advised") / "hospital"
    shutil.copytree(examples / "community-hospital", folder, ignore=shutil.ignore_patterns("expected"))
    shutil.copytree(examples / "health-system" / "advisories", folder / "advisories")
    shutil.copy(examples / "health-system" / "known_exploited_vulnerabilities.csv", folder)
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


def test_likely_matches_are_written_to_be_answered_and_the_answers_count(hospital: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hospital"
    shutil.copytree(hospital, folder, ignore=shutil.ignore_patterns("icsma-1*", "icsma-20-*", "icsma-22-*"))
    path = folder / "advisory_matches.csv"

    dry = htm("advisories", folder, *TODAY, "--propose", "--dry-run", "--json")
    assert (dry.returncode, path.exists()) == (0, False)
    done = htm("advisories", folder, *TODAY, "--propose", "--json")
    written = path.read_text("utf-8")
    rows = written.splitlines()[1:]
    asked = json.loads(done.stdout)["counts"]["matches_to_confirm"]
    assert json.loads(dry.stdout)["proposed"] == len(rows) > 0
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
    assert sum(line.startswith("ICSMA-") for line in lines) == 108


def test_a_dry_run_without_anything_to_write_is_wrong_usage(hospital: Path) -> None:
    done = htm("advisories", hospital, "--dry-run")

    assert (done.returncode, "--propose" in done.stderr) == (2, True)
