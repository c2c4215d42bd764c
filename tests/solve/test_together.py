"""Work shares a visit unless its minutes are dearer there than the take-down that it saves."""

from datetime import date

import pytest

from constraints.example import a_procedure, a_programme, an_asset, an_obligation, facts_of
from scheduler.domain.obligation import Obligation
from scheduler.solve.grouping import Group
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import Targets, week_number
from scheduler.solve.together import Together
from scheduler.solve.wishes import Wishes

EARLY, LATER = date(2027, 1, 12), date(2027, 2, 9)


def parts(minute_price_early: int) -> list[list[str]]:
    """What becomes of a service due early and overdue work of an hour that the day programme does a month later."""
    work = [a_procedure("service", minutes=60), a_procedure("safety", minutes=60)]
    facts = facts_of(a_programme(assets=[an_asset("A-1")], procedures=work))
    service = an_obligation("A-1", procedure=work[0], due="2027-01-12", first_day="2027-01-04", last_day="2027-01-22")
    overdue = an_obligation(
        "A-1", procedure=work[1], due="2026-10-01", first_day="2026-09-01", last_day="2026-10-31", overdue=True
    )
    tasks: list[Obligation] = [service, overdue]
    prices = {week_number(EARLY.toordinal()): minute_price_early, week_number(LATER.toordinal()): 0}
    targets = Targets(
        {service.task_id: EARLY, overdue.task_id: LATER}, dict.fromkeys([task.task_id for task in tasks], prices)
    )
    timetable = empty_timetable(tasks, facts)
    together = Together(timetable, Wishes(tasks, timetable, targets), targets)
    return [[task.name for task in part.tasks] for part in together.parted(Group(tuple(tasks), ()))]


def test_what_is_overdue_comes_along_while_minutes_are_cheap() -> None:
    assert parts(minute_price_early=0) == [["service", "safety"]]


@pytest.mark.parametrize("price", [100, 1_000])
def test_what_is_overdue_waits_while_minutes_are_dear(price: int) -> None:
    assert parts(minute_price_early=price) == [["service"], ["safety"]]
