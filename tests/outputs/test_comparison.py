"""The difference between two plans: each visit's fate, for whom, and why."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.domain.calendar import Horizon, Span
from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Agreement, Plan, TaskOutcome, Visit
from scheduler.outputs.comparison import (
    ChangeKind,
    Difference,
    VisitChange,
    by_department,
    by_technician,
    compare,
    difference_html,
    difference_record,
    read_side,
    side_of,
)
from scheduler.outputs.plan_json import write_plan_json
from scheduler.outputs.tables import write_tables
from tests.outputs.synthetic import Quarter, a_quarter

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def quarter() -> Quarter:
    return a_quarter(2, 1)


def difference(quarter: Quarter, new: Plan, folder: Path, old: Plan | None = None) -> Difference:
    sides = []
    for name, plan in (("old", old or quarter.plan), ("new", new)):
        (folder / name).mkdir()
        write_tables(plan, quarter.facts, folder / name)
        write_plan_json(plan, quarter.facts, folder / name, 0)
        sides.append(read_side(folder / name, name))
    return compare(*sides)


def with_visits(plan: Plan, visits: Sequence[Visit]) -> Plan:
    return replace(plan, visits=tuple(visits))


def with_first(plan: Plan, first: Visit) -> Plan:
    return with_visits(plan, (first, *plan.visits[1:]))


def later(visit: Visit, by: timedelta) -> Visit:
    legs = tuple(replace(leg, span=Span(leg.span.start + by, leg.span.end + by)) for leg in visit.legs)
    return replace(visit, legs=legs)


def by_others(visit: Visit, *people: str) -> Visit:
    legs = tuple(replace(leg, technicians=tuple(map(TechnicianId, people))) for leg in visit.legs)
    return replace(visit, legs=legs)


def the_change(found: Difference) -> VisitChange:
    [change] = found.changes
    return change


def test_the_same_plan_twice_has_no_difference(tmp_path: Path, quarter: Quarter) -> None:
    found = difference(quarter, quarter.plan, tmp_path)

    assert (found.changes, found.same, found.outside) == ((), len(quarter.plan.visits), 0)
    assert "Both plans are the same." in difference_html(found)


def test_a_visit_from_before_the_new_plan_is_said_to_be_still_owed(tmp_path: Path, quarter: Quarter) -> None:
    first = min(quarter.plan.visits, key=lambda visit: visit.span)
    day = first.span.start.date()
    others = [visit for visit in quarter.plan.visits if visit != first]
    new = replace(quarter.plan, visits=(later(first, timedelta(days=70)), *others), today=day + timedelta(days=1))

    [change] = [each for each in difference(quarter, new, tmp_path).changes if each.visit.visit_id == first.visit_id]

    assert change.why.startswith(f"{day:%a} {day.day} {day:%b %Y} is before the days of the new plan")
    assert "and the work is still owed" in change.why
    assert "has no visits on" not in change.why


def test_another_start_is_a_move_with_old_and_new(tmp_path: Path, quarter: Quarter) -> None:
    first = quarter.plan.visits[0]
    found = difference(quarter, with_first(quarter.plan, later(first, HOUR)), tmp_path)

    change = the_change(found)
    assert change.kinds == (ChangeKind.MOVED,)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.start, change.after.start) == (first.span.start, first.span.start + HOUR)
    assert str(change.after.start.utcoffset()) == "1:00:00", "site time"
    assert found.same == len(quarter.plan.visits) - 1


def test_other_people_are_a_reassignment_of_both(tmp_path: Path, quarter: Quarter) -> None:
    first = quarter.plan.visits[0]
    found = difference(quarter, with_first(quarter.plan, by_others(first, "T01")), tmp_path)

    assert the_change(found).kinds == (ChangeKind.REASSIGNED,)
    assert [group.name for group in by_technician(found)] == ["T00", "T01"]
    assert [group.name for group in by_department(found)] == [first.department]


def test_a_visit_may_move_and_go_to_others_at_once(tmp_path: Path, quarter: Quarter) -> None:
    first = quarter.plan.visits[0]
    found = difference(quarter, with_first(quarter.plan, later(by_others(first, "T01"), HOUR)), tmp_path)

    assert the_change(found).kinds == (ChangeKind.MOVED, ChangeKind.REASSIGNED)
    assert (found.count(ChangeKind.MOVED), found.count(ChangeKind.REASSIGNED)) == (1, 1)


def test_an_agreement_is_a_change_that_moves_nobody(tmp_path: Path, quarter: Quarter) -> None:
    first = replace(quarter.plan.visits[0], agreement=Agreement.PROPOSED)
    old = with_first(quarter.plan, first)
    new = with_first(quarter.plan, replace(first, agreement=Agreement.AGREED))

    change = the_change(difference(quarter, new, tmp_path, old))

    assert (change.kinds, change.why) == ((ChangeKind.CHANGED,), "It is now agreed.")


def test_a_refused_time_is_the_reason_of_a_move(tmp_path: Path, quarter: Quarter) -> None:
    first = replace(quarter.plan.visits[0], agreement=Agreement.REFUSED)
    moved = replace(later(first, HOUR), agreement=Agreement.PROPOSED)

    change = the_change(difference(quarter, with_first(quarter.plan, moved), tmp_path, with_first(quarter.plan, first)))

    assert change.why.startswith("The former time was refused")


def test_somebody_who_is_elsewhere_then_is_the_reason(tmp_path: Path, quarter: Quarter) -> None:
    first, second = quarter.plan.visits[:2]
    assert first.legs[0].technicians == second.legs[0].technicians == ("T00",)
    new = with_visits(
        quarter.plan,
        (by_others(first, "T01"), later(second, first.span.start - second.span.start), *quarter.plan.visits[2:]),
    )

    found = difference(quarter, new, tmp_path)

    reassigned = next(change for change in found.changes if ChangeKind.REASSIGNED in change.kinds)
    assert reassigned.why == f"T00 is at {second.asset_tag} then."


def test_a_cancelled_visit_says_what_became_of_its_work(tmp_path: Path, quarter: Quarter) -> None:
    first, rest = quarter.plan.visits[0], quarter.plan.visits[1:]
    task = first.task_ids[0]
    outcomes = {**quarter.plan.outcomes, task: TaskOutcome(task, TaskStatus.UNPLACED, reason="No hours are left.")}
    new = replace(quarter.plan, visits=rest, outcomes=outcomes)

    change = the_change(difference(quarter, new, tmp_path))

    assert (change.kinds, change.after) == ((ChangeKind.CANCELLED,), None)
    assert change.why.startswith("PM ventilator is now not placed: No hours are left;")


def test_work_that_is_not_owed_any_more_is_said_to_be(tmp_path: Path, quarter: Quarter) -> None:
    first, rest = quarter.plan.visits[0], quarter.plan.visits[1:]
    owed = tuple(each for each in quarter.plan.obligations if each.task_id not in first.task_ids)

    change = the_change(difference(quarter, replace(quarter.plan, visits=rest, obligations=owed), tmp_path))

    assert change.why == "PM ventilator is not owed any more; Patch CVE-2024-0001 is not owed any more."


def test_a_new_visit_says_why_it_was_not_there(tmp_path: Path, quarter: Quarter) -> None:
    first, rest = quarter.plan.visits[0], quarter.plan.visits[1:]
    task = TaskId(first.task_ids[0])
    outcomes = {**quarter.plan.outcomes, task: TaskOutcome(task, TaskStatus.UNPLACED, reason="No hours were left.")}
    old = replace(quarter.plan, visits=rest, outcomes=outcomes)

    change = the_change(difference(quarter, quarter.plan, tmp_path, old))

    assert (change.kinds, change.before) == ((ChangeKind.NEW,), None)
    assert "was not placed before: No hours were left" in change.why


def test_visits_on_days_of_which_the_new_plan_does_not_speak_stand(tmp_path: Path, quarter: Quarter) -> None:
    new = replace(quarter.plan, visits=(), horizon=Horizon(date(2027, 1, 6), date(2027, 6, 30)))

    found = difference(quarter, new, tmp_path)

    before = [visit for visit in quarter.plan.visits if visit.span.start.date() < date(2027, 1, 6)]
    assert found.outside == len(before) > 0
    assert found.count(ChangeKind.CANCELLED) == len(quarter.plan.visits) - len(before) > 0


def test_the_record_holds_everything_and_is_json(tmp_path: Path, quarter: Quarter) -> None:
    first = quarter.plan.visits[0]
    found = difference(quarter, with_first(quarter.plan, later(first, HOUR)), tmp_path)

    record = json.loads(json.dumps(difference_record(found)))

    assert record["counts"]["moved"] == 1
    [change] = record["changes"]
    assert (change["visit_id"], change["kinds"]) == (first.visit_id, ["moved"])
    assert change["old"]["start"] < change["new"]["start"]
    assert record["technicians"][0]["visit_ids"] == record["departments"][0]["visit_ids"] == [first.visit_id]


def test_hostile_names_stay_text_on_the_page(tmp_path: Path, quarter: Quarter) -> None:
    first = replace(quarter.plan.visits[0], reason="<script>alert(1)</script>\x00")
    found = difference(quarter, with_first(quarter.plan, later(first, timedelta(days=40))), tmp_path)

    page = difference_html(found)

    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert "\x00" not in page


def test_a_version_of_an_earlier_release_lacks_later_columns_and_is_read(tmp_path: Path, quarter: Quarter) -> None:
    write_tables(quarter.plan, quarter.facts, tmp_path)
    write_plan_json(quarter.plan, quarter.facts, tmp_path, 0)
    lines = (tmp_path / "visits.csv").read_text("utf-8").splitlines()
    (tmp_path / "visits.csv").write_text("\n".join(line.rpartition(",")[0] for line in lines) + "\n", "utf-8")

    assert set(read_side(tmp_path, "old").visits) == {visit.visit_id for visit in quarter.plan.visits}


def test_a_plan_is_to_a_comparison_what_its_tables_are(quarter: Quarter, tmp_path: Path) -> None:
    visits = [visit for visit in quarter.plan.visits if len(visit.legs) > 1]
    write_tables(quarter.plan, quarter.facts, tmp_path)
    write_plan_json(quarter.plan, quarter.facts, tmp_path, 0)

    assert side_of(quarter.plan, quarter.facts, "now") == read_side(tmp_path, "now")
    assert visits
