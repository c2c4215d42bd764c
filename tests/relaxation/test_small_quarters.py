"""Day programmes of hospitals so small that their figures are worked out by hand."""

from datetime import date

import numpy as np

from constraints import catalogue
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, Settled, TaskStatus
from scheduler.domain.policy import Capacity
from scheduler.relaxation import day_programme
from scheduler.solve.look_ahead import look_ahead
from scheduler.solve.outlook import Outlook
from scheduler.solve.progress import Silence
from tests.builders import (
    a_certificate,
    a_plan,
    a_procedure,
    a_programme,
    a_shift,
    a_site,
    a_technician,
    a_visit,
    a_way,
    an_asset,
    an_obligation,
    an_open_row,
    facts_of,
)

WEEK = Horizon(date(2027, 1, 11), date(2027, 1, 17))
UNPLACED = 20_000


def a_week(
    work: Procedure, *, assets: int = 1, site: str = "North", even_load: bool = False, **tables: object
) -> Facts:
    """Ann's week of Monday to Friday from 8 to 16, all of it for planned work, at most 80 % of each day."""
    people = [a_technician(scheduled_share=1.0)]
    capacity = Capacity(reserve=0.0, max_day_share=0.8, even_load=even_load)
    equipment = [an_asset(f"A-{one}", site=site) for one in range(assets)]
    usual = {"technicians": people, "assets": equipment, "capacity": capacity, "procedures": [work]}
    return facts_of(a_programme(**usual | tables), today=date(2027, 1, 1), horizon=WEEK)


def tasks(facts: Facts, **about: object) -> list[Obligation]:
    """One task of each asset, due on Wednesday, in time all week."""
    about = {"due": "2027-01-13", "first_day": "2027-01-11", "last_day": "2027-01-17"} | about
    return [an_obligation(tag, facts.procedures_of(tag)[0], **about) for tag in sorted(facts.programme.assets)]


def outlook(facts: Facts, **about: object) -> Outlook:
    return look_ahead(tasks(facts, **about), facts, Silence())


def test_a_day_holds_its_share_and_what_is_beyond_is_left_out() -> None:
    facts = a_week(a_procedure(minutes=384), assets=7)

    found = outlook(facts)

    assert found.counts.largest["all"] == 5
    assert found.bound == 5 * 60 + 2 * UNPLACED


def test_a_crew_takes_the_minutes_of_all_its_people() -> None:
    facts = a_week(
        a_procedure(minutes=384, crew=2),
        assets=6,
        technicians=[a_technician(name, scheduled_share=1.0) for name in ("Ann", "Bob")],
    )

    assert outlook(facts).counts.largest["all"] == 5


def test_only_stretches_that_hold_the_work_are_counted() -> None:
    mornings = [an_open_row("Mon-Wed", "08:00", "09:00")]

    assert outlook(a_week(a_procedure(minutes=60), assets=4, downtime=mornings)).counts.largest["all"] == 3
    assert outlook(a_week(a_procedure(minutes=61), assets=4, downtime=mornings)).counts.largest["all"] == 0


def test_a_crew_of_two_takes_two_different_people() -> None:
    """Ann's minutes would be enough for both places in the crew; one of her is not."""
    work = a_procedure(minutes=60, crew=2)
    two = [a_technician(scheduled_share=1.0), a_technician("Bob", scheduled_share=1.0)]

    alone, together = outlook(a_week(work)), outlook(a_week(work, technicians=two))

    assert (alone.bound, alone.counts.largest["all"]) == (UNPLACED, 0)
    assert together.counts.largest["all"] == 1


def test_work_at_another_site_costs_the_way_there_and_back() -> None:
    """384 minutes less 2 × 42 on the way leave 300 on each of 5 days: five pieces of 300, and no sixth."""
    both = ("North", "South")
    tables = {
        "technicians": [a_technician(scheduled_share=1.0, sites=both)],
        "sites": [a_site(one) for one in both],
        "travel": [a_way("North", "South", 42)],
    }

    assert outlook(a_week(a_procedure(minutes=300), assets=6, site="South", **tables)).counts.largest["all"] == 5


def test_an_even_load_has_its_price() -> None:
    """2400 minutes may be planned; above 1800 a minute costs a point, above 2100 two. 5 pieces are 1920 minutes."""
    facts = a_week(a_procedure(minutes=384), assets=5, even_load=True)

    assert outlook(facts).bound == 5 * 60 + 120


def test_tasks_of_one_asset_share_the_price_of_a_take_down() -> None:
    facts = a_week(a_procedure("PM"), procedures=[a_procedure("PM"), a_procedure("Safety")])
    two = [an_obligation("A-0", work, due="2027-01-13") for work in facts.procedures_of("A-0")]

    assert look_ahead(two, facts, Silence()).bound == 60


def of_one_asset(*works: Procedure, owed: tuple[Procedure, ...] = ()) -> int:
    """The bound of an asset's works that the next week can do too, and of one that is owed this week."""
    facts = a_week(a_procedure(), procedures=[*works, *owed])
    later = {"due": "2027-01-20", "first_day": "2027-01-11", "last_day": "2027-01-24", "extends_past_horizon": True}
    found = [an_obligation("A-0", work, task=work.procedure, **later) for work in works]
    found += [an_obligation("A-0", work, due="2027-01-13", last_day="2027-01-17") for work in owed]
    return look_ahead(found, facts, Silence()).bound


def test_work_that_may_be_left_costs_a_take_down_whether_it_is_done_or_left() -> None:
    pump, valve = a_procedure("Pump"), a_procedure("Valve")

    assert of_one_asset(pump) == 60
    assert of_one_asset(pump, valve) == 60
    assert of_one_asset(a_procedure("Look", interrupts=False)) == 0


def test_work_that_may_be_left_costs_nothing_where_it_can_go_with_other_work() -> None:
    pump, both = a_procedure("Pump"), a_procedure("Both", includes=["Pump"])

    assert of_one_asset(owed=(both,)) == 60
    assert of_one_asset(pump, owed=(both,)) == 60
    assert of_one_asset(pump, owed=(a_procedure("Valve"),)) == 60
    assert of_one_asset(pump, both) == 60 // 2


def big_and_small(**small: object) -> tuple[Facts, list[Obligation]]:
    """A day's work that includes an hour's, on each of six assets, for Ann, whose week holds five such days."""
    procedures = [a_procedure("Big", minutes=384, includes=["Small"]), a_procedure("Small", minutes=60)]
    facts = a_week(a_procedure(), procedures=procedures, assets=6)
    week = {"due": "2027-01-13", "first_day": "2027-01-11", "last_day": "2027-01-17"}
    return facts, [
        an_obligation(tag, work, **week | (small if work.procedure == "Small" else {}))
        for tag in sorted(facts.programme.assets)
        for work in facts.procedures_of(tag)
    ]


def test_what_a_task_includes_takes_nobodys_minutes_but_only_where_that_task_is_done() -> None:
    facts, tasks = big_and_small()

    assert look_ahead(tasks, facts, Silence()).counts.largest["all"] == 10


def test_what_a_task_includes_is_done_on_its_own_where_the_windows_do_not_meet() -> None:
    facts, tasks = big_and_small(due="2027-01-04", first_day="2027-01-02", last_day="2027-01-10")

    assert look_ahead(tasks, facts, Silence()).counts.largest["all"] == 5


def test_a_task_that_one_of_several_may_satisfy_costs_nobody_a_minute() -> None:
    bigger = [a_procedure("Big", includes=["Small"]), a_procedure("Biggest", includes=["Small"])]
    facts = a_week(a_procedure(), procedures=[*bigger, a_procedure("Small")])
    three = [an_obligation("A-0", work, due="2027-01-13") for work in facts.procedures_of("A-0")]

    assert day_programme(three, facts).free == {three[2].task_id}


def with_a_test(*, skill: str = "physics", ann_works: str = "Mon-Fri", bob_works: str = "Fri") -> Outlook:
    """A change of one asset by Ann, and the test that has to follow it, by Bob, a physicist."""
    procedures = [a_procedure("Change", skill="changes", follow_up="Test"), a_procedure("Test", skill=skill)]
    facts = a_week(
        a_procedure(),
        procedures=procedures,
        technicians=[a_technician(name, scheduled_share=1.0) for name in ("Ann", "Bob")],
        shifts=[a_shift("Ann", weekdays=ann_works), a_shift("Bob", weekdays=bob_works)],
        certificates=[a_certificate("Ann", "changes"), a_certificate("Bob", "physics")],
    )
    week = {"due": "2027-01-13", "first_day": "2027-01-11", "last_day": "2027-01-15"}
    change = an_obligation("A-0", procedures[0], **week)
    return look_ahead([change, an_obligation("A-0", procedures[1], parent=change.task_id, **week)], facts, Silence())


def test_work_that_has_to_be_followed_up_is_left_out_with_what_nobody_can_do_after_it() -> None:
    nobody = with_a_test(skill="chemistry")

    assert with_a_test().counts.largest["all"] == 2
    assert with_a_test(bob_works="Sat").counts.largest["all"] == 1
    assert (nobody.bound, nobody.counts.largest["all"]) == (2 * UNPLACED, 0)


def test_a_follow_up_does_not_come_on_the_monday_before_the_friday_of_what_it_follows() -> None:
    backwards = with_a_test(ann_works="Fri", bob_works="Mon")

    assert with_a_test(ann_works="Mon", bob_works="Fri").counts.largest["all"] == 2
    assert (backwards.bound, backwards.counts.largest["all"]) == (2 * UNPLACED, 0)


def two_of_a_series(*, first_from: str) -> Outlook:
    """A monthly service in February, wanted three weeks after the one before, which cannot begin before a day."""
    monthly = a_procedure(every="1 month")
    programme = {"technicians": [a_technician(scheduled_share=1.0)], "procedures": [monthly]}
    horizon = Horizon(date(2027, 1, 11), date(2027, 2, 14))
    facts = facts_of(a_programme(**programme), today=date(2027, 1, 1), horizon=horizon)
    usual = {"minus_days": 10, "not_before": first_from}
    former = an_obligation(procedure=monthly, task="former", due="2027-01-15", last_day="2027-01-31", **usual)
    latter = an_obligation(
        procedure=monthly, task="latter", due="2027-02-05", last_day="2027-02-07", previous="former", minus_days=10
    )
    return look_ahead([former, latter], facts, Silence())


def test_the_second_of_a_series_waits_for_its_month_less_the_early_side_of_its_window() -> None:
    """From 2027-01-16 on the second may follow on 2027-02-06; from 2027-01-18 on only on the 8th, after its window."""
    assert two_of_a_series(first_from="2027-01-14").counts.largest["all"] == 2
    assert two_of_a_series(first_from="2027-01-18").counts.largest["all"] == 1


def test_what_is_settled_counts_but_is_nowhere_in_the_bound() -> None:
    facts = a_week(a_procedure())
    unknown = Settled(TaskStatus.VERSION_UNKNOWN, None, "the software version is unknown")

    found = outlook(facts, settled=unknown)

    assert (found.bound, found.counts.largest["all"]) == (0, 0)


def test_late_work_costs_what_it_costs_on_the_first_day_on_which_it_can_be_done() -> None:
    """Bob, who may not do it, works before that day, and so does Ann, when the department is busy."""
    facts = a_week(
        a_procedure(skill="pumps"),
        technicians=[a_technician(name, scheduled_share=1.0) for name in ("Ann", "Bob")],
        shifts=[a_shift("Ann", weekdays="Tue-Fri"), a_shift("Bob")],
        certificates=[a_certificate("Ann", "pumps")],
        downtime=[an_open_row(weekdays="Mon|Thu")],
    )
    late = {"due": "2027-01-11", "last_day": "2027-01-11"}
    thursday = a_plan(a_visit("A-0", start="2027-01-14 08:00"), obligations=tasks(facts, **late), horizon=WEEK)
    costs = catalogue.objective(catalogue.ledger(thursday, facts))

    found = outlook(facts, **late)

    assert costs["late_other"] > 0
    assert found.bound == sum(costs.values()) - costs["rounds"] - costs["trips"]


def test_late_work_costs_what_it_costs_on_the_first_day_of_the_week_that_has_a_shift() -> None:
    facts = a_week(a_procedure(), shifts=[a_shift(weekdays="Fri")])
    late = {"due": "2027-01-11", "last_day": "2027-01-11"}
    friday = a_plan(a_visit("A-0", start="2027-01-15 08:00"), obligations=tasks(facts, **late), horizon=WEEK)
    costs = catalogue.objective(catalogue.ledger(friday, facts))

    found = outlook(facts, **late)

    assert costs["late_other"] > 0
    assert found.bound == sum(costs.values()) - costs["rounds"] - costs["trips"]
    assert found.counts.largest["all"] == 0


def test_late_tasks_of_one_week_cost_each_as_many_days_as_it_is_late() -> None:
    facts = a_week(a_procedure(), assets=2, shifts=[a_shift(weekdays="Fri")])
    monday, tuesday = (tasks(facts, due=day, last_day=day) for day in ("2027-01-11", "2027-01-12"))
    alone = [look_ahead(one, facts, Silence()).bound for one in (monday[:1], tuesday[1:])]

    assert alone[0] > alone[1]
    assert look_ahead([monday[0], tuesday[1]], facts, Silence()).bound == sum(alone)


def test_work_is_late_in_the_week_of_its_last_day_if_nobody_has_a_stretch_for_it_before_that_day_ends() -> None:
    facts = a_week(a_procedure(), downtime=[an_open_row(weekdays="Fri", start="09:00", end="12:00")])
    late = {"due": "2027-01-13", "last_day": "2027-01-14"}
    friday = a_plan(a_visit("A-0", start="2027-01-15 09:00"), obligations=tasks(facts, **late), horizon=WEEK)
    costs = catalogue.objective(catalogue.ledger(friday, facts))

    found = outlook(facts, **late)

    assert costs["late_other"] > 0
    assert found.bound == sum(costs.values()) - costs["rounds"]
    assert found.counts.largest["all"] == 0
    assert outlook(facts, **late | {"last_day": "2027-01-15"}).counts.largest["all"] == 1


def test_the_certificate_adds_up_again_from_the_rows() -> None:
    facts = a_week(a_procedure(minutes=384), assets=7)
    found = outlook(facts)

    again = day_programme(tasks(facts), facts)

    assert again.bound(again.duals(found.duals)) == found.bound
    assert not any(name.startswith("group") for name in found.duals)


def test_the_order_of_obligations_changes_nothing() -> None:
    facts = a_week(a_procedure(minutes=384), assets=7)
    owed = tasks(facts)

    first, second = day_programme(owed, facts), day_programme(owed[::-1], facts)

    assert first.row_names == second.row_names
    assert np.array_equal(first.rows.entry_column, second.rows.entry_column)
    assert look_ahead(owed, facts, Silence()).targets == look_ahead(owed[::-1], facts, Silence()).targets


def test_nothing_owed_is_a_programme_without_columns() -> None:
    facts = a_week(a_procedure())

    found = look_ahead([], facts, Silence())

    assert (found.bound, found.counts.largest) == (0, {"all": 0, "high_risk": 0, "other": 0})
