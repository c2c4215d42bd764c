"""Each reason why work misses its window, on its limit and one past it, with the numbers it gives."""

from typing import Any

import pytest

from constraints.example import (
    a_certificate,
    a_cover_row,
    a_department,
    a_lock,
    a_performer,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    a_way,
    an_asset,
    an_instrument,
    an_obligation,
    an_open_row,
    facts_of,
)
from scheduler.domain.equipment import Procedure, Where
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, Settings
from scheduler.solve import Silence, solve
from scheduler.verify.reasons import wrong_reasons

MONDAY = "2027-01-11"
TUESDAY = "2027-01-12"
BY_GE = a_performer("GE", notice_days=41)


def planned(*tasks: Obligation, **tables: Any) -> Plan:
    facts = facts_of(a_programme(procedures=[task.procedure for task in tasks], **tables))
    return solve(tasks, facts, Settings(), Silence())


def work(
    procedure: Procedure | None = None, first: str = MONDAY, last: str = MONDAY, tag: str = "A-1", **more: Any
) -> Obligation:
    """Work with a hard window of one Monday."""
    return an_obligation(tag, procedure, due=first, first_day=first, last_day=last, **{"hard_window": True, **more})


def why(task: Obligation, *others: Obligation, **tables: Any) -> tuple[ReasonCode | None, str]:
    outcome = planned(task, *others, **tables).outcomes[task.task_id]
    assert outcome.status is (TaskStatus.PLACED if outcome.reason_code is None else TaskStatus.UNPLACED)
    return outcome.reason_code, outcome.reason


def is_placed(task: Obligation, *others: Obligation, **tables: Any) -> bool:
    plan = planned(task, *others, **tables)
    return all(plan.outcomes[one.task_id].status is TaskStatus.PLACED for one in (task, *others))


ON_PUMPS = a_procedure(skill="pumps")


def test_nobody_holds_the_skill() -> None:
    people = [a_technician("Ann"), a_technician("Bob")]

    assert is_placed(work(ON_PUMPS), technicians=people, certificates=[a_certificate("Bob")])
    assert why(work(ON_PUMPS), technicians=people) == (
        ReasonCode.NO_QUALIFIED_PERSON,
        "It needs pumps at North: 0 of 2 people of in_house hold it, 0 of them serve North.",
    )


def test_who_holds_the_skill_does_not_serve_the_site() -> None:
    people = [a_technician("Ann"), a_technician("Bob", home_site="South")]

    code, reason = why(work(ON_PUMPS), technicians=people, certificates=[a_certificate("Bob")])

    assert code is ReasonCode.NO_QUALIFIED_PERSON
    assert reason == "It needs pumps at North: 1 of 2 people of in_house hold it, 0 of them serve North."


def test_the_certificate_ends_the_day_before() -> None:
    holding = {"certificates": [a_certificate(valid_until=MONDAY)]}

    assert is_placed(work(ON_PUMPS), **holding)
    assert why(work(ON_PUMPS, TUESDAY, TUESDAY), **holding) == (
        ReasonCode.CERTIFICATE_EXPIRED,
        "It needs 1 person with pumps for 60 minutes in its days 2027-01-12 to 2027-01-12: "
        "1 with the certificate work then; it is in force for 0 (Ann: until 2027-01-11).",
    )


def test_the_certificate_still_holds_in_the_window_but_not_when_its_holder_works() -> None:
    nights = {"certificates": [a_certificate(valid_until="2027-01-10")]}

    code, _ = why(work(ON_PUMPS, "2027-01-09", "2027-01-15"), **nights)

    assert code is ReasonCode.CERTIFICATE_EXPIRED


def test_the_certificate_does_not_hold_in_the_open_hours() -> None:
    tables = {"certificates": [a_certificate(valid_until=MONDAY)], "downtime": [an_open_row("Tue", "09:00", "12:00")]}

    code, reason = why(work(ON_PUMPS, MONDAY, TUESDAY), **tables)

    assert code is ReasonCode.CERTIFICATE_EXPIRED
    assert "in the hours in which it can be done" in reason


def test_the_department_opens_on_no_day_of_the_window() -> None:
    tables = {"downtime": [an_open_row("Tue", "09:00", "12:00")]}

    assert is_placed(work(last=TUESDAY), **tables)
    assert why(work(), **tables) == (
        ReasonCode.NO_OPEN_WINDOW,
        "0 minutes are open in its days 2027-01-11 to 2027-01-11.",
    )


def test_the_longest_open_period_is_a_minute_too_short() -> None:
    tables = {"downtime": [an_open_row("Mon", "09:00", "10:00")]}

    assert is_placed(work(a_procedure(minutes=60)), **tables)
    assert why(work(a_procedure(minutes=61)), **tables) == (
        ReasonCode.WINDOW_TOO_SHORT,
        "It needs 61 minutes; the longest open period in its days 2027-01-11 to 2027-01-11 has 60.",
    )


def test_nothing_is_left_after_a_repair() -> None:
    task = work(not_before=TUESDAY, hard_window=False)

    outcome = planned(task).outcomes[task.task_id]

    assert (outcome.lateness_days, outcome.status) == (1, TaskStatus.PLACED)
    assert outcome.reason == (
        "Placed 1 day after its window ended. Not in time, because: "
        "It can be done from 2027-01-12 on, and its window ended on 2027-01-11: 0 days are left."
    )


@pytest.mark.parametrize(("people", "found"), [(["Ann"], "1 of 2"), (["Ann", "Bob"], "2 of 2")])
def test_one_more_would_make_the_crew(people: list[str], found: str) -> None:
    task = work(a_procedure(crew=len(people) + 1, skill="pumps"))
    holding = [a_certificate(one) for one in people]

    code, reason = why(task, technicians=[a_technician("Ann"), a_technician("Bob")], certificates=holding)

    assert code is ReasonCode.CREW_TOO_SMALL
    assert f"{found} people of in_house hold it" in reason


def test_two_people_are_never_at_work_together() -> None:
    people = [a_technician("Ann"), a_technician("Bob")]
    task = work(a_procedure(crew=2))

    assert is_placed(task, technicians=people, shifts=[a_shift("Ann"), a_shift("Bob", start="15:00", end="20:00")])
    assert why(task, technicians=people, shifts=[a_shift("Ann"), a_shift("Bob", start="15:01", end="20:00")]) == (
        ReasonCode.CREW_TOO_SMALL,
        "It needs 2 people at once for 60 minutes with no special skill; of 2 people at most 1 are at work together "
        "in the hours in which it can be done, 2027-01-11 to 2027-01-11.",
    )


def test_no_instrument_is_in_calibration() -> None:
    measured = a_procedure(instruments=[["analyser"]])

    assert is_placed(work(measured), instruments=[an_instrument(calibrated_until=MONDAY)])
    assert why(work(measured), instruments=[an_instrument(calibrated_until="2027-01-10")]) == (
        ReasonCode.NO_INSTRUMENT,
        "It needs analyser: 0 of 1 are in calibration at North in its days 2027-01-11 to 2027-01-11 "
        "(Analyser-1 of North: until 2027-01-10).",
    )


def test_the_only_instrument_is_used_by_other_work() -> None:
    measured = a_procedure(instruments=[["analyser"]], minutes=240)
    tasks = [work(measured), work(measured, tag="A-2"), work(measured, tag="A-3")]
    tables = {
        "assets": [an_asset(task.asset_tag) for task in tasks],
        "technicians": [a_technician(one) for one in ("Ann", "Bob", "Cyd")],
        "departments": [a_department()],
        "instruments": [an_instrument()],
        "downtime": [an_open_row("Mon", "08:00", "12:00")],
    }

    facts = facts_of(a_programme(procedures=[measured], **tables))
    plan = solve(tasks, facts, Settings(), Silence())

    left = [outcome for outcome in plan.outcomes.values() if outcome.status is TaskStatus.UNPLACED]
    assert [outcome.reason_code for outcome in left] == [ReasonCode.NO_INSTRUMENT] * 2
    assert "All its instruments (1 with analyser) are in use" in left[0].reason
    assert [one.sentence for one in wrong_reasons(plan, facts)] == []


def test_the_notice_ends_after_the_window() -> None:
    by_ge = a_procedure(performer="GE")
    tables = {"technicians": [a_technician("GE#1", performer="GE", anonymous=True)], "performers": [BY_GE]}

    assert is_placed(work(by_ge), **tables)
    assert why(work(by_ge, "2027-01-10", "2027-01-10"), **tables) == (
        ReasonCode.NOTICE,
        "GE needs 41 days' notice, so nothing before 2027-01-11; its days end on 2027-01-10.",
    )


def test_its_own_visit_takes_more_than_the_fleet_may_lack() -> None:
    assets = [an_asset("A-1", system_critical=True), an_asset("A-2", part_of="A-1"), an_asset("A-3")]

    code, reason = why(work(), assets=assets, departments=[a_department(max_out_share=0.34)])

    assert code is ReasonCode.FLEET_LIMIT
    assert reason.endswith("its visit takes 2, and at most 1 may be.")


def two_pumps(**tables: Any) -> list[tuple[ReasonCode | None, str]]:
    """What is said of the one of two pumps that finds no place in the same four hours."""
    tasks = [work(a_procedure(minutes=240)), work(a_procedure(minutes=240), tag="A-2")]
    people = [a_technician("Ann"), a_technician("Bob")]
    assets = [an_asset("A-1"), an_asset("A-2"), an_asset("A-3")]
    opened = [an_open_row("Mon", "08:00", "12:00")]
    plan = planned(*tasks, assets=assets, technicians=people, downtime=opened, **tables)
    return [(one.reason_code, one.reason) for one in plan.outcomes.values() if one.status is TaskStatus.UNPLACED]


def test_another_one_of_the_fleet_is_out() -> None:
    assert two_pumps(departments=[a_department(max_out_share=0.67)]) == []
    [(code, reason)] = two_pumps(departments=[a_department(max_out_share=0.5)])
    assert code is ReasonCode.FLEET_LIMIT
    assert "it takes 1 of 1, and others are out or held whenever 2 people could do it" in reason


def test_another_one_of_the_cover_group_is_out() -> None:
    assert two_pumps(cover=(a_cover_row("A-1", "A-2", "A-3", min_available=1),)) == []
    [(code, _)] = two_pumps(cover=(a_cover_row("A-1", "A-2", min_available=1),))
    assert code is ReasonCode.COVER


def test_it_is_locked_to_a_time_at_which_nobody_works() -> None:
    assert is_placed(work(), locks=(a_lock("2027-01-11 15:00"),))
    code, reason = why(work(), locks=(a_lock("2027-01-11 15:01"),))
    assert code is ReasonCode.LOCKED_OUT
    assert reason == "It is locked to 2027-01-11 15:01, and cannot be done then: 0 of 1 people are at work then."


def test_nobody_is_at_work_in_the_open_hours() -> None:
    nights = {"downtime": [an_open_row("Mon", "20:00", "23:00")]}

    assert why(work(ON_PUMPS), certificates=[a_certificate()], **nights) == (
        ReasonCode.CAPACITY,
        "It needs 1 person with pumps for 60 minutes in 2027-01-11 to 2027-01-11: 0 of 1 who serve North are at work "
        "so long, the ways taken off, in the hours in which it can be done.",
    )


def test_the_share_of_a_day_is_a_minute_too_small() -> None:
    assert is_placed(work(a_procedure(minutes=384)))
    assert why(work(a_procedure(minutes=385))) == (
        ReasonCode.CAPACITY,
        "It needs 385 minutes in one go; the most that shares and the way leave anybody "
        "on one day of 2027-01-11 to 2027-01-11 is 384.",
    )


def test_the_way_counts_in_the_share_of_a_day() -> None:
    tables = {
        "assets": [an_asset(site="South", department="Clinic")],
        "technicians": [a_technician(sites=["South"])],
        "travel": (a_way(minutes=30),),
    }

    assert is_placed(work(a_procedure(minutes=324)), **tables)
    code, reason = why(work(a_procedure(minutes=325)), **tables)
    assert (code, reason.endswith("is 324.")) == (ReasonCode.CAPACITY, True)


def test_minutes_there_are_those_taken_and_those_left() -> None:
    tasks = [work(a_procedure(minutes=200)), work(a_procedure(minutes=200), tag="A-2")]
    tables = {"assets": [an_asset("A-1"), an_asset("A-2")], "downtime": [an_open_row("Mon", "08:00", "14:00")]}

    plan = planned(*tasks, **tables)

    [left] = [one for one in plan.outcomes.values() if one.status is TaskStatus.UNPLACED]
    assert left.reason_code is ReasonCode.CAPACITY
    assert left.reason == (
        "It needs 200 minutes of any skill between 2027-01-11 and 2027-01-11: 1 person has 360 in 1 week in the hours "
        "in which it can be done; 200 are taken by planned work, 160 left in pieces of at most 160."
    )


def test_late_work_says_why_it_is_not_in_time() -> None:
    task = work(hard_window=False, last=MONDAY)
    plan = planned(task, downtime=[an_open_row("Tue", "09:00", "12:00")])

    outcome = plan.outcomes[task.task_id]

    assert (outcome.status, outcome.reason_code, outcome.lateness_days) == (TaskStatus.PLACED, None, 1)
    assert outcome.reason.endswith("Not in time, because: 0 minutes are open in its days 2027-01-11 to 2027-01-11.")


def test_what_was_overdue_before_says_so() -> None:
    task = work(first="2026-11-01", last="2026-12-20", overdue=True, hard_window=False)

    reason = planned(task).outcomes[task.task_id].reason

    assert reason.endswith("It was overdue before this plan's first day: its window ended on 2026-12-20.")


def test_what_has_no_place_at_all_says_so_of_the_days_after_its_window_too() -> None:
    task = work(hard_window=False)

    code, reason = why(task, downtime=[an_open_row("Tue", "09:00", "09:30")])

    assert code is ReasonCode.NO_OPEN_WINDOW
    assert reason == (
        "0 minutes are open in its days 2027-01-11 to 2027-01-11. After its window: "
        "It needs 60 minutes; the longest open period in its days 2027-01-12 to 2027-03-31 has 30."
    )


def test_a_follow_up_is_out_for_what_keeps_its_parent_out() -> None:
    parent = work(a_procedure("PM", skill="pumps"))
    after = work(a_procedure("QA", performer="GE"), parent=parent.task_id)
    people = [a_technician("Ann"), a_technician("GE#1", performer="GE", anonymous=True)]

    code, reason = why(after, parent, technicians=people)

    assert code is ReasonCode.NO_QUALIFIED_PERSON
    assert reason.startswith("It is done only together with PM. Of that: It needs pumps at North: 0 of 1 person")


def test_a_second_occurrence_waits_for_the_first() -> None:
    monthly = a_procedure(every="1 month", where=Where.UNOBTRUSIVE)
    first = work(monthly, MONDAY, MONDAY, task="one")
    second = work(monthly, "2027-02-08", "2027-02-10", task="two", previous="one")

    assert why(second, first) == (
        ReasonCode.NO_OPEN_WINDOW,
        "It comes after PM (2027-01-11), from 2027-02-11 on; its window is 2027-02-08 to 2027-02-10: 0 days are left.",
    )
    assert is_placed(work(monthly, "2027-02-08", "2027-02-11", task="two", previous="one"), first)


def test_of_two_that_come_after_a_late_task_the_one_that_binds_most_is_told() -> None:
    monthly, check = a_procedure(every="1 month", where=Where.UNOBTRUSIVE), a_procedure("QA", where=Where.UNOBTRUSIVE)
    late = {"hard_window": False}
    tasks = [
        work(monthly, "2026-11-01", "2026-12-20", task="one", overdue=True, **late),
        work(monthly, "2027-01-10", "2027-01-31", task="two", previous="one", **late),
        work(check, "2027-01-10", "2027-02-20", task="qa", parent="two", **late),
        work(monthly, "2027-02-08", "2027-03-31", task="three", previous="two", **late),
    ]
    facts = facts_of(a_programme(procedures=[monthly, check]))

    plan = solve(tasks, facts, Settings(), Silence())

    assert {outcome.status for outcome in plan.outcomes.values()} == {TaskStatus.PLACED}
    reason = plan.outcomes[TaskId("two")].reason
    assert "It comes after PM (2027-01-01), from 2027-02-01 on and before QA (2027-02-01), until 2027-01-31; " in reason
    assert not list(wrong_reasons(plan, facts))


def test_what_helps_was_tried_and_has_a_price() -> None:
    outcome = planned(work(ON_PUMPS)).outcomes[TaskId(work().task_id)]

    assert (outcome.help_change, outcome.help_price) == ("certificate Ann pumps", 1000)
    assert outcome.what_would_help == (
        "Certify Ann in pumps: it can be done on 2027-01-11 08:00. Price: 1000 points, against 20000 that it costs now."
    )


def test_where_nothing_that_was_tried_helps_there_is_a_hint_and_no_price() -> None:
    outcome = planned(work(ON_PUMPS), technicians=[a_technician(home_site="South")]).outcomes[TaskId(work().task_id)]

    assert (outcome.help_change, outcome.help_price) == ("", None)
    assert outcome.what_would_help == "Train or send somebody with pumps to North."
