"""What is worth clearly less than its minutes is not sought a place for, and gets one where there is room."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Settings
from scheduler.domain.policy import Capacity, RiskClass
from scheduler.solve import Silence, look_ahead, solve
from tests.builders import a_certificate, a_procedure, a_programme, a_technician, an_asset, an_obligation, facts_of

WEEK = Horizon(date(2027, 1, 11), date(2027, 1, 17))


def a_week(risks: list[RiskClass], minutes: int = 384) -> tuple[Facts, list[Obligation]]:
    """Ann has 384 minutes on each of five days; a task of each class of risk."""
    programme = a_programme(
        technicians=[a_technician(scheduled_share=1.0)],
        certificates=[a_certificate("Ann", "pumps")],
        capacity=Capacity(reserve=0.0, max_day_share=0.8, even_load=False),
        assets=[an_asset(f"A-{number}") for number in range(len(risks))],
        procedures=[a_procedure("Pump", minutes=minutes, skill="pumps")],
    )
    facts = facts_of(programme, today=date(2027, 1, 1), horizon=WEEK)
    days = {"due": "2027-01-13", "first_day": "2027-01-11", "last_day": "2027-01-17"}
    procedure = facts.procedures_of("A-0")[0]
    return facts, [
        replace(an_obligation(f"A-{number}", procedure, **days), risk_class=risk) for number, risk in enumerate(risks)
    ]


@pytest.mark.parametrize(
    ("risks", "priced_out"),
    [
        ([RiskClass.HIGH_RISK] * 6 + [RiskClass.OTHER] * 2, {"A-6", "A-7"}),
        ([RiskClass.HIGH_RISK] * 4 + [RiskClass.OTHER] * 3, set()),
        ([RiskClass.HIGH_RISK] * 7, set()),
        ([RiskClass.OTHER] * 3, set()),
    ],
)
def test_what_others_have_better_use_for_is_priced_out_and_what_is_as_good_as_others_is_not(
    risks: list[RiskClass], priced_out: set[str]
) -> None:
    facts, tasks = a_week(risks)

    found = look_ahead(tasks, facts, Silence()).targets.priced_out

    assert {task.asset_tag for task in tasks if task.task_id in found} == priced_out


def test_the_place_goes_to_what_is_worth_more() -> None:
    facts, tasks = a_week([RiskClass.OTHER] * 2 + [RiskClass.HIGH_RISK] * 5)

    plan = solve(tasks, facts, Settings(), Silence())

    assert sorted(visit.asset_tag for visit in plan.visits) == ["A-2", "A-3", "A-4", "A-5", "A-6"]
