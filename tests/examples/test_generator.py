"""The generator: the same bytes every time, in the shapes that were asked for."""

import csv
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from examples.generate import cmms_export
from examples.generate.chance import Chance, apportioned
from examples.generate.places import hours_of, make_departments, make_sites
from examples.generate.tables import counted_words, own_rows
from examples.generate.world import make_world
from scheduler.domain.calendar import parse_periodicity, parse_weekdays, parse_window

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
HEALTH_SYSTEM = EXAMPLES / "health-system"
PUBLISHED = ("advisories/", "known_exploited_vulnerabilities.csv")
"""Real files of CISA beside the generated tables."""


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _generate(out: Path, hash_seed: str) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, "-m", "examples.generate", str(out), "--assets", "1500", "--models", "300"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )
    return _bytes(out)


def test_same_seed_gives_the_same_bytes_under_two_hash_seeds(tmp_path: Path) -> None:
    assert _generate(tmp_path / "one", "1") == _generate(tmp_path / "two", "2")


def test_another_seed_gives_another_fleet() -> None:
    one, other = make_world(1, 500, 120), make_world(2, 500, 120)

    assert one.tables != other.tables


@pytest.mark.slow
def test_committed_health_system_is_what_the_generator_writes(tmp_path: Path) -> None:
    make_world(7, 25_000, 1_200, patching=True).write(tmp_path)
    committed = {name: text for name, text in _bytes(HEALTH_SYSTEM).items() if not name.startswith(PUBLISHED)}

    assert _bytes(tmp_path) == committed


def test_committed_export_is_what_the_community_hospital_gives(tmp_path: Path) -> None:
    cmms_export.write_export(EXAMPLES / "community-hospital", tmp_path / "export")
    written, committed = _bytes(tmp_path / "export"), _bytes(EXAMPLES / "foreign-export")
    del committed["README.md"]

    assert written.keys() == committed.keys()
    assert {name: text for name, text in written.items() if name != cmms_export.WORKBOOK} == {
        name: text for name, text in committed.items() if name != cmms_export.WORKBOOK
    }


def test_health_system_has_the_sizes_that_were_asked_for() -> None:
    assets = _table(HEALTH_SYSTEM, "assets")
    modalities = Counter(row["modality"] for row in _table(HEALTH_SYSTEM, "models"))
    sites = _table(HEALTH_SYSTEM, "sites")

    assert len(assets) == len({row["asset_tag"] for row in assets}) == 25_000
    assert sum(modalities.values()) == 1_200
    assert len(modalities) >= 65
    assert len(sites) == 8
    assert len({row["timezone"] for row in sites}) >= 2
    assert len(_table(HEALTH_SYSTEM, "departments")) >= 60
    assert 40 <= len(_table(HEALTH_SYSTEM, "technicians")) <= 60


def test_a_third_of_the_fleet_are_infusion_pumps_that_go_to_the_bench() -> None:
    pumps = {"infusion-pump", "syringe-pump", "pca-pump"}
    modality = {(row["make"], row["model"]): row["modality"] for row in _table(HEALTH_SYSTEM, "models")}
    assets = Counter(modality[row["make"], row["model"]] for row in _table(HEALTH_SYSTEM, "assets"))
    work = [row for row in _table(HEALTH_SYSTEM, "procedures") if row["modality"] in pumps]
    where = {row["where"] for row in work if row["kind"] != "patch"}

    assert 0.32 <= sum(assets[pump] for pump in pumps) / 25_000 <= 0.35
    assert where == {"bench"}


def test_every_model_has_an_asset() -> None:
    models = {(row["make"], row["model"]) for row in _table(HEALTH_SYSTEM, "models")}

    assert {(row["make"], row["model"]) for row in _table(HEALTH_SYSTEM, "assets")} == models


def test_nothing_in_the_history_is_after_today() -> None:
    assert max(row["done_on"] for row in _table(HEALTH_SYSTEM, "history")) <= "2026-12-01"


def test_every_kind_of_asset_of_the_domain_table_is_there() -> None:
    rows = {int(row["domain_row"]) for row in own_rows("modalities")}

    assert rows == set(range(1, 71))


def test_every_periodicity_and_window_can_be_read() -> None:
    for row in own_rows("procedures"):
        if row["every"] != "on-event":
            parse_periodicity(row["every"])
        if row["window"]:
            parse_window(row["window"])


def test_every_piece_of_work_fits_into_hours_that_its_department_can_spare() -> None:
    departments = make_departments(make_sites(1))
    homes = {row["modality"]: counted_words(row["homes"]) for row in own_rows("modalities")}

    for row in own_rows("procedures"):
        if row["interrupts"] == "no" or row["where"] == "bench" or row["splittable"] == "yes":
            continue
        for department in departments:
            if department.kind in homes[row["modality"]]:
                hours = [h for h in hours_of(department) if h["kind"] == "open"]
                own = [h for h in hours if h["modality"] == row["modality"]]
                longest = max(_minutes(h) for h in own or [h for h in hours if not h["modality"]])
                assert int(row["minutes"]) <= longest, (row["modality"], row["procedure"], department.department)


def _minutes(hours: dict[str, str]) -> int:
    assert parse_weekdays(hours["weekdays"])
    start, end = (int(hours[edge][:2]) * 60 + int(hours[edge][3:]) for edge in ("start", "end"))
    return (end - start) % 1440


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [(10, [1, 1, 1], [4, 3, 3]), (0, [1, 2], [0, 0]), (3, [], []), (5, [0, 0], [0, 0]), (7, [2, 0, 5], [2, 0, 5])],
)
def test_apportioned_parts_add_up(total: int, weights: list[float], parts: list[int]) -> None:
    assert apportioned(total, weights) == parts


def test_chance_draws_different_items_in_their_order() -> None:
    drawn = Chance(7, "test").some_of(range(100), 10)

    assert drawn == sorted(set(drawn))
    assert len(drawn) == 10
