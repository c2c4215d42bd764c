"""What no plan does in time is told of the tasks it is true of, and of no more of them than is proved."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.policy import Capacity, RiskClass
from scheduler.relaxation import HOPELESS, day_programme, proved, scarce
from scheduler.solve import Silence, solve
from scheduler.solve.look_ahead import look_ahead
from scheduler.verify.bound import wrong_bound
from tests.builders import a_certificate, a_procedure, a_programme, a_technician, an_asset, an_obligation, facts_of

WEEK = Horizon(date(2027, 1, 11), date(2027, 1, 17))


def a_week(pumps: int, lasers: int = 0) -> tuple[Facts, list[Obligation]]:
    """Ann can do five pumps of a day each in her week; nobody knows lasers."""
    procedures = [a_procedure("Pump", minutes=384, skill="pumps"), a_procedure("Laser", skill="lasers")]
    programme = a_programme(
        technicians=[a_technician(scheduled_share=1.0)],
        certificates=[a_certificate("Ann", "pumps")],
        capacity=Capacity(reserve=0.0, max_day_share=0.8, even_load=False),
        assets=[an_asset(f"A-{one}") for one in range(pumps + lasers)],
        procedures=procedures,
    )
    facts = facts_of(programme, today=date(2027, 1, 1), horizon=WEEK)
    kinds = ["Pump"] * pumps + ["Laser"] * lasers
    tasks = [
        an_obligation(
            tag,
            next(one for one in facts.procedures_of(tag) if one.procedure == kind),
            due="2027-01-13",
            first_day="2027-01-11",
            last_day="2027-01-17",
        )
        for tag, kind in zip(sorted(facts.programme.assets), kinds, strict=True)
    ]
    return facts, tasks


def planned(facts: Facts, tasks: list[Obligation]) -> Plan:
    return solve(tasks, facts, Settings(), Silence())


def test_a_week_that_is_too_full_is_one_set_and_what_nobody_can_do_is_another() -> None:
    facts, tasks = a_week(pumps=7, lasers=2)

    outlook = look_ahead(tasks, facts, Silence())

    found = [(len(one.tasks), one.missed) for one in outlook.counts.sets["other"]]
    assert found in (
        [(7, 2), (2, 2)],
        [(2, 2), (7, 2)],
    )
    assert outlook.counts.sets["high_risk"] == ()
    assert outlook.counts.largest == {"all": 5, "high_risk": 0, "other": 5}


def test_five_that_fill_the_week_are_no_set() -> None:
    facts, tasks = a_week(pumps=5)

    assert look_ahead(tasks, facts, Silence()).counts.sets["other"] == ()


@pytest.mark.parametrize(("percent", "is_enough"), [(10, False), (90, True), (110, True), (200, False)])
def test_known_duals_are_taken_where_they_prove_enough_and_else_worked_out_anew(percent: int, is_enough: bool) -> None:
    facts, tasks = a_week(pumps=7, lasers=2)
    anew = look_ahead(tasks, facts, Silence())
    known = {
        name: {row: dual * percent // 100 for row, dual in duals.items()}
        for name, duals in anew.counts.counting.items()
    }

    found = look_ahead(tasks, facts, Silence(), known)

    assert found.counts.counting == (known if is_enough else anew.counts.counting)
    assert found.counts.largest == anew.counts.largest


def test_duals_of_rows_that_are_gone_are_worked_out_anew() -> None:
    facts, tasks = a_week(pumps=7, lasers=2)

    found = look_ahead(tasks, facts, Silence(), {"other": {"family 99 2027-W02": -2_604_167}})

    assert found.counts.largest == {"all": 5, "high_risk": 0, "other": 5}


def test_duals_of_nothing_prove_only_what_nobody_can_do() -> None:
    facts, tasks = a_week(pumps=7, lasers=2)
    programme = day_programme(tasks, facts)

    found = scarce(programme, RiskClass.OTHER, np.zeros(len(programme.row_names), dtype=np.int64))

    assert [(len(one.tasks), one.is_hopeless) for one in found] == [(2, True)]


def test_the_plan_says_of_each_task_that_it_misses_what_is_proved() -> None:
    facts, tasks = a_week(pumps=7, lasers=2)

    plan = planned(facts, tasks)

    told = sorted(one.unavoidable for one in plan.outcomes.values() if one.unavoidable)
    of_seven = (
        "No plan does more than 5 of 7 tasks like it in time (pumps at North, due 2027-01-13 to 2027-01-13); "
        "this plan does 5."
    )
    assert told == [HOPELESS, HOPELESS, of_seven, of_seven]
    assert not list(wrong_bound(plan, facts))


def test_more_than_the_duals_prove_is_refused() -> None:
    facts, tasks = a_week(pumps=7)
    plan = planned(facts, tasks)
    missed = next(one for one in plan.outcomes.values() if one.unavoidable)

    fewer = replace(plan, shares={**plan.shares, "all": replace(plan.shares["all"], largest=4)})
    doctored = replace(plan, outcomes={**plan.outcomes, missed.task_id: replace(missed, unavoidable=HOPELESS)})
    unproved = replace(plan, counting={})

    assert [one.subject for one in wrong_bound(fewer, facts)] == ["all largest"]
    assert [one.subject for one in wrong_bound(doctored, facts)] == [missed.task_id]
    assert {"all largest", "other largest"} <= {one.subject for one in wrong_bound(unproved, facts)}


def test_what_was_added_up_of_other_duals_is_not_believed() -> None:
    facts, tasks = a_week(pumps=7)
    plan = planned(facts, tasks)
    known = proved(day_programme(plan.obligations, facts), plan.duals, plan.counting)
    unproved = replace(plan, counting={})

    assert not list(wrong_bound(plan, facts, known))
    assert list(wrong_bound(unproved, facts, known)) == list(wrong_bound(unproved, facts))
    assert list(wrong_bound(replace(plan, bound=plan.bound + 1), facts, known))
