"""What fell due is counted once, by its due date, with its numerator, its denominator and what stood in the way."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.compliance import Figures, OwedWork, Report, Standing, owed_work, report
from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.inputs import read_programme
from tests.inputs.hospital import TABLES, write_hospital

DECEMBER = Horizon(date(2025, 12, 1), date(2025, 12, 31))
TODAY = date(2026, 3, 1)
HEADING = "asset_tag,procedure,done_on,outcome\n"
BEFORE = HEADING + "V1,pm-6m,2025-06-01,completed\n"
"""The next service is due on 2025-12-01, from 2025-11-11 to 2025-12-21."""


def work_of(folder: Path, history: str, today: date = TODAY, **tables: str) -> list[OwedWork]:
    """Return what fell due in December 2025."""
    write_hospital(folder, history=history, **tables)
    programme = read_programme(folder, today=today).programme
    return [each for each in owed_work(Facts(programme, today, DECEMBER)) if each.procedure == "pm-6m"]


def counted(folder: Path, history: str, today: date = TODAY, **tables: str) -> Report:
    return report(work_of(folder, history, today, **tables), today, DECEMBER)


@pytest.mark.parametrize(
    ("done_on", "standing"),
    [("2025-11-11", Standing.ON_TIME), ("2025-12-21", Standing.ON_TIME), ("2025-12-22", Standing.LATE)],
)
def test_work_is_on_time_through_the_last_day_of_its_window(tmp_path: Path, done_on: str, standing: Standing) -> None:
    work = work_of(tmp_path, BEFORE + f"V1,pm-6m,{done_on},completed_with_remarks\n")

    assert [(each.asset_tag, each.due, each.standing) for each in work] == [("V1", date(2025, 12, 1), standing)]


@pytest.mark.parametrize(
    ("today", "standing"), [(date(2025, 12, 21), Standing.STILL_IN_TIME), (date(2025, 12, 22), Standing.OPEN)]
)
def test_work_is_open_from_the_day_after_its_window(tmp_path: Path, today: date, standing: Standing) -> None:
    assert [each.standing for each in work_of(tmp_path, BEFORE, today)] == [standing]


def test_a_completion_of_an_including_procedure_counts(tmp_path: Path) -> None:
    work = work_of(tmp_path, BEFORE + "V1,pm-12m,2025-12-10,completed\n")

    assert [(each.done_on, each.standing) for each in work] == [(date(2025, 12, 10), Standing.ON_TIME)]


def test_a_failure_completes_nothing(tmp_path: Path) -> None:
    assert [each.standing for each in work_of(tmp_path, BEFORE + "V1,pm-6m,2025-12-10,failed\n")] == [Standing.OPEN]


def test_an_attempt_counts_as_one_only_inside_the_window(tmp_path: Path) -> None:
    inside = work_of(tmp_path, BEFORE + "V1,pm-6m,2025-12-21,attempted_in_use\n")
    outside = work_of(tmp_path, BEFORE + "V1,pm-6m,2025-12-22,attempted_in_use\n")

    assert [each.obstacles for each in (*inside, *outside)] == [{"attempted_in_use"}, frozenset()]


def test_work_without_a_baseline_and_work_of_retired_assets_is_not_open(tmp_path: Path) -> None:
    retired = TABLES["assets"].replace(
        "V1,SN1,Northwind,V500,main,icu,in_use", "V1,SN1,Northwind,V500,main,icu,retired"
    )

    work = work_of(tmp_path, BEFORE, assets=retired)

    assert work == []


def test_a_deferral_to_the_end_of_the_window_is_an_obstacle_and_a_shorter_one_is_none(tmp_path: Path) -> None:
    rows = "asset_tag,procedure,reason,approved_by,until\nV1,pm-6m,x,y,{}\n"

    whole = work_of(tmp_path, BEFORE, deferrals=rows.format("2025-12-21"))
    short = work_of(tmp_path, BEFORE, deferrals=rows.format("2025-12-20"))

    assert [each.obstacles for each in (*whole, *short)] == [{"deferred"}, frozenset()]


def test_each_share_has_its_two_numbers_with_and_without_each_obstacle() -> None:
    figures = Figures(7, 1, 2, 5, {"attempted_in_use": 2, "no_show": 1, "any": 2})

    assert (figures.strict.part, figures.strict.whole, figures.strict.per_cent) == (7, 10, 70.0)
    assert (figures.done.part, figures.done.whole) == (8, 10)
    credited, left_out = figures.credited("attempted_in_use"), figures.left_out("attempted_in_use")
    assert (credited.part, credited.whole) == (9, 10)
    assert (left_out.part, left_out.whole) == (7, 8)
    assert (figures.credited("refused").part, figures.left_out("refused").whole) == (7, 10)


def test_groups_add_up_to_the_whole(tmp_path: Path) -> None:
    history = BEFORE + "V2,pm-6m,2025-06-02,completed\nV2,pm-6m,2025-12-22,completed\nV1,pm-6m,2025-12-01,no_show\n"

    found = counted(tmp_path, history)

    assert (found.total.on_time, found.total.late, found.total.open) == (1, 0, 1)
    for groups in found.groups.values():
        assert sum(each.counted for each in groups.values()) == 2
    assert found.groups["month"].keys() == {"2025-12"}
    assert found.groups["modality"].keys() == {"ventilator"}
    assert found.groups["risk_class"].keys() == {"high_risk"}
    assert found.total.obstructed["no_show"] == found.total.obstructed["any"] == 1


def test_nothing_due_is_no_share_of_nothing(tmp_path: Path) -> None:
    found = report([], TODAY, DECEMBER)

    assert (found.total.counted, found.total.strict.per_cent) == (0, None)
