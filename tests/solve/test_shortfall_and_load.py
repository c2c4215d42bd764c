"""What is short in which week, and how minutes are counted once though people hold several skills."""

from collections import Counter
from dataclasses import replace
from typing import Any

from constraints.example import (
    a_certificate,
    a_department,
    a_procedure,
    a_programme,
    a_technician,
    a_way,
    an_asset,
    an_obligation,
    an_open_row,
    facts_of,
)
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings
from scheduler.solve import Silence, solve
from scheduler.solve.parting import parted

MORNINGS = [an_open_row("Mon", "08:00", "12:00")]


def planned(*tasks: Obligation, **tables: Any) -> tuple[Plan, Facts]:
    procedures = list({task.procedure.procedure: task.procedure for task in tasks}.values())
    assets = [an_asset(task.asset_tag) for task in tasks]
    given: dict[str, Any] = {"procedures": procedures, "assets": assets, **tables}
    facts = facts_of(a_programme(**given))
    return solve(tasks, facts, Settings(), Silence()), facts


def on_a_monday(tag: str, skill: str = "pumps", minutes: int = 120, last: str = "2027-01-11") -> Obligation:
    procedure = a_procedure(f"PM-{skill}", skill=skill, minutes=minutes)
    return an_obligation(tag, procedure, due="2027-01-11", first_day="2027-01-11", last_day=last, hard_window=True)


def shortages(plan: Plan) -> list[tuple[str, tuple[str, ...], int, int, int, int]]:
    return [
        (row.week, row.skills, row.minutes_needed, row.minutes_available, row.minutes_short, row.tasks_affected)
        for row in plan.shortfall
    ]


def test_nothing_is_short_when_all_is_in_time() -> None:
    plan, _ = planned(on_a_monday("A-1"), on_a_monday("A-2"), certificates=[a_certificate()], downtime=MORNINGS)

    assert plan.shortfall == ()


def test_minutes_there_are_those_of_open_hours_and_not_of_the_week() -> None:
    tasks = [on_a_monday(tag) for tag in ("A-1", "A-2", "A-3")]

    plan, _ = planned(*tasks, certificates=[a_certificate()], downtime=MORNINGS)

    assert shortages(plan) == [("2027-W02", ("pumps",), 360, 240, 120, 1)]


def test_minutes_left_in_pieces_too_short_for_the_work_are_not_there() -> None:
    tasks = [on_a_monday(tag, minutes=150) for tag in ("A-1", "A-2")]

    plan, _ = planned(*tasks, certificates=[a_certificate()], downtime=MORNINGS)

    assert shortages(plan) == [("2027-W02", ("pumps",), 300, 150, 150, 1)]


def test_work_of_two_skills_that_one_person_holds_is_short_together() -> None:
    tasks = [on_a_monday("A-1"), on_a_monday("A-2", "gas", 240), on_a_monday("A-3", "gas", 240)]

    plan, _ = planned(*tasks, certificates=[a_certificate(), a_certificate(skill="gas")], downtime=MORNINGS)

    assert [(row.skills, row.minutes_short) for row in plan.shortfall] == [(("gas", "pumps"), 360)]


def test_a_skill_that_nobody_holds_is_short_by_all_that_is_asked() -> None:
    plan, _ = planned(on_a_monday("A-1"))

    assert shortages(plan) == [("2027-W02", ("pumps",), 120, 0, 120, 1)]


def test_late_work_is_missing_in_the_week_of_its_window() -> None:
    tasks = [replace(on_a_monday(tag), hard_window=False) for tag in ("A-1", "A-2", "A-3")]

    plan, _ = planned(*tasks, certificates=[a_certificate()], downtime=MORNINGS)

    assert sorted(outcome.lateness_days for outcome in plan.outcomes.values()) == [0, 0, 7]
    assert shortages(plan) == [("2027-W02", ("pumps",), 360, 240, 120, 1)]


def test_minutes_of_a_task_are_parted_among_the_weeks_of_its_window() -> None:
    tasks = [on_a_monday(tag, minutes=240, last="2027-01-18") for tag in ("A-1", "A-2", "A-3")]

    plan, _ = planned(*tasks, certificates=[a_certificate()], downtime=MORNINGS)

    assert shortages(plan) == [
        ("2027-W02", ("pumps",), 360, 240, 120, 1),
        ("2027-W03", ("pumps",), 360, 240, 120, 1),
    ]


def in_horizon(plan: Plan, facts: Facts) -> dict[str, Counter[str]]:
    weeks = set(facts.horizon.weeks())
    found: dict[str, Counter[str]] = {"available": Counter(), "planned": Counter(), "unplanned": Counter()}
    for row in plan.load:
        if row.week in weeks:
            found["available"][row.skill] += row.available_minutes
            found["planned"][row.skill] += row.planned_minutes
            found["unplanned"][row.skill] += row.unplanned_minutes
    return found


def test_a_minute_of_a_person_with_two_skills_is_counted_once() -> None:
    holding = [a_certificate(), a_certificate(skill="gas")]

    plan, facts = planned(on_a_monday("A-1"), on_a_monday("A-2", "gas", 60), certificates=holding)

    minutes = sum(facts.week_limit_minutes(a_technician().technician, week) for week in facts.horizon.weeks())
    available = in_horizon(plan, facts)["available"]
    assert available.total() == minutes
    assert abs(available["pumps"] - 2 * available["gas"]) <= 3 * len(facts.horizon.weeks())


def test_who_holds_a_scarce_skill_is_counted_there_when_others_can_do_the_rest() -> None:
    people = [a_technician("Ann"), a_technician("Bob")]
    holding = [a_certificate("Ann"), a_certificate("Ann", "gas"), a_certificate("Bob")]
    tasks = [on_a_monday("A-1", minutes=120), on_a_monday("A-2", "gas", 120)]

    plan, facts = planned(*tasks, technicians=people, certificates=holding)

    available = in_horizon(plan, facts)["available"]
    assert abs(available["pumps"] - available["gas"]) < available.total() // 20


def test_work_without_a_skill_takes_its_share_of_the_minutes() -> None:
    unskilled = an_obligation("A-2", a_procedure("Clean", minutes=120))

    plan, facts = planned(on_a_monday("A-1"), unskilled, certificates=[a_certificate()])

    found = in_horizon(plan, facts)
    assert found["planned"] == Counter({"pumps": 120, "": 120})
    assert abs(found["available"]["pumps"] - found["available"][""]) <= len(facts.horizon.weeks())


def test_ways_between_sites_are_no_minutes_for_work() -> None:
    far = an_obligation("A-1", a_procedure(minutes=60))
    tables: dict[str, Any] = {
        "assets": [an_asset("A-1", site="South", department="Clinic")],
        "departments": [a_department("Clinic", "South")],
        "technicians": [a_technician(sites=["South"])],
        "travel": (a_way(minutes=30),),
    }

    plan, facts = planned(far, **tables)

    minutes = sum(facts.week_limit_minutes(a_technician().technician, week) for week in facts.horizon.weeks())
    assert in_horizon(plan, facts)["available"].total() == minutes - 60


def test_unnamed_people_are_there_as_they_are_called() -> None:
    by_ge = an_obligation("A-1", a_procedure(minutes=90, performer="GE"))
    people = [a_technician("GE#1", performer="GE", anonymous=True)]

    plan, facts = planned(by_ge, technicians=people)

    found = in_horizon(plan, facts)
    assert found["available"] == found["planned"] == Counter({"": 90})


def test_parts_add_up_and_follow_the_weights() -> None:
    assert parted(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert parted(10, {"a": 0, "b": 5}) == {"a": 0, "b": 10}
    assert parted(7, {"a": 0, "b": 0}) == {"a": 4, "b": 3}
    assert parted(0, {"a": 2}) == {"a": 0}


def test_what_nobody_can_do_is_short_in_the_week_it_is_due() -> None:
    plan, _ = planned(on_a_monday("A-1", last="2027-02-28"))

    assert shortages(plan) == [("2027-W02", ("pumps",), 120, 0, 120, 1)]


def test_one_more_half_day_is_worth_all_that_it_brings_into_its_window() -> None:
    tasks = [on_a_monday(tag) for tag in ("A-1", "A-2", "A-3", "A-4", "A-5")]

    plan, _ = planned(*tasks, certificates=[a_certificate()], downtime=[an_open_row("Mon", "08:00", "10:00")])

    [half_day] = plan.half_days
    assert (half_day.department, half_day.tasks, half_day.minutes, half_day.value) == ("Ward", 2, 240, 40_000)
    assert f"{half_day.day} {half_day.start:%H:%M}-{half_day.end:%H:%M}" == "2027-01-11 12:00-16:00"


def test_a_half_day_is_worth_nothing_where_people_are_missing() -> None:
    plan, _ = planned(on_a_monday("A-1"), downtime=MORNINGS)

    assert plan.half_days == ()
