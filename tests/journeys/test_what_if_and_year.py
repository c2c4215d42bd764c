"""Other settings side by side, and quarters in a row, as a person meets them."""

import json
from pathlib import Path

import pytest

from tests.journeys.command import htm

DATES = ("--quarter", "2027Q1", "--today", "2026-12-01")


def test_settings_stand_side_by_side_with_what_is_proved_of_each(root: Path) -> None:
    done = htm(
        "what-if", root / "examples" / "community-hospital", *DATES, "--bound-only", "--json",
        "--set", "technician -T1", "--set", "certificate T1 respiratory",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    as_it_is, one_less, one_more = json.loads(done.stdout)["settings"]
    assert [one["name"] for one in (as_it_is, one_less)] == ["as it is", "technician -T1"]
    assert one_less["share_largest"] < as_it_is["share_largest"] <= one_more["share_largest"]
    assert one_less["bound"] > as_it_is["bound"] >= one_more["bound"]
    assert as_it_is["share_placed"] is None


def test_every_kind_of_setting_is_listed() -> None:
    done = htm("what-if", "anywhere", "--kinds")

    assert done.returncode == 0
    assert "technician -T017" in done.stdout


@pytest.mark.slow
def test_two_quarters_in_a_row_are_written_verified_and_found_out_when_changed(root: Path, tmp_path: Path) -> None:
    folder, out = root / "examples" / "community-hospital", tmp_path / "year"

    made = htm("plan", folder, *DATES, "--quarters", "2", "--out", out, "--json")
    checked = htm("verify", folder, out)
    year = json.loads((out / "year.json").read_text("utf-8"))
    year["interval_given_away"] = 0
    (out / "year.json").write_text(json.dumps(year), "utf-8")
    changed = htm("verify", folder, out)

    assert made.returncode == 0, made.stderr
    assert [one["quarter"] for one in json.loads(made.stdout)["quarters"]] == ["2027Q1", "2027Q2"]
    assert (out / "2027Q2" / "report.html").is_file()
    assert checked.returncode == 0, checked.stdout
    assert changed.returncode == 4
    assert "interval_given_away is 0; by the quarters' plans it is" in changed.stdout
