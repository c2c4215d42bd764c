"""Neighbourhoods: CP-SAT gives visits new days around a task that is not in time; every engine the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from constraints import catalogue
from constraints.example import (
    a_certificate,
    a_procedure,
    a_programme,
    a_technician,
    an_asset,
    an_obligation,
    an_open_row,
    facts_of,
)
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Settings
from scheduler.solve import Silence, solve
from scheduler.solve.choices import placements
from scheduler.solve.engines.inline import Inline
from scheduler.solve.neighbourhoods.improving import Improving
from scheduler.solve.outlook import Outlook
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


def a_ward(number: int) -> tuple[Facts, list[Obligation]]:
    """One technician, who can do one of these long visits a day; the first asset's window ends with the first week."""
    facts = facts_of(
        a_programme(
            assets=[an_asset(f"A-{one}") for one in range(number)],
            technicians=[a_technician("Ann")],
            certificates=(a_certificate("Ann", "pumps"),),
            downtime=(an_open_row(),),
        )
    )
    work = a_procedure(minutes=240, skill="pumps")
    ends = ["2027-01-08"] + ["2027-02-26"] * (number - 1)
    return facts, [
        an_obligation(f"A-{one}", procedure=work, first_day="2027-01-04", last_day=end) for one, end in enumerate(ends)
    ]


def crowd_the_first_week(timetable: Timetable, wishes: Wishes, tasks: Iterable[Obligation]) -> None:
    """Place the tasks from Monday 4 to Friday 8 January 2027, one a day."""
    for task in tasks:
        wish = wishes.in_time((task,))
        assert wish is not None
        assert wish.whole is not None
        friday = date(2027, 1, 8).toordinal()
        until = timetable.midnight(wish.visit.draft.site, date(2027, 1, 9))
        days = replace(wish.days, last=friday, wished=friday, until=until)
        timetable.commit(next(placements(timetable, wish.whole, days)))


def test_what_can_wait_gives_way_to_what_cannot() -> None:
    facts, tasks = a_ward(6)
    timetable = empty_timetable(tasks, facts)
    wishes = Wishes(tasks, timetable, Outlook().targets)
    urgent, patient = tasks[0], tasks[1:]
    crowd_the_first_week(timetable, wishes, patient)

    saved = Improving(timetable, wishes, Inline()).round(tasks)

    assert saved > 0
    assert urgent.task_id in timetable.placements
    assert all(task.task_id in timetable.placements for task in patient)
    assert not any(timetable.is_late(task, timetable.placements[task.task_id]) for task in tasks)


def test_a_plan_with_more_than_fits_is_legal_and_the_same_twice() -> None:
    facts, tasks = a_ward(40)

    first, second = (solve(tasks, facts, Settings(), Silence()) for _ in range(2))

    assert first == second
    assert not list(catalogue.violations(first, facts))
