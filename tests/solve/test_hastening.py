"""Bringing late work forward: what can wait changes places with it, and nothing is lost by it."""

from dataclasses import replace
from datetime import date

from constraints.example import days
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.solve.choices import placements
from scheduler.solve.hastening import Hastening
from scheduler.solve.outlook import Outlook
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes
from tests.solve.test_neighbourhoods import a_ward, crowd_the_first_week


def late_behind(patient: list[Obligation], urgent: Obligation, facts: Facts) -> tuple[Timetable, Wishes]:
    """A first week full of what can wait, and the urgent visit in February."""
    timetable = empty_timetable([urgent, *patient], facts)
    wishes = Wishes([urgent, *patient], timetable, Outlook().targets)
    crowd_the_first_week(timetable, wishes, patient)
    wish = wishes.late((urgent,))
    assert wish is not None
    assert wish.whole is not None
    february = timetable.midnight(wish.visit.draft.site, facts.horizon.first_day.replace(month=2))
    timetable.commit(next(placements(timetable, wish.whole, wish.days.between(february, wish.days.until))))
    return timetable, wishes


def test_a_late_visit_changes_places_with_one_that_can_wait() -> None:
    facts, tasks = a_ward(6)
    urgent, patient = tasks[0], tasks[1:]
    timetable, wishes = late_behind(patient, urgent, facts)
    assert timetable.is_late(urgent, timetable.placements[urgent.task_id])

    assert Hastening(timetable, wishes).improve(urgent)

    assert not any(timetable.is_late(task, timetable.placements[task.task_id]) for task in tasks)


def test_what_cannot_wait_stays_and_late_work_takes_the_first_day_that_is_free() -> None:
    facts, tasks = a_ward(6)
    urgent = tasks[0]
    patient = [replace(task, window=urgent.window) for task in tasks[1:]]
    timetable, wishes = late_behind(patient, urgent, facts)
    before = {task.task_id: timetable.placements[task.task_id].start for task in patient}

    assert Hastening(timetable, wishes).improve(urgent)

    assert {task.task_id: timetable.placements[task.task_id].start for task in patient} == before
    late = timetable.placements[urgent.task_id]
    assert date.fromordinal(timetable.local_day(late.visit.draft.site, late.start)) == date(2027, 1, 11)


def test_only_late_and_overdue_visits_are_brought_forward_the_dearest_first() -> None:
    facts, tasks = a_ward(6)
    timetable, wishes = late_behind(tasks[1:], tasks[0], facts)

    assert Hastening(timetable, wishes).waiting(tasks) == [tasks[0]]


def place_from(task: Obligation, first: date, timetable: Timetable, wishes: Wishes) -> None:
    """Place it as soon as can be from that day on, in its window or late."""
    wish = wishes.late((task,))
    assert wish is not None
    assert wish.whole is not None
    begin = timetable.midnight(wish.visit.draft.site, first)
    days = replace(wish.days.between(begin, wish.days.until), wished=first.toordinal())
    timetable.commit(next(placements(timetable, wish.whole, days)))


def day_of(task: Obligation, timetable: Timetable) -> date:
    placed = timetable.placements[task.task_id]
    return date.fromordinal(timetable.local_day(placed.visit.draft.site, placed.start))


def test_what_makes_room_takes_the_place_of_what_can_wait_still_longer() -> None:
    facts, tasks = a_ward(11)
    urgent = tasks[0]
    soon = [replace(task, window=days("2027-01-04", "2027-01-15")) for task in tasks[1:6]]
    later = tasks[6:]
    everything = [urgent, *soon, *later]
    timetable = empty_timetable(everything, facts)
    wishes = Wishes(everything, timetable, Outlook().targets)
    crowd_the_first_week(timetable, wishes, soon)
    for task in later:
        place_from(task, date(2027, 1, 11), timetable, wishes)
    place_from(urgent, date(2027, 2, 1), timetable, wishes)
    assert sorted(day_of(task, timetable) for task in later) == [date(2027, 1, day) for day in range(11, 16)]

    assert Hastening(timetable, wishes).improve(urgent)

    assert not any(timetable.is_late(task, timetable.placements[task.task_id]) for task in everything)
    assert sum(day_of(task, timetable) > date(2027, 1, 15) for task in later) == 1


def test_late_work_makes_room_for_late_work_that_costs_more() -> None:
    facts, tasks = a_ward(7)
    dear = replace(tasks[0], risk_class=RiskClass.HIGH_RISK)
    ended = days("2026-12-01", "2026-12-31")
    cheap = [replace(one, due=ended.last_day, window=ended, risk_class=RiskClass.OTHER) for one in tasks[1:]]
    timetable = empty_timetable([dear, *cheap], facts)
    wishes = Wishes([dear, *cheap], timetable, Outlook().targets)
    for task in (*cheap, dear):
        place_from(task, date(2027, 1, 1), timetable, wishes)
    assert day_of(dear, timetable) == date(2027, 1, 11)
    assert all(timetable.is_late(task, timetable.placements[task.task_id]) for task in cheap)

    assert Hastening(timetable, wishes).improve(dear)

    assert not timetable.is_late(dear, timetable.placements[dear.task_id])
    assert sorted(day_of(task, timetable) for task in cheap)[-1] == date(2027, 1, 11)
