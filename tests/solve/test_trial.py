"""A trial: what it changed is told, what that saves is added up, and taken back it leaves nothing."""

from datetime import date

from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import placements
from scheduler.solve.moves import Move
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.outlook import Outlook
from scheduler.solve.placement import Placement
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.trial import Trial
from scheduler.solve.wishes import Wishes
from tests.solve.test_neighbourhoods import a_ward, crowd_the_first_week

WEEK = week_number(date(2027, 1, 4).toordinal())


def a_full_week() -> tuple[Timetable, Wishes, list[Obligation]]:
    facts, tasks = a_ward(6)
    timetable = empty_timetable(tasks, facts)
    wishes = Wishes(tasks, timetable, Outlook().targets)
    crowd_the_first_week(timetable, wishes, tasks[1:])
    return timetable, wishes, tasks


def in_february(task: Obligation, timetable: Timetable, wishes: Wishes) -> Placement:
    wish = wishes.in_time((task,))
    assert wish is not None
    assert wish.whole is not None
    february = timetable.midnight(wish.visit.draft.site, date(2027, 2, 1))
    return next(placements(timetable, wish.whole, wish.days.between(february, wish.days.until)))


def test_taken_back_to_its_start_it_leaves_everything_as_it_was() -> None:
    timetable, wishes, tasks = a_full_week()
    before = dict(timetable.placements)
    trial = Trial(timetable, Ledger(timetable, wishes))
    old = timetable.placements[tasks[1].task_id]
    trial.undo(old)
    trial.commit(in_february(tasks[1], timetable, wishes))
    assert timetable.placements != before

    trial.back_to(0)

    assert timetable.placements == before
    assert trial.saved() == 0


def test_taken_back_to_a_point_it_keeps_what_was_done_before() -> None:
    timetable, wishes, tasks = a_full_week()
    trial = Trial(timetable, Ledger(timetable, wishes))
    trial.undo(timetable.placements[tasks[1].task_id])
    then = trial.now
    trial.undo(timetable.placements[tasks[2].task_id])

    trial.back_to(then)

    assert tasks[1].task_id not in timetable.placements
    assert tasks[2].task_id in timetable.placements


def test_a_visit_that_came_and_went_is_no_change() -> None:
    timetable, wishes, tasks = a_full_week()
    trial = Trial(timetable, Ledger(timetable, wishes))
    old = timetable.placements[tasks[1].task_id]
    trial.undo(old)
    new = in_february(tasks[1], timetable, wishes)
    trial.commit(new)
    assert trial.move() == Move(gone=(old,), made=(new,))

    trial.undo(new)
    trial.commit(old)

    assert trial.move() == Move(gone=(), made=())


def test_minutes_of_a_week_in_which_they_are_sought_after_are_saved() -> None:
    timetable, wishes, tasks = a_full_week()
    timetable.minute_prices = {TechnicianId("Ann"): {WEEK: 100}}
    trial = Trial(timetable, Ledger(timetable, wishes))
    trial.undo(timetable.placements[tasks[1].task_id])
    trial.commit(in_february(tasks[1], timetable, wishes))
    with_a_price = trial.saved()
    trial.back_to(0)
    timetable.minute_prices = {}
    trial = Trial(timetable, Ledger(timetable, wishes))
    trial.undo(timetable.placements[tasks[1].task_id])
    trial.commit(in_february(tasks[1], timetable, wishes))

    assert with_a_price - trial.saved() == 240 * 100
