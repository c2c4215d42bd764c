"""From a checked folder to a version, and from two versions to what changed, as a person does it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.journeys.command import htm


@pytest.fixture(scope="module")
def programme(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community hospital in a folder that may be written."""
    folder = tmp_path_factory.mktemp("programme") / "hospital"
    shutil.copytree(root / "examples" / "community-hospital", folder, ignore=shutil.ignore_patterns(".htm", "expected"))
    return folder


@pytest.fixture(scope="module")
def first(programme: Path, community_out: Path) -> dict[str, object]:
    done = htm("publish", programme, community_out, "--if-version", "0", "--by", "Ann", "--note", "first", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_checked_plan_becomes_a_version(first: dict[str, object], programme: Path, community_out: Path) -> None:
    calendars = list((community_out / "calendars").rglob("*.ics"))

    assert (first["version"], first["who"], first["note"]) == (1, "Ann", "first")
    assert (first["feeds"], first["feeds_changed"]) == (len(calendars), len(calendars))
    assert (programme / ".htm" / "store.sqlite").is_file()


def test_whoever_comes_second_is_told_and_nothing_is_overwritten(
    first: dict[str, object], programme: Path, community_out: Path
) -> None:
    done = htm("publish", programme, community_out, "--if-version", "0")

    assert (done.returncode, done.stdout) == (6, "")
    assert "The latest version is version 1, published by Ann at " in done.stderr


def test_a_plan_that_does_not_verify_is_not_published(
    first: dict[str, object], programme: Path, community_out: Path, tmp_path: Path
) -> None:
    doctored = tmp_path / "out"
    shutil.copytree(community_out, doctored)
    calendar = next((doctored / "calendars" / "technicians").glob("*.ics"))
    content = calendar.read_bytes()
    start = content.index(b"DTSTART:2027")
    calendar.write_bytes(content[:start] + b"DTSTART:2026" + content[start + 12 :])

    done = htm("publish", programme, doctored)

    assert (done.returncode, done.stdout) == (4, "")
    assert "its visits are" in done.stderr


def test_a_version_equals_the_folder_it_was_made_of(
    first: dict[str, object], programme: Path, community_out: Path, tmp_path: Path
) -> None:
    page = tmp_path / "changes.html"

    done = htm("diff", "latest", community_out, "--programme", programme, "--html", page, "--json")

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["old"]["name"], found["changes"]) == ("version 1", [])
    assert found["counts"]["same"] == first["visits"]
    assert "Both plans are the same." in page.read_text("utf-8")


def test_a_version_that_is_not_there_is_told_in_words(first: dict[str, object], programme: Path) -> None:
    done = htm("diff", "1", "7", "--programme", programme)

    assert (done.returncode, done.stderr.strip()) == (2, "htm: There is no version 7. There are versions 1 to 1.")
