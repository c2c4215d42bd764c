"""In the end nothing stays out of a place that is free."""

from dataclasses import replace
from datetime import timedelta

from constraints.example import a_lock, a_programme, an_asset, facts_of
from scheduler.domain.obligation import Obligation
from scheduler.domain.programme import Programme
from scheduler.obligations import owed
from scheduler.solve import Silence
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.quarter import empty_schedule
from scheduler.solve.settling import settle
from scheduler.solve.targets import Targets
from tests.solve.worlds import FORTNIGHT


def a_schedule(programme: Programme | None = None) -> tuple[ListSchedule, Obligation]:
    """One asset whose window ends on the second day of the fortnight, and nothing placed."""
    programme = programme or a_programme(assets=[an_asset(in_service_on="2026-02-21")])
    facts = facts_of(programme, horizon=FORTNIGHT)
    [task] = [one for one in owed(facts) if one.is_open]
    return empty_schedule([task], facts, Targets(), Silence()), task


def placed_late(schedule: ListSchedule, task: Obligation) -> None:
    """Put it on the day after the next after its window."""
    wish = schedule.wishes.late((task,))
    assert wish is not None
    begin = schedule.timetable.midnight(wish.visit.draft.site, task.window.last_day + timedelta(days=2))
    assert schedule.place(replace(wish, days=wish.days.between(begin, wish.days.until)))


def test_what_has_no_place_takes_one_that_is_free() -> None:
    schedule, task = a_schedule()

    settle(schedule, [task])

    assert task.task_id in schedule.timetable.placements


def test_what_is_late_moves_into_its_window_if_a_place_is_free_there() -> None:
    schedule, task = a_schedule()
    placed_late(schedule, task)
    assert schedule.timetable.is_late(task, schedule.timetable.placements[task.task_id])

    settle(schedule, [task])

    assert not schedule.timetable.is_late(task, schedule.timetable.placements[task.task_id])


def test_what_was_promised_stays_where_it_is() -> None:
    assets = [an_asset(in_service_on="2026-02-21")]
    schedule, task = a_schedule(a_programme(assets=assets, locks=[a_lock("2027-03-30 10:00", "A-1", "PM")]))
    schedule.place_locked([task])
    before = schedule.timetable.placements.get(task.task_id)

    settle(schedule, [task])

    assert schedule.timetable.placements.get(task.task_id) is before
