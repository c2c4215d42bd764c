"""The folder out appears whole or not at all, and the same plan gives the same bytes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.errors import UsageError
from scheduler.outputs import read_plan, write_folder
from scheduler.outputs.folder import whole_or_not_at_all
from tests.builders import a_plan, facts_of
from tests.outputs.synthetic import a_quarter

SCRIPT = (
    "import sys; from pathlib import Path; from scheduler.outputs import write_folder;"
    "from tests.outputs.synthetic import a_quarter; q = a_quarter(1, 1);"
    "write_folder(q.verified, q.facts, Path(sys.argv[1]), peak_memory_mb=7)"
)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same plan written by two processes with other hash seeds, time zones and days of the clock."""
    out = tmp_path_factory.mktemp("twice")
    for name, zone in (("1", "Asia/Tokyo"), ("2", "America/Lima")):
        given = os.environ | {"PYTHONHASHSEED": name, "PYTHONPATH": str(Path.cwd()), "TZ": zone}
        subprocess.run([sys.executable, "-c", SCRIPT, str(out / name)], check=True, env=given)
    return out / "1", out / "2"


def test_the_folder_holds_every_document(twice: tuple[Path, Path]) -> None:
    names = set(files(twice[0]))

    assert names >= {
        "visits.csv", "tasks.csv", "shortfall.csv", "load.csv", "cmms.csv", "plan.json", "certificate.json",
        "report.html",
        "calendars/technicians/T00.ics", "calendars/performers/GE.ics", "calendars/sites/North.ics",
        "worklists/technicians/T00.pdf", "worklists/technicians/T00.xlsx", "worklists/performers/GE.pdf",
        "appendix/appendix.docx", "appendix/appendix.csv",
    }  # fmt: skip


def test_the_same_plan_gives_the_same_bytes_in_every_file(twice: tuple[Path, Path]) -> None:
    first, second = map(files, twice)

    assert len(first) > 30
    assert [name for name in first if first[name] != second[name]] == []
    assert list(first) == list(second)


def test_what_was_written_can_be_read_back(twice: tuple[Path, Path]) -> None:
    quarter = a_quarter(1, 1)

    assert read_plan(twice[0], quarter.facts, quarter.plan.obligations) == quarter.plan


def test_an_earlier_plan_is_replaced_whole(tmp_path: Path) -> None:
    quarter, out = a_quarter(1, 1), tmp_path / "deep" / "out"
    write_folder(quarter.verified, quarter.facts, out)
    (out / "left over.txt").write_text("old")

    write_folder(quarter.verified, quarter.facts, out)

    assert not (out / "left over.txt").exists()
    assert [path.name for path in sorted(out.parent.iterdir())] == ["out"]


def test_a_foreign_folder_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    quarter, out = a_quarter(1, 1), tmp_path / "photos"
    out.mkdir()
    (out / "holiday.jpg").write_bytes(b"jpg")

    with pytest.raises(UsageError) as raised:
        write_folder(quarter.verified, quarter.facts, out)

    assert str(raised.value) == (
        f"{out} holds files that are not a plan, and they would be lost. "
        "Give --out a folder that is new, empty, or holds an earlier plan."
    )
    assert files(out) == {"holiday.jpg": b"jpg"}


def test_a_file_or_a_link_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)

    for name in ("file", "link"):
        with pytest.raises(UsageError, match="is not a folder"), whole_or_not_at_all(tmp_path / name):
            pass


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    with whole_or_not_at_all(tmp_path) as folder:
        (folder / "plan.json").write_text("{}")

    assert files(tmp_path) == {"plan.json": b"{}"}


@pytest.mark.parametrize("fault", [ValueError("bad"), KeyboardInterrupt()])
def test_whatever_goes_wrong_the_old_plan_stays_and_nothing_else(tmp_path: Path, fault: BaseException) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text(json.dumps({"schema_version": 1, "fingerprint": "f"}))
    before = files(tmp_path)

    def write_half() -> None:
        with whole_or_not_at_all(out) as folder:
            (folder / "visits.csv").write_text("half")
            raise fault

    with pytest.raises(type(fault)):
        write_half()

    assert files(tmp_path) == before


def test_a_place_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(UsageError, match="cannot be written"), whole_or_not_at_all(tmp_path / "file" / "out"):
        pass


def test_a_plan_without_visits_is_written_too(tmp_path: Path) -> None:
    from scheduler.domain.plan import VerifiedPlan

    write_folder(VerifiedPlan(a_plan(), ()), facts_of(), tmp_path / "out")

    assert "calendars/technicians/Ann.ics" in files(tmp_path / "out")
