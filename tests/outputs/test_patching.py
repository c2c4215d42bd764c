"""Patches in the documents: figures worked out by hand, columns read back, a drawing, and no weakness named."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from constraints.example import (
    a_department,
    a_patch,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    day,
    facts_of,
)
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Install
from scheduler.domain.plan import Plan
from scheduler.errors import InputError
from scheduler.outputs.calendars.files import write_calendars
from scheduler.outputs.patch_columns import PATCH_COLUMNS
from scheduler.outputs.patching import (
    Exposure,
    class_rows,
    exposure_now,
    exposure_planned,
    installations,
    rollouts,
)
from scheduler.outputs.plan_json import write_plan_json
from scheduler.outputs.reading import read_plan
from scheduler.outputs.report.page import report_html
from scheduler.outputs.tables import write_tables

WORK = a_procedure("patching", kind=ProcedureKind.PATCH, minutes=60)
PATCH = replace(a_patch("FIX-2.0", pilot=1, soak_days=7), cves=("CVE-2026-4711",), advisory="ICSMA-26-001-01")
TAGS = ("A-0", "A-1", "A-2", "A-3")


def the_facts() -> Facts:
    assets = [an_asset(tag) for tag in TAGS]
    return facts_of(a_programme(assets=assets, departments=[a_department("Ward")], procedures=[WORK]))


def the_plan() -> Plan:
    """A pilot on 11 January, a wave that is in time, one a week late, and one that has no place."""
    deadline = day("2027-01-20")
    tasks = [
        replace(
            an_obligation(tag, WORK, last_day=deadline, due=deadline, impact_score=50),
            install=Install(PATCH, deadline, "critical, 30 days", day("2026-12-21"), stage=min(number, 2)),
        )
        for number, tag in enumerate(TAGS)
    ]
    starts = ("2027-01-11 09:00", "2027-01-18 09:00", "2027-01-27 09:00")
    visits = [a_visit(tag, start, tasks=[f"{tag} patching"]) for tag, start in zip(TAGS, starts, strict=False)]
    return a_plan(*visits, obligations=tasks)


def test_compliance_is_counted_by_deadline_class() -> None:
    (row,) = class_rows(the_plan(), the_facts())

    assert (row.deadline_class, row.counted, row.in_time, row.late, row.unplaced) == ("critical, 30 days", 4, 2, 1, 1)
    assert row.share == 50.0


def test_exposure_adds_up_the_days_past_deadlines_weighted_by_impact() -> None:
    found = installations(the_plan(), the_facts())

    assert exposure_now(found, day("2026-12-01")) == Exposure(0, 0, 0)
    assert exposure_planned(found, day("2027-03-31")) == Exposure(2, 7 + 70, 38)
    assert exposure_now(found, day("2027-03-31")) == Exposure(4, 4 * 70, 140)


def test_a_roll_out_has_its_stages_and_a_day_before_which_nobody_could_be_done() -> None:
    (one,) = rollouts(the_plan(), the_facts())

    assert [(stage.stage, stage.count, stage.unplaced) for stage in one.stages] == [(0, 1, 0), (1, 1, 0), (2, 2, 1)]
    assert one.completed_on is None
    assert one.earliest == day("2027-01-08")


def test_the_lower_bound_is_never_after_a_completion_and_falls_with_one_more() -> None:
    plan = the_plan()
    whole = a_plan(*plan.visits, obligations=plan.obligations[:3])
    (one,) = rollouts(whole, the_facts())

    assert one.completed_on == day("2027-01-27")
    assert one.earliest is not None
    assert one.earliest_with_one_more is not None
    assert one.earliest_with_one_more <= one.earliest <= one.completed_on


def test_the_report_draws_pilot_soak_and_waves() -> None:
    page = report_html(the_plan(), the_facts())

    assert "FIX-2.0: pilot: 1 asset, 2027-01-11; wave 1: 1 asset, 2027-01-18; wave 2: 2 assets, 2027-01-27" in page
    assert "<title>7 days of soak</title>" in page
    assert "<title>deadline 2027-01-20</title>" in page
    assert "Not complete in this quarter: 1 of 4 without a place" in page


def test_a_hospital_without_software_has_no_section_for_it() -> None:
    assert 'id="patching"' not in report_html(a_plan(a_visit()), facts_of())


def written(folder: Path) -> Plan:
    plan, facts = the_plan(), the_facts()
    write_tables(plan, facts, folder)
    write_plan_json(plan, facts, folder, 0)
    return plan


def test_what_a_task_installs_is_read_back_as_written(tmp_path: Path) -> None:
    plan = written(tmp_path)

    read = read_plan(tmp_path, the_facts(), plan.obligations)

    assert [one.install for one in read.obligations] == [one.install for one in plan.obligations]


def test_a_doctored_stage_is_read_as_it_stands_and_nonsense_is_a_problem(tmp_path: Path) -> None:
    plan = written(tmp_path)
    _doctor(tmp_path, "patch_stage", "wave 9")

    read = read_plan(tmp_path, the_facts(), plan.obligations)

    assert {one.install.stage for one in read.obligations if one.install} == {9}
    _doctor(tmp_path, "patch_stage", "soon")
    with pytest.raises(InputError, match="4 problems"):
        read_plan(tmp_path, the_facts(), plan.obligations)


def _doctor(folder: Path, column: str, text: str) -> None:
    with (folder / "tasks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (folder / "tasks.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows({**row, column: text} for row in rows)


def test_the_tables_name_release_stage_and_deadline(tmp_path: Path) -> None:
    written(tmp_path)

    with (tmp_path / "tasks.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    with (tmp_path / "visits.csv").open(encoding="utf-8", newline="") as file:
        visit = next(csv.DictReader(file))
    assert [row[name] for name in PATCH_COLUMNS[:5]] == ["FIX-2.0", "2.0", "pilot", "2027-01-20", "critical, 30 days"]
    assert visit["patches"] == "FIX-2.0"


def test_calendars_of_departments_name_no_weakness_and_no_release(tmp_path: Path) -> None:
    write_calendars(the_plan(), the_facts(), tmp_path)

    found = [path.read_text(encoding="utf-8") for path in (tmp_path / "calendars" / "departments").glob("*.ics")]
    text = "\n".join(found).casefold()
    assert "software update" in text
    for word in ("cve", "vulnerab", "exploit", "advisory", "icsma", "fix-2.0", "critical", "patch"):
        assert word not in text
