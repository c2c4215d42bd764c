"""Bringing late work forward: what can wait changes places with it, and nothing is lost by it."""

from dataclasses import replace
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
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
