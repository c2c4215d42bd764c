"""A published plan planned again after a change, as a person does it: what could stay stayed, and the plan holds."""

import csv
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from scheduler.outputs.words import number_said
from tests.journeys.command import contents, htm

TODAY = "2027-01-18"


@dataclass(frozen=True, slots=True)
class Changed:
    """A hospital in which something has changed, the plan that people had seen, and the one made of it."""

    programme: Path
    before: Path
    out: Path
    figures: dict[str, int]

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.out / table).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def fates(self) -> dict[str, str]:
        return {row["asset_tag"]: row["fate"] for row in self.rows("published.csv")}


def a_copy(root: Path, folder: Path) -> Path:
    shutil.copytree(root / "examples" / "community-hospital", folder, ignore=shutil.ignore_patterns(".htm", "expected"))
    return folder


def add(table: Path, *rows: str) -> None:
    with table.open("a", encoding="utf-8", newline="") as file:
        file.writelines(f"{row}\n" for row in rows)


def replanned(programme: Path, before: Path, out: Path, today: str, *more: str | Path) -> Changed:
    done = htm("replan", programme, "--from", before, "--today", today, "--out", out, "--json", *more)
    assert done.returncode == 0, done.stderr
    return Changed(programme, before, out, json.loads(done.stdout))


def record_until(programme: Path, plan: Path, today: str, attempted: str) -> None:
    """Write all visits before today into the history as done; one asset was in use."""
    with (plan / "tasks.csv").open(encoding="utf-8", newline="") as file:
        tasks = {row["task_id"]: row for row in csv.DictReader(file)}
    with (plan / "visits.csv").open(encoding="utf-8", newline="") as file:
        past = [row for row in csv.DictReader(file) if row["start"] < today]
    done = [(tasks[task], row) for row in past for task in row["task_ids"].split("|")]
    words = ("attempted_in_use", "completed")
    add(
        programme / "history.csv",
        *(
            f"{task['asset_tag']},{task['procedure']},{row['start'][:10]},{words[task['asset_tag'] != attempted]},,,"
            for task, row in done
        ),
    )


def lose(programme: Path, asset: str) -> None:
    """Nobody can find the asset."""
    table = programme / "assets.csv"
    rows = table.read_text("utf-8").splitlines(keepends=True)
    changed = [row.replace(",in_use,", ",missing,", 1) if row.startswith(f"{asset},") else row for row in rows]
    assert changed != rows
    table.write_text("".join(changed), encoding="utf-8")


@pytest.fixture(scope="module")
def illness(root: Path, community_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """In the third week the past is recorded, T1 is ill, VS-1 had been in use, and EC-1 is gone."""
    folder = tmp_path_factory.mktemp("illness")
    programme = a_copy(root, folder / "hospital")
    record_until(programme, community_out, TODAY, "VS-1")
    lose(programme, "EC-1")
    add(programme / "absences.csv", "T1,2027-01-18,2027-01-22,,,leave,,")
    return replanned(programme, community_out, folder / "out", TODAY)


def test_every_visit_that_fits_stays_where_people_have_seen_it(illness: Changed) -> None:
    rows = illness.rows("published.csv")
    fitting = [row for row in rows if row["fits"] == "yes"]
    kept = [row for row in fitting if row["fate"] == "kept" and row["new_start"] == row["start"]]

    assert len(rows) > len(fitting) > 40
    assert len(kept) >= 0.99 * len(fitting)


def test_only_those_whom_the_change_touches_move_by_force(illness: Changed) -> None:
    moved = [row for row in illness.rows("published.csv") if row["fate"] == "moved_forced"]

    assert moved
    assert {(row["technicians"], row["start"][:10]) for row in moved} == {("T1", "2027-01-20")}
    assert illness.figures["moved_forced"] == len(moved)
    assert illness.figures["moved_chosen"] == 0


def test_nothing_is_placed_before_today_and_the_ill_have_no_work(illness: Changed) -> None:
    visits = illness.rows("visits.csv")

    assert min(row["start"] for row in visits) >= TODAY
    assert not [row for row in visits if "T1" in row["technicians"].split("|") and row["start"][:10] <= "2027-01-22"]


def test_an_attempt_gets_another_visit_and_a_lost_asset_none(illness: Changed) -> None:
    visited = {row["asset_tag"] for row in illness.rows("visits.csv")}
    lost = [row for row in illness.rows("tasks.csv") if row["asset_tag"] == "EC-1"]

    assert "VS-1" in visited
    assert "EC-1" not in visited
    assert illness.fates()["EC-1"] == "cancelled"
    assert {row["status"] for row in lost} == {"unplaced"}


def test_somebody_from_outside_who_was_told_needs_no_notice_again(illness: Changed) -> None:
    rows = illness.rows("published.csv")
    [linac] = [row for row in rows if row["performers"] == "Altamont Radiotherapy"]

    assert linac["start"] < "2027-02-17", "their 30 days of notice are not over"
    assert (linac["frozen"], linac["fate"]) == ("yes", "kept")


def test_the_plan_verifies_with_its_price_for_moving(illness: Changed, tmp_path: Path) -> None:
    terms = json.loads((illness.out / "plan.json").read_text("utf-8"))["objective"]["terms"]
    assert terms["moved"] == 300 * illness.figures["moved_forced"] == illness.figures["points_for_moving"]
    sound = htm("verify", illness.programme, illness.out)
    assert (sound.returncode, sound.stdout.count("BAD")) == (0, 0), sound.stdout

    doctored = tmp_path / "out"
    shutil.copytree(illness.out, doctored)
    table = doctored / "published.csv"
    moved = next(row for row in illness.rows("published.csv") if row["fate"] == "moved_forced")
    table.write_text(table.read_text("utf-8").replace(moved["start"], moved["new_start"]), encoding="utf-8")
    found = htm("verify", illness.programme, doctored)

    assert found.returncode == 4
    assert "moved is " in found.stdout


def test_the_same_change_gives_the_same_bytes(illness: Changed, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = htm("replan", illness.programme, "--from", illness.before, "--today", TODAY, "--out", again, hash_seed=4242)

    assert done.returncode == 0, done.stderr
    assert contents(again) == contents(illness.out)


def test_without_a_change_nothing_moves_and_nothing_is_paid(root: Path, community_out: Path, tmp_path: Path) -> None:
    programme = a_copy(root, tmp_path / "hospital")
    found = replanned(programme, community_out, tmp_path / "out", "2026-12-01", "--dry-run")

    assert found.figures["kept"] == found.figures["published_ahead"] > 60
    assert (found.figures["new"], found.figures["points_for_moving"]) == (0, 0)
    assert not found.out.exists()


def test_it_starts_from_the_latest_version_and_can_be_published(illness: Changed, tmp_path: Path) -> None:
    programme = tmp_path / "hospital"
    shutil.copytree(illness.programme, programme)
    nothing = htm("replan", programme, "--today", TODAY, "--out", tmp_path / "none")
    assert (nothing.returncode, "Nothing was published" in nothing.stderr) == (2, True)

    published = htm("publish", programme, illness.out)
    done = htm("replan", programme, "--today", TODAY, "--out", tmp_path / "out", "--json")

    assert (published.returncode, done.returncode) == (0, 0), published.stderr + done.stderr
    figures = json.loads(done.stdout)
    assert figures["from"] == "version 1"
    assert figures["kept"] == figures["published_ahead"] > 40


def test_what_was_seen_is_compared_with_the_store(
    illness: Changed, root: Path, community_out: Path, tmp_path: Path
) -> None:
    programme = a_copy(root, tmp_path / "hospital")
    assert htm("publish", programme, community_out).returncode == 0
    shutil.copytree(illness.programme, programme, dirs_exist_ok=True)
    sound = htm("verify", programme, illness.out)
    assert (sound.returncode, "what was published" in sound.stdout) == (0, True), sound.stdout

    doctored = tmp_path / "doctored"
    shutil.copytree(illness.out, doctored)
    rows = [row for row in illness.rows("published.csv") if row["fate"] == "kept" and row["technicians"] == "T2"]
    table = doctored / "published.csv"
    line = next(line for line in table.read_text("utf-8").splitlines() if line.startswith(rows[0]["visit_id"]))
    table.write_text(table.read_text("utf-8").replace(line, line.replace(",T2,", ",T1,")), encoding="utf-8")

    found = htm("verify", programme, doctored)
    refused = htm("publish", programme, doctored)

    assert found.returncode == 4
    assert f"{rows[0]['visit_id']} was seen otherwise" in found.stdout
    assert (refused.returncode, "nothing was published" in refused.stderr) == (6, True), refused.stderr


def test_the_report_says_what_moves_for_whom_and_what_staying_costs(illness: Changed) -> None:
    report = (illness.out / "report.html").read_text("utf-8")
    section = report[report.index('<section id="changed">') : report.index('<section id="urgent">')]

    assert section.count("moved, forced</span>") == illness.figures["moved_forced"] > 0
    assert section.count("called off</span>") == illness.figures["cancelled"]
    assert f"charged {number_said(illness.figures['points_for_moving'])} points" in section
    assert "T1 has no visits on" in section


def test_only_those_for_whom_something_changes_get_a_worklist(illness: Changed) -> None:
    listed = {path.stem for path in (illness.out / "worklists" / "technicians").glob("*.pdf")}
    moved = [row for row in illness.rows("published.csv") if row["fate"] != "kept"]

    pages = PdfReader(illness.out / "worklists" / "technicians" / "T1.pdf").pages
    assert "T1" in listed
    assert moved
    assert "only the days that are not as they were" in " ".join(pages[0].extract_text().split())
    assert not (illness.out / "appendix").exists()
