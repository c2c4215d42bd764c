"""Merging trips: whoever is at a site anyway takes the work of others' trips there, and hands on work at home."""

from collections.abc import Mapping, Sequence

import pytest

from constraints.example import (
    a_certificate,
    a_department,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    a_way,
    an_asset,
    an_obligation,
    an_open_row,
    facts_of,
)
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.merging_trips import merge_trips
from scheduler.solve.moves import take_back
from scheduler.solve.outlook import Outlook
from scheduler.solve.placement import Placement
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

MONDAY = "2027-01-11"
DEPARTMENTS = {"North": "Ward", "South": "Clinic", "West": "Home"}
A_WAY = 30
"""Minutes between any two sites."""
NORTHERNERS = {"Ann": "North", "Ben": "North"}

Work = Sequence[tuple[str, int, str]]
"""Site, minutes, and by whom: `Ann`, or `Ann+Ben` for a crew of both."""


def a_region(work: Work, homes: Mapping[str, str]) -> tuple[Facts, list[Obligation]]:
    """Three sites half an hour apart; everybody may work at all of them, and all of it is due on one day."""
    facts = facts_of(
        a_programme(
            departments=[a_department(name, site) for site, name in DEPARTMENTS.items()],
            assets=[
                an_asset(f"A-{number}", site=site, department=DEPARTMENTS[site])
                for number, (site, _, _) in enumerate(work)
            ],
            technicians=[a_technician(one, home_site=home, sites=list(DEPARTMENTS)) for one, home in homes.items()],
            shifts=[a_shift(one, site=home) for one, home in homes.items()],
            certificates=tuple(a_certificate(one, "pumps") for one in homes),
            downtime=(an_open_row(),),
            travel=tuple(a_way(a, b) for a in DEPARTMENTS for b in DEPARTMENTS if a != b),
        )
    )
    tasks = [
        an_obligation(
            f"A-{number}",
            procedure=a_procedure(minutes=minutes, skill="pumps", crew=1 + by.count("+")),
            first_day=MONDAY,
            last_day=MONDAY,
        )
        for number, (_, minutes, by) in enumerate(work)
    ]
    return facts, tasks


def placed(
    work: Work, homes: Mapping[str, str] = NORTHERNERS, price: int = 200
) -> tuple[Timetable, Wishes, list[Obligation]]:
    """Each task by those named for it; everybody's minutes are worth `price` each."""
    facts, tasks = a_region(work, homes)
    timetable = empty_timetable(tasks, facts)
    wishes = Wishes(tasks, timetable, Outlook().targets)
    for task, (_, _, by) in zip(tasks, work, strict=True):
        wish = wishes.in_time((task,))
        assert wish is not None
        assert wish.whole is not None
        timetable.commit(next(one for one in placements(timetable, wish.whole, wish.days) if done_by(one) == by))
    week = week_number(tasks[0].window.first_day.toordinal())
    timetable.minute_prices = {TechnicianId(one): {week: price} for one in homes}
    return timetable, wishes, tasks


def done_by(placement: Placement) -> str:
    return "+".join(sorted(person.technician for person in placement.legs[0].people))


def who_does(tasks: Sequence[Obligation], timetable: Timetable) -> list[str]:
    return [done_by(timetable.placements[task.task_id]) for task in tasks]


def on_the_way(timetable: Timetable) -> int:
    """Minutes that all people travel."""
    return sum(timetable.work_and_travel(person)[1] for person in timetable.people)


def test_two_people_who_go_to_one_site_become_one_and_the_shorter_trip_goes() -> None:
    timetable, wishes, tasks = placed([("West", 60, "Ann"), ("West", 90, "Ben")])
    assert on_the_way(timetable) == 4 * A_WAY

    assert len(list(merge_trips(timetable, wishes, tasks))) == 1

    assert who_does(tasks, timetable) == ["Ben", "Ben"]
    assert on_the_way(timetable) == 2 * A_WAY


def test_whoever_is_at_home_there_does_the_work() -> None:
    timetable, wishes, tasks = placed(
        [("South", 60, "Ann"), ("North", 60, "Dee")], homes={"Ann": "North", "Dee": "South"}
    )

    assert len(list(merge_trips(timetable, wishes, tasks))) == 2

    assert who_does(tasks, timetable) == ["Dee", "Ann"]
    assert on_the_way(timetable) == 0


def test_whoever_has_no_minutes_left_hands_work_at_home_on() -> None:
    """Both have 384 minutes a day for this work, and 380 are taken: 150 there, 170 at home, an hour on the way."""
    timetable, wishes, tasks = placed(
        [("West", 150, "Ann"), ("West", 150, "Ben"), ("North", 170, "Ann"), ("North", 170, "Ben")]
    )

    assert len(list(merge_trips(timetable, wishes, tasks))) == 1

    assert who_does(tasks, timetable) == ["Ben", "Ben", "Ann", "Ann"]
    assert on_the_way(timetable) == 2 * A_WAY


def test_nothing_moves_that_would_cost_more() -> None:
    """Neither has time for the work of both."""
    timetable, wishes, tasks = placed([("West", 300, "Ann"), ("West", 300, "Ben")])
    before = dict(timetable.placements)

    assert len(list(merge_trips(timetable, wishes, tasks))) == 0

    assert timetable.placements == before


def test_a_crew_travels_together() -> None:
    timetable, wishes, tasks = placed([("West", 60, "Ann+Ben"), ("West", 60, "Ben")])

    list(merge_trips(timetable, wishes, tasks))

    assert who_does(tasks, timetable)[0] == "Ann+Ben"


@pytest.mark.parametrize("price", [0, 200])
def test_all_that_was_in_time_still_is(price: int) -> None:
    """Also where minutes are worth nothing: a trip has a price of its own."""
    work = [("West", 45, "Ann"), ("West", 45, "Ben"), ("South", 60, "Ann"), ("South", 60, "Ben"), ("North", 90, "Ann")]
    timetable, wishes, tasks = placed(work, price=price)

    assert list(merge_trips(timetable, wishes, tasks))

    assert not any(timetable.is_late(task, timetable.placements[task.task_id]) for task in tasks)


def test_what_moved_can_be_taken_back() -> None:
    timetable, wishes, tasks = placed([("West", 60, "Ann"), ("West", 90, "Ben")])
    before = dict(timetable.placements)

    moves = list(merge_trips(timetable, wishes, tasks))
    take_back(moves, timetable)

    assert timetable.placements == before
    assert on_the_way(timetable) == 4 * A_WAY


def test_only_trips_for_these_tasks_are_looked_at() -> None:
    timetable, wishes, tasks = placed([("West", 60, "Ann"), ("West", 90, "Ben"), ("South", 60, "Ann")])

    assert not list(merge_trips(timetable, wishes, tasks[2:]))
