"""Whole quarters: legal on any hospital, the same twice, priced as the rules price them, and kept when stopped."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from constraints import catalogue
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.policy import RiskClass
from scheduler.obligations import owed
from scheduler.solve import Silence, solve
from scheduler.verify import verify_rules
from tests.builders import (
    a_certificate,
    a_lock,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    a_way,
    an_asset,
    an_instrument,
    an_obligation,
    an_open_row,
    at,
    facts_of,
)
from tests.solve.worlds import a_world


class Counting(Silence):
    """Hears every stage, and asks to stop after some advances."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.steps = 0
        self.stages: list[str] = []
        self._shares: dict[str, float | None] = {}
        self._stop_after = stop_after

    def stage(self, name: str, total: int) -> None:  # noqa: ARG002  (a Progress is told)
        self.stages.append(name)

    def advance(self, n: int, placed_share: float | None = None, bound: int | None = None) -> None:  # noqa: ARG002
        self.steps += 1
        self._shares[self.stages[-1]] = placed_share

    def share_of(self, stage: str) -> float | None:
        """The share that was last told in the stage."""
        return self._shares[stage]

    def stop_requested(self) -> bool:
        return self._stop_after is not None and self.steps >= self._stop_after


def seen_by(shown: list[Plan]) -> Callable[[Plan], bool]:
    """Whoever keeps the first plan, and finds nothing wrong with it."""

    def show(first: Plan) -> bool:
        shown.append(first)
        return True

    return show


def planned(facts: Facts, obligations: Sequence[Obligation] | None = None) -> Plan:
    return solve(owed(facts) if obligations is None else obligations, facts, Settings(), Silence())


def broken_rules(plan: Plan, facts: Facts) -> list[str]:
    return [f"{found.rule}: {found.sentence}" for found in catalogue.violations(plan, facts)]


ONE_OF_A_CREW_GOES_ELSEWHERE_IN_BETWEEN = 204


@pytest.mark.parametrize("seed", [*range(0, 60, 2), ONE_OF_A_CREW_GOES_ELSEWHERE_IN_BETWEEN])
def test_a_plan_breaks_no_rule(seed: int) -> None:
    facts = a_world(seed)

    plan = planned(facts)

    assert broken_rules(plan, facts) == []


@pytest.mark.parametrize("seed", range(1, 60, 2))
def test_the_first_plan_breaks_no_rule_and_showing_it_changes_nothing(seed: int) -> None:
    facts = a_world(seed)
    shown: list[Plan] = []

    plan = solve(owed(facts), facts, Settings(), Silence(), seen_by(shown))

    [first] = shown
    assert verify_rules(first, facts).violations == ()
    assert plan == planned(facts)


def test_a_promise_that_nobody_can_keep_does_not_end_the_run() -> None:
    sunday = "2027-02-14 10:00"
    facts = facts_of(a_programme(assets=[an_asset(in_service_on="2026-02-15")], locks=[a_lock(sunday, "A-1", "PM")]))
    shown: list[Plan] = []

    plan = solve(owed(facts), facts, Settings(), Silence(), seen_by(shown))

    assert [verify_rules(one, facts).violations for one in (*shown, plan)] == [(), ()]
    assert [one.reason_code for one in plan.outcomes.values()] == [ReasonCode.LOCKED_OUT]


@pytest.mark.parametrize("holds", [True, False])
def test_the_share_of_a_first_plan_is_told_only_if_it_holds(*, holds: bool) -> None:
    facts, heard = a_world(4), Counting()

    solve(owed(facts), facts, Settings(), heard, lambda _first: holds)

    assert (heard.share_of("Checking the first plan") is not None) == holds
    assert heard.stages[-1] == "Bringing work forward"


def test_the_random_hospitals_are_worth_planning() -> None:
    statuses = {one.status for seed in range(8) for one in planned(a_world(seed)).outcomes.values()}

    assert {TaskStatus.PLACED, TaskStatus.UNPLACED, TaskStatus.NOT_DUE} <= statuses


@pytest.mark.parametrize("seed", [1, 6, 9])
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    assert planned(a_world(seed)) == planned(a_world(seed))


@pytest.mark.parametrize("seed", range(0, 20, 2))
def test_the_bound_is_never_above_the_price_and_nothing_never_below_it(seed: int) -> None:
    plan = planned(a_world(seed))

    assert plan.bound <= plan.total <= plan.price_of_nothing
    assert all(share.placed <= share.largest <= share.counted for share in plan.shares.values())


def test_nothing_owed_is_an_empty_plan() -> None:
    facts = facts_of(a_programme(assets=[]))

    plan = planned(facts)

    assert (plan.visits, plan.total, plan.price_of_nothing, plan.cut_short) == ((), 0, 0, False)


def test_one_asset_is_placed_on_its_due_date() -> None:
    facts = facts_of(a_programme(assets=[an_asset(in_service_on="2026-02-15")]))

    plan = planned(facts)

    assert [visit.span.start for visit in plan.visits] == [at("2027-02-15 08:00")]
    assert plan.objective["early"] == plan.objective["after_due"] == 0


def test_work_due_together_on_one_asset_is_one_visit() -> None:
    procedures = [a_procedure("PM"), a_procedure("Safety", minutes=30)]
    facts = facts_of(a_programme(procedures=procedures, assets=[an_asset(in_service_on="2026-02-15")]))

    plan = planned(facts)

    assert [len(visit.task_ids) for visit in plan.visits] == [2]
    assert plan.objective["take_downs"] == facts.programme.weights.take_down


def test_work_too_long_for_any_shift_is_split_over_days_that_follow_each_other() -> None:
    procedure = a_procedure(minutes=900, splittable=True)
    facts = facts_of(a_programme(procedures=[procedure], assets=[an_asset(in_service_on="2026-02-15")]))

    plan = planned(facts)

    assert broken_rules(plan, facts) == []
    assert sum(leg.span.minutes for visit in plan.visits for leg in visit.legs) == 900
    assert len(plan.visits[0].legs) == 3


def test_work_that_is_split_has_an_instrument_on_each_of_its_days() -> None:
    procedure = a_procedure(minutes=900, splittable=True, instruments=[["analyser", "meter"]])
    instruments = [
        an_instrument("Analyser-1", calibrated_until="2027-03-08"),
        an_instrument("Meter-1", "meter", site="*"),
    ]
    facts = facts_of(
        a_programme(procedures=[procedure], assets=[an_asset(in_service_on="2026-02-15")], instruments=instruments)
    )

    plan = planned(facts)

    assert broken_rules(plan, facts) == []
    [visit] = plan.visits
    assert [leg.instruments for leg in visit.legs] == [("Analyser-1",), ("Meter-1",), ("Meter-1",)]


@pytest.mark.parametrize(
    ("calibrated_until", "status"), [("2027-01-20", TaskStatus.PLACED), ("2027-01-19", TaskStatus.UNPLACED)]
)
def test_work_that_is_split_ends_before_the_calibration_of_its_instrument_does(
    calibrated_until: str, status: TaskStatus
) -> None:
    procedure = a_procedure(minutes=900, splittable=True, instruments=[["analyser"], ["meter"]])
    instruments = [an_instrument(), an_instrument("Meter-1", "meter", calibrated_until=calibrated_until)]
    facts = facts_of(
        a_programme(procedures=[procedure], assets=[an_asset(in_service_on="2026-02-15")], instruments=instruments)
    )

    plan = planned(facts)

    assert broken_rules(plan, facts) == []
    assert [one.status for one in plan.outcomes.values()] == [status]


def test_remote_work_is_done_where_the_shift_of_that_day_is_and_needs_no_way() -> None:
    procedure = a_procedure(minutes=180, where=Where.REMOTE)
    facts = facts_of(
        a_programme(
            procedures=[procedure],
            assets=[an_asset(in_service_on="2026-02-15")],
            technicians=[a_technician(sites=["South"])],
            shifts=[a_shift(), a_shift(weekdays="Sat", start="00:00", end="04:00", site="South")],
            downtime=[an_open_row("Sat")],
            travel=[a_way()],
        )
    )

    plan = planned(facts)

    assert [leg.span.minutes for visit in plan.visits for leg in visit.legs] == [180]
    assert broken_rules(plan, facts) == []


def test_a_crew_comes_together_and_holds_the_skill() -> None:
    procedure = a_procedure(crew=2, skill="gas")
    facts = facts_of(
        a_programme(
            procedures=[procedure],
            assets=[an_asset(in_service_on="2026-02-15")],
            technicians=[a_technician("Ann"), a_technician("Bob"), a_technician("Cyd")],
            certificates=[a_certificate("Ann", "gas"), a_certificate("Cyd", "gas")],
        )
    )

    plan = planned(facts)

    assert [leg.technicians for visit in plan.visits for leg in visit.legs] == [("Ann", "Cyd")]


def test_a_locked_visit_stays_even_where_it_is_late() -> None:
    facts = facts_of(
        a_programme(assets=[an_asset(in_service_on="2026-01-15")], locks=[a_lock("2027-03-22 10:00", "A-1", "PM")])
    )

    plan = planned(facts)

    assert [visit.span.start for visit in plan.visits] == [at("2027-03-22 10:00")]
    assert broken_rules(plan, facts) == []


def test_a_follow_up_comes_with_its_parent_or_neither_comes() -> None:
    procedures = [a_procedure("Repair"), a_procedure("Survey", performer="GE", skill="x-rays")]
    facts = facts_of(a_programme(procedures=procedures, assets=[an_asset()]))
    parent = an_obligation(procedure=procedures[0])
    survey = an_obligation(procedure=procedures[1], parent=parent.task_id)

    plan = planned(facts, [parent, survey])

    assert {outcome.status for outcome in plan.outcomes.values()} == {TaskStatus.UNPLACED}


def test_a_follow_up_of_late_work_comes_late_with_it() -> None:
    procedures = [a_procedure("Repair"), a_procedure("Survey")]
    facts = facts_of(
        a_programme(procedures=procedures, assets=[an_asset()], downtime=[an_open_row(first_day="2027-02-22")])
    )
    repair, survey = (an_obligation(procedure=one, first_day="2027-01-04", last_day="2027-02-22") for one in procedures)
    later = replace(repair, not_before=date(2027, 2, 23))
    survey = replace(survey, parent=repair.task_id)

    plan = planned(facts, [later, survey])

    assert {outcome.status for outcome in plan.outcomes.values()} == {TaskStatus.PLACED}
    assert broken_rules(plan, facts) == []


def test_high_risk_work_is_placed_where_only_one_fits() -> None:
    facts = facts_of(
        a_programme(
            assets=[an_asset("A-1"), an_asset("A-2")],
            downtime=[an_open_row(first_day="2027-02-15", last_day="2027-02-15", start="10:00", end="11:00")],
        )
    )
    tasks = [an_obligation("A-1"), an_obligation("A-2", risk_class=RiskClass.HIGH_RISK)]

    plan = planned(facts, tasks)

    assert [visit.asset_tag for visit in plan.visits] == ["A-2"]


@pytest.mark.parametrize("stop_after", [0, 2, 6, 9])
def test_a_plan_that_is_stopped_is_legal_and_says_so(stop_after: int) -> None:
    facts = a_world(4)

    plan = solve(owed(facts), facts, Settings(), Counting(stop_after))

    assert plan.cut_short
    assert broken_rules(plan, facts) == []


def test_every_stage_is_announced() -> None:
    facts = a_world(4)
    heard = Counting()

    solve(owed(facts), facts, Settings(), heard)

    assert heard.stages[0] == "Day programme"
    assert heard.stages[-1] == "Bringing work forward"
