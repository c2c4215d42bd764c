"""Saving trips: two people who go to each other's site, or both to a third one, part their work of a week anew."""

from collections.abc import Mapping, Sequence
from datetime import date

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
from scheduler.solve.engines.inline import Inline
from scheduler.solve.neighbourhoods.saving_trips import SavingTrips
from scheduler.solve.neighbourhoods.trips import pairs_of
from scheduler.solve.outlook import Outlook
from scheduler.solve.placement import Placement
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

MONDAY = date(2027, 1, 11)
WEEK = week_number(MONDAY.toordinal())
HOMES = {"Ann": "North", "Ben": "South"}


FOUR_HOMES = {**HOMES, "Cy": "North", "Di": "South"}
ALONE = a_procedure(minutes=60, skill="pumps")
BY_TWO = a_procedure("Overhaul", minutes=60, skill="pumps", crew=2)


def two_sites(
    assets_at: Sequence[str], homes: Mapping[str, str] = HOMES, by_two: int = 0
) -> tuple[Facts, list[Obligation]]:
    """Ann is at home in the north, Ben in the south, half an hour away; each may work at both.

    The last tasks, so many, need two people.
    """
    facts = facts_of(
        a_programme(
            departments=[a_department("Ward", "North"), a_department("Clinic", "South"), a_department("Home", "West")],
            assets=[
                an_asset(
                    f"A-{number}", site=site, department={"North": "Ward", "South": "Clinic", "West": "Home"}[site]
                )
                for number, site in enumerate(assets_at)
            ],
            technicians=[
                a_technician(one, home_site=home, sites=["North", "South", "West"]) for one, home in homes.items()
            ],
            shifts=[a_shift(one, site=home) for one, home in homes.items()],
            certificates=tuple(a_certificate(one, "pumps") for one in homes),
            downtime=(an_open_row(),),
            travel=tuple(a_way(a, b) for a in ("North", "South", "West") for b in ("North", "South", "West") if a != b),
        )
    )
    work = [ALONE] * (len(assets_at) - by_two) + [BY_TWO] * by_two
    tasks = [
        an_obligation(f"A-{number}", procedure=one, first_day="2027-01-11", last_day="2027-01-15")
        for number, one in enumerate(work)
    ]
    return facts, tasks


def placed_by(people: Sequence[str], facts: Facts, tasks: list[Obligation], price: int) -> tuple[Timetable, Wishes]:
    """Each task on the week's Monday by those named for it; everybody's minutes are worth `price` each."""
    timetable = empty_timetable(tasks, facts)
    wishes = Wishes(tasks, timetable, Outlook().targets)
    timetable.minute_prices = {TechnicianId(one): {WEEK: price} for one in FOUR_HOMES}
    for task, person in zip(tasks, people, strict=True):
        wish = wishes.in_time((task,))
        assert wish is not None
        assert wish.whole is not None
        timetable.commit(next(one for one in placements(timetable, wish.whole, wish.days) if done_by(one) == person))
    return timetable, wishes


def done_by(placement: Placement) -> str:
    return "+".join(sorted(person.technician for person in placement.legs[0].people))


def at_home(timetable: Timetable, tasks: Sequence[Obligation]) -> list[bool]:
    placed = [timetable.placements[task.task_id] for task in tasks]
    return [HOMES[one.legs[0].people[0].technician] == one.visit.draft.site for one in placed]


def test_two_people_who_go_to_each_others_site_stay_at_home() -> None:
    facts, tasks = two_sites(["South", "South", "North", "North"])
    timetable, wishes = placed_by(["Ann", "Ann", "Ben", "Ben"], facts, tasks, price=200)
    assert at_home(timetable, tasks) == [False] * 4

    saving = SavingTrips(timetable, wishes, Inline(), 0)
    saved = 0
    while saving.left:
        saved += saving.round()

    assert at_home(timetable, tasks) == [True] * 4
    assert saved >= 200 * 2 * 60, "two ways there and back, at the price of their minutes"
    assert sum(timetable.work_and_travel(TechnicianId(one))[1] for one in HOMES) == 0


def test_two_people_who_go_to_a_third_site_send_one() -> None:
    facts, tasks = two_sites(["West", "West", "North", "South"])
    timetable, wishes = placed_by(["Ann", "Ben", "Ann", "Ben"], facts, tasks, price=200)
    assert sum(timetable.work_and_travel(TechnicianId(one))[1] for one in HOMES) == 120

    saving = SavingTrips(timetable, wishes, Inline(), 0)
    while saving.left:
        saving.round()

    assert sum(timetable.work_and_travel(TechnicianId(one))[1] for one in HOMES) == 60
    assert all(task.task_id in timetable.placements for task in tasks)


def test_where_minutes_are_worth_nothing_nobody_is_asked() -> None:
    facts, tasks = two_sites(["South", "North"])
    timetable, _ = placed_by(["Ann", "Ben"], facts, tasks, price=0)

    assert pairs_of(timetable) == []


def test_the_pairs_whose_ways_are_worth_most_come_first() -> None:
    facts, tasks = two_sites(["South", "North"])
    timetable, _ = placed_by(["Ann", "Ben"], facts, tasks, price=200)

    pairs = pairs_of(timetable)

    assert [(one.week, one.people, one.points) for one in pairs] == [(WEEK, ("Ann", "Ben"), 2 * 60 * 200)]


def test_a_crew_of_two_pairs_is_asked_about_once_in_a_round() -> None:
    at = ["South", "South", "North", "North", "West", "South", "South", "North", "North", "West"]
    facts, tasks = two_sites(at, FOUR_HOMES, by_two=1)
    people = ["Ann", "Ann", "Ben", "Ben", "Ben", "Cy", "Cy", "Di", "Di", "Ann+Cy"]
    timetable, wishes = placed_by(people, facts, tasks, price=200)

    saving = SavingTrips(timetable, wishes, Inline(), 0)
    while saving.left:
        saving.round()

    placed = [timetable.placements[task.task_id] for task in tasks]
    assert all(
        timetable.of_person(person.technician, one.start, one.start + 1) == [one]
        for one in placed
        for person in one.legs[0].people
    )
    assert sum(timetable.work_and_travel(TechnicianId(one))[1] for one in FOUR_HOMES) <= 120
