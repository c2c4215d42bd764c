"""`htm appendix` from the command line: one appendix an agreement, issues that follow each other, exit codes."""

import json
import shutil
from pathlib import Path

import pytest

from tests.journeys.command import htm

ENDINGS = ("csv", "docx", "json", "pdf", "xlsx")


@pytest.fixture(scope="module")
def hospital(root: Path) -> Path:
    return root / "examples" / "community-hospital"


@pytest.fixture(scope="module")
def first_issue(hospital: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("appendix") / "first"
    done = appendix(hospital, out)
    assert done.returncode == 0, done.stderr
    return out


def appendix(folder: Path, out: Path, *options: object):  # type: ignore[no-untyped-def]
    return htm("appendix", folder, "--out", out, "--today", "2026-12-01", "--quarter", "2027Q1", *options)


def names(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_the_whole_programme_and_each_agreement_have_an_appendix_in_every_format(first_issue: Path) -> None:
    below = ("", "contracts/LC-BIO-2/", "contracts/LC-IMG-1/")

    assert names(first_issue) == sorted(f"{folder}appendix.{ending}" for folder in below for ending in ENDINGS)


def test_a_second_issue_is_compared_with_the_first_of_each_agreement(
    hospital: Path, first_issue: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(hospital, changed, ignore=shutil.ignore_patterns("expected"))
    rows = (changed / "departments.csv").read_text("utf-8")
    (changed / "departments.csv").write_text(rows.replace(",ED,", ",Emergency,"), "utf-8")

    done = appendix(changed, tmp_path / "out", "--against", first_issue, "--json")

    assert done.returncode == 0, done.stderr
    written = json.loads(done.stdout)
    assert written["written"] is True
    assert [name for name in names(tmp_path / "out") if "changes" in name] == sorted(
        f"{folder}changes.{ending}"
        for folder in ("", "contracts/LC-BIO-2/", "contracts/LC-IMG-1/")
        for ending in ENDINGS
    )


def test_one_agreement_alone_in_another_language_takes_the_place_of_earlier_appendices(
    hospital: Path, first_issue: Path, tmp_path: Path
) -> None:
    shutil.copytree(first_issue, tmp_path / "out")

    done = appendix(hospital, tmp_path / "out", "--contract", "lc-img-1", "--language", "es")

    assert done.returncode == 0, done.stderr
    assert names(tmp_path / "out") == [f"appendix.{ending}" for ending in ENDINGS]
    written = json.loads((tmp_path / "out" / "appendix.json").read_text("utf-8"))
    assert (written["contract"], written["language"]) == ("LC-IMG-1", "es")


def test_dry_run_names_the_files_and_writes_none(hospital: Path, tmp_path: Path) -> None:
    done = appendix(hospital, tmp_path / "out", "--dry-run", "--json")

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["files"]) == 15
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ("--contract", "X"),
            '--contract: there is no agreement "X" under contracts in programme.yaml; there are: LC-',
        ),
        (("--plan", "nowhere"), "--plan brings its own days"),
    ],
)
def test_wrong_usage_is_a_sentence_and_writes_nothing(
    hospital: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = appendix(hospital, tmp_path / "out", *options)

    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(hospital: Path, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_text("mine")

    done = appendix(hospital, tmp_path)

    assert (done.returncode, names(tmp_path)) == (2, ["signed.pdf"])
    assert "holds files that are not an appendix, and they would be lost." in done.stderr
