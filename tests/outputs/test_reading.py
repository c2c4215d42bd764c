"""A plan read back is the plan that was written; what cannot be read is said all at once."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.plan import Plan
from scheduler.errors import InputError, UsageError
from scheduler.outputs import read_plan, read_plan_dates
from scheduler.outputs.plan_json import write_plan_json
from scheduler.outputs.tables import write_tables
from tests.builders import QUARTER, TODAY
from tests.outputs.synthetic import Quarter, a_quarter


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_quarter(2, 2)


@pytest.fixture(scope="module")
def written(quarter: Quarter, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    write_tables(quarter.plan, quarter.facts, folder)
    write_plan_json(quarter.plan, quarter.facts, folder, 512)
    return folder


@pytest.fixture
def copied(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def change(path: Path, column: str, row: int, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    table[row][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def problems_of(folder: Path, quarter: Quarter) -> list[str]:
    with pytest.raises(InputError) as raised:
        read_plan(folder, quarter.facts, quarter.plan.obligations)
    return [str(problem) for problem in raised.value.problems]


def test_a_plan_read_back_equals_the_plan_written(written: Path, quarter: Quarter) -> None:
    plan: Plan = read_plan(written, quarter.facts, quarter.plan.obligations)

    assert plan == quarter.plan


def test_the_days_of_a_plan_can_be_read_before_its_programme(written: Path) -> None:
    assert read_plan_dates(written) == (TODAY, QUARTER, 1)


def test_doctored_values_are_kept_for_the_verifier(copied: Path, quarter: Quarter) -> None:
    change(copied / "tasks.csv", "due", 0, "2027-03-30")
    change(copied / "visits.csv", "technicians", 0, "Nobody")
    change(copied / "visits.csv", "start", 0, "2027-01-04T03:00:00+01:00")

    plan = read_plan(copied, quarter.facts, quarter.plan.obligations)

    assert plan.obligations[0].due == date(2027, 3, 30)
    assert plan.visits[0].legs[0].technicians == ("Nobody",)
    assert plan.visits[0].legs[0].span.start.hour == 2


def test_a_task_that_nobody_owes_is_kept_too(copied: Path, quarter: Quarter) -> None:
    change(copied / "tasks.csv", "task_id", 0, "invented")

    plan = read_plan(copied, quarter.facts, quarter.plan.obligations)

    assert plan.obligations[0].task_id == "invented"
    assert plan.obligations[0].procedure == quarter.plan.obligations[0].procedure


def test_a_task_listed_twice_is_read_twice(copied: Path, quarter: Quarter) -> None:
    change(copied / "tasks.csv", "task_id", 1, quarter.plan.obligations[0].task_id)

    plan = read_plan(copied, quarter.facts, quarter.plan.obligations)

    assert plan.obligations[0].task_id == plan.obligations[1].task_id


def test_all_cells_that_cannot_be_read_are_named_in_one_run(copied: Path, quarter: Quarter) -> None:
    change(copied / "tasks.csv", "status", 0, "finished")
    change(copied / "tasks.csv", "lateness_days", 1, "few")
    change(copied / "visits.csv", "start", 2, "soon")
    change(copied / "visits.csv", "end", 3, "2027-01-01T00:00:00")

    assert problems_of(copied, quarter) == [
        'tasks.csv › row 2 › status: "finished" … one of placed, unplaced, not_due, done, assumed_done, '
        "done_elsewhere, deferred, waiting, nothing_to_install, version_unknown, no_patch",
        'tasks.csv › row 3 › lateness_days: "few" … a whole number',
        'visits.csv › row 4 › start: "soon" … a time with its offset, such as 2027-01-31T08:30:00+01:00',
        'visits.csv › row 5 › end: "2027-01-01T00:00:00" … a time with its offset, such as 2027-01-31T08:30:00+01:00',
    ]


def test_a_visit_that_ends_before_it_starts_is_a_problem(copied: Path, quarter: Quarter) -> None:
    change(copied / "visits.csv", "end", 0, "2020-01-01T00:00:00+00:00")

    [problem] = problems_of(copied, quarter)

    assert problem.startswith("visits.csv › row 2: A span ends after it starts")


def test_a_missing_column_a_short_row_and_a_missing_file_are_problems(copied: Path, quarter: Quarter) -> None:
    (copied / "load.csv").write_text("week,site\n2027-W01,North\n", encoding="utf-8")
    (copied / "shortfall.csv").unlink()
    with (copied / "visits.csv").open("a", encoding="utf-8") as file:
        file.write("only,three,cells\n")

    first, second, third = problems_of(copied, quarter)

    assert first.startswith("load.csv: the columns skill, available_minutes, planned_minutes, unplanned_minutes")
    assert second.startswith("shortfall.csv: a table of the plan")
    assert "visits.csv › row" in third
    assert "22 cells, not 3" in third


def test_plan_json_with_a_wrong_figure_says_which(copied: Path, quarter: Quarter) -> None:
    figures = json.loads((copied / "plan.json").read_text(encoding="utf-8"))
    figures["bound"] = "many"
    (copied / "plan.json").write_text(json.dumps(figures), encoding="utf-8")

    [problem] = problems_of(copied, quarter)

    assert problem == 'plan.json › bound: "many" … Input should be a valid integer … plan the folder again'


def test_a_folder_without_a_plan_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        read_plan_dates(tmp_path)

    assert str(raised.value) == f"{tmp_path} holds no plan.json. Give the folder that `htm plan --out` wrote."
