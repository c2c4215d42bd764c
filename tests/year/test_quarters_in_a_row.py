"""Quarters in a row: what one places is done in the next, what it leaves is overdue there, and nothing is lost."""

from collections import Counter
from datetime import date

from constraints.example import (
    a_certificate,
    a_due_row,
    a_procedure,
    a_programme,
    a_technician,
    an_asset,
    an_instrument,
    facts_of,
)
from scheduler.domain.calendar import Horizon, parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan, Settings
from scheduler.domain.programme import Programme
from scheduler.obligations import owed
from scheduler.solve import Silence, solve
from scheduler.succession import following, following_the_first, horizons_of, is_quarter, quarter_name
from scheduler.tally import Tally
from scheduler.verify import verify
from scheduler.year import YearFigures

FIRST = parse_quarter("2027Q1")
TODAY = date(2026, 12, 1)


def planned(facts: Facts) -> Plan:
    return verify(solve(owed(facts), facts, Settings(), Silence()), facts).verified().plan


def four(programme: Programme) -> tuple[list[Plan], YearFigures]:
    """Four quarters of a programme, each checked."""
    horizons, tally = horizons_of(FIRST, 4), Tally()
    facts = Facts(programme, TODAY, FIRST)
    plans = [planned(facts)]
    tally.add(plans[0], facts)
    facts, renewed = following_the_first(facts, plans[0], horizons)
    for number in (1, 2, 3):
        plans.append(planned(facts))
        tally.add(plans[-1], facts)
        if number < 3:
            facts = following(facts, plans[-1], horizons[number + 1])
    return plans, tally.figures(renewed)


def pumps(count: int, **tables: object) -> Programme:
    procedure = a_procedure(every="3 months", skill="pumps", minutes=60, instruments=[["analyser"]])
    days = ("2026-10-05", "2026-11-09", "2026-12-01")
    return a_programme(
        technicians=[a_technician("Ann")],
        **{
            "procedures": [procedure],
            "assets": [an_asset(f"A-{one}", in_service_on=days[one % 3]) for one in range(count)],
            "certificates": [a_certificate("Ann", valid_until="2027-05-01")],
            "instruments": [an_instrument(calibrated_until="2027-05-01")],
            **tables,
        },
    )


def test_quarters_follow_each_other_without_a_gap() -> None:
    horizons = horizons_of(FIRST, 5)

    assert [quarter_name(one) for one in horizons] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4", "2028Q1"]
    assert all(is_quarter(one) for one in horizons)
    assert not is_quarter(Horizon(date(2027, 1, 1), date(2027, 3, 30)))
    assert not is_quarter(Horizon(date(2027, 2, 1), date(2027, 4, 30)))


def test_every_service_of_the_year_is_placed_once_and_renewed_certificates_count() -> None:
    plans, year = four(pumps(6))

    placed = Counter(
        task.asset_tag
        for plan in plans
        for task in plan.obligations
        if plan.outcomes[task.task_id].status is TaskStatus.PLACED
    )
    assert set(placed.values()) == {4}
    assert (year.renewed.certificates, year.renewed.calibrations) == (1, 1)
    assert (year.unexplained, [one.carried for one in year.quarters]) == (0, [0, 0, 0, 0])
    assert year.fullest_over_mean <= 1.1
    assert 0 <= year.given_away <= 0.05


def test_what_one_quarter_cannot_place_is_overdue_in_the_next_and_explained_by_the_bound() -> None:
    nobody_yet = pumps(
        2,
        certificates=[a_certificate("Ann", valid_from="2027-04-01")],
        procedures=[a_procedure(every="12 months", skill="pumps")],
        assets=[an_asset(f"A-{one}", in_service_on="2026-01-20") for one in range(2)],
    )

    plans, year = four(nobody_yet)

    first, second = year.quarters[:2]
    assert (first.missed, first.gaps, first.unexplained, second.carried, second.missed) == (2, 2, 0, 2, 0)
    assert all(one.status is not TaskStatus.UNPLACED for one in plans[1].outcomes.values())


def test_work_without_a_baseline_keeps_its_first_date_from_quarter_to_quarter() -> None:
    procedure = a_procedure(every="12 months")
    old = a_programme(
        procedures=[procedure], assets=[an_asset(f"A-{one}", in_service_on="2019-01-01") for one in range(8)]
    )
    year = Facts(old, TODAY, Horizon(FIRST.first_day, date(2027, 12, 31)))
    wanted = {task.asset_tag: task.due for task in owed(year) if task.previous is None}

    plans, _ = four(old)

    placed = {
        task.asset_tag: task.due
        for plan in plans
        for task in plan.obligations
        if plan.outcomes[task.task_id].status is TaskStatus.PLACED
    }
    assert wanted
    assert {tag: due for tag, due in placed.items() if tag in wanted} == wanted


def test_a_year_of_nothing_is_a_year() -> None:
    _, year = four(a_programme(procedures=[], assets=[]))

    assert (year.unexplained, year.fullest_over_mean, year.given_away) == (0, 1.0, 0)
    assert year.fullest_over_mean_at_least == 1.0


def test_a_quarter_that_alone_can_do_the_work_is_the_fullest_of_every_year() -> None:
    """Four hours fall due in February, one hour in April whose window opens in March: it could be in either quarter."""
    yearly = a_procedure(every="12 months", minutes=60)
    dues = ["2027-02-10"] * 4 + ["2027-04-10"]
    hospital = a_programme(
        procedures=[yearly],
        assets=[an_asset(f"A-{number}") for number, _ in enumerate(dues)],
        due=[a_due_row(due, f"A-{number}") for number, due in enumerate(dues)],
    )

    _, year = four(hospital)

    assert [one.bound_to_it for one in year.quarters] == [4.0, 0.0, 0.0, 0.0]
    assert [one.hours for one in year.quarters] == [4.0, 1.0, 0.0, 0.0]
    assert year.fullest_over_mean == year.fullest_over_mean_at_least == 4 / (5 / 4)


def test_facts_of_the_example_hospital_start_where_the_first_quarter_ends() -> None:
    facts = facts_of()
    plan = planned(facts)

    later = following(facts, plan, horizons_of(plan.horizon, 2)[1])

    assert later.today == later.horizon.first_day == date(2027, 4, 1)
