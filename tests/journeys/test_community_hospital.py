"""The small example from its files to its documents, held against the expected outputs beside it."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.command import contents, htm, plan

GOLDEN = (".csv", ".json", ".ics")
"""Kinds of files that a reader can compare; the others are opened by their own tests."""


@pytest.fixture(scope="module")
def out(community_out: Path) -> Path:
    return community_out


def test_the_plan_is_the_expected_one(root: Path, out: Path, renew_golden: bool) -> None:
    expected = root / "examples" / "community-hospital" / "expected"
    found = {name: text for name, text in contents(out).items() if name.endswith(GOLDEN)}

    if renew_golden:
        _write(expected, found)

    assert sorted(found) == sorted(
        path.relative_to(expected).as_posix() for path in expected.rglob("*") if path.is_file()
    )
    for name, text in found.items():
        assert text.decode() == (expected / name).read_bytes().decode(), (
            f"{name} differs; --renew-golden writes it anew"
        )


def test_the_folder_verifies(root: Path, out: Path) -> None:
    done = htm("verify", root / "examples" / "community-hospital", out)

    assert (done.returncode, done.stdout.count("BAD")) == (0, 0), done.stdout


def test_the_same_hospital_as_a_foreign_export_gives_the_same_plan(root: Path, out: Path, tmp_path: Path) -> None:
    done = plan(root / "examples" / "foreign-export", tmp_path / "out")

    assert done.returncode == 0, done.stderr
    theirs, ours = contents(tmp_path / "out"), contents(out)
    for name in ("visits.csv", "tasks.csv", "shortfall.csv", "load.csv", "cmms.csv"):
        assert theirs[name].decode() == ours[name].decode()


@pytest.mark.parametrize("hash_seed", [1, 4242])
def test_another_hash_seed_gives_the_same_bytes(root: Path, out: Path, tmp_path: Path, hash_seed: int) -> None:
    done = plan(root / "examples" / "community-hospital", tmp_path / "out", hash_seed=hash_seed)

    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out") == contents(out)


def test_a_doctored_visit_is_found(root: Path, out: Path, tmp_path: Path) -> None:
    doctored = tmp_path / "out"
    shutil.copytree(out, doctored)
    visits = doctored / "visits.csv"
    lines = visits.read_text("utf-8").splitlines(keepends=True)
    visits.write_text("".join(lines[:1] + lines[2:]), "utf-8")

    done = htm("verify", root / "examples" / "community-hospital", doctored)

    assert done.returncode == 4
    assert "BAD" in done.stdout


def test_a_second_plan_replaces_the_first_whole(root: Path, out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out")
    (tmp_path / "out" / "calendars" / "technicians" / "left-over.ics").write_text("old", "utf-8")

    plan(root / "examples" / "community-hospital", tmp_path / "out")

    assert sorted(contents(tmp_path / "out")) == sorted(contents(out))


def test_a_folder_that_is_no_plan_is_not_touched(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work", "utf-8")

    done = plan(root / "examples" / "community-hospital", tmp_path / "out")

    assert done.returncode == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_a_missed_limit_is_exit_5_and_the_plan_is_kept(root: Path, tmp_path: Path) -> None:
    done = plan(root / "examples" / "community-hospital", tmp_path / "out", "--fail-on", "share_placed>=100.5")

    assert done.returncode == 5
    assert (tmp_path / "out" / "visits.csv").is_file()


def test_json_on_stdout_is_json_alone(root: Path, tmp_path: Path) -> None:
    done = plan(root / "examples" / "community-hospital", tmp_path / "out", "--json", "--dry-run")

    assert json.loads(done.stdout)["counted"] > 0
    assert not (tmp_path / "out").exists()


def test_a_task_is_explained_from_the_folder_alone(out: Path) -> None:
    placed = next(
        line.split(",")[0] for line in (out / "tasks.csv").read_text("utf-8").splitlines() if ",placed," in line
    )

    done, unknown = htm("explain", out, placed), htm("explain", out, placed[:-3])

    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in ("due ", "window ", "visit ", "people ", "work of the visit"))
    assert (unknown.returncode, f"Did you mean {placed}?" in unknown.stderr) == (2, True)


def test_an_explanation_says_nothing_twice_and_names_what_else_the_asset_is_owed(out: Path) -> None:
    with (out / "tasks.csv").open(encoding="utf-8", newline="") as file:
        tasks = list(csv.DictReader(file))
    tags = Counter(task["asset_tag"] for task in tasks)
    task = next(
        one for one in tasks if one["status"] == "placed" and one["lateness_days"] == "0" and tags[one["asset_tag"]] > 1
    )
    others = [one["task_id"] for one in tasks if one["asset_tag"] == task["asset_tag"] and one is not task]

    done, by_tag = htm("explain", out, task["task_id"]), htm("explain", out, task["asset_tag"])

    assert done.stdout.count(task["due_reason"]) == 1
    assert all(f"same asset          {one} (" in done.stdout for one in others[:8])
    assert by_tag.returncode == 2
    assert all(one in by_tag.stderr for one in (task["task_id"], *others))


def test_a_patch_is_explained_with_its_release_and_stage(out: Path) -> None:
    with (out / "tasks.csv").open(encoding="utf-8", newline="") as file:
        patch = next(task for task in csv.DictReader(file) if task["patch"] and task["patch_stage"])

    told = htm("explain", out, patch["task_id"]).stdout

    assert f"release             {patch['patch_version']} ({patch['patch']})" in told
    assert f"stage               {patch['patch_stage']}" in told


def test_the_appendix_of_the_plan_written_alone_is_the_same(root: Path, out: Path, tmp_path: Path) -> None:
    done = htm(
        "appendix", root / "examples" / "community-hospital", "--plan", out, "--contract", "LC-IMG-1",
        "--out", tmp_path / "alone",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "alone") == contents(out / "appendix" / "contracts" / "LC-IMG-1")


def _write(expected: Path, found: dict[str, bytes]) -> None:
    shutil.rmtree(expected, ignore_errors=True)
    for name, text in found.items():
        path = expected / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
