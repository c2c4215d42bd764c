"""What an order holds up comes in time: the order is done before it, and what has missed its window makes room."""

from datetime import date

from constraints.example import (
    a_certificate,
    a_department,
    a_procedure,
    a_programme,
    a_technician,
    an_asset,
    an_obligation,
    facts_of,
)
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.solve import Silence
from scheduler.solve.choices import placements
from scheduler.solve.held_up import HeldUp
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.quarter import empty_timetable, schedule_on
from scheduler.solve.taking_room import untangled
from scheduler.solve.targets import Targets

WORK = [a_procedure(name, skill="pumps", minutes=240) for name in ("incoming", "PM")]
WEEKDAYS = [date(2027, 1, day) for day in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15)]
OVERDUE = [
    an_obligation(f"B-{number}", WORK[1], first_day="2026-11-01", last_day="2026-12-10", overdue=True)
    for number in range(len(WEEKDAYS))
]
ORDER = an_obligation("P-1", WORK[0], first_day="2027-01-04", last_day="2027-01-29", holds_asset=True)
CHECK = an_obligation("P-2", WORK[1], first_day="2027-01-04", last_day="2027-01-13", risk_class=RiskClass.HIGH_RISK)
TASKS = [ORDER, CHECK, *OVERDUE]


def a_schedule(max_out_share: float) -> ListSchedule:
    """Ann does one visit a day, overdue work first, then the order that holds P-1, then P-2 of the same ward, late."""
    depot = [an_asset(task.asset_tag, department="Depot") for task in OVERDUE]
    facts = facts_of(
        a_programme(
            assets=[an_asset("P-1"), an_asset("P-2"), *depot],
            departments=[a_department("Ward", max_out_share=max_out_share), a_department("Depot")],
            procedures=WORK,
            technicians=[a_technician("Ann")],
            certificates=(a_certificate("Ann", "pumps"),),
        )
    )
    schedule = schedule_on(empty_timetable(TASKS, facts), TASKS, Targets(), Silence())
    for task, day in [*zip(OVERDUE, WEEKDAYS, strict=True), (ORDER, date(2027, 1, 18)), (CHECK, date(2027, 1, 19))]:
        wish = schedule.wishes.late((task,))
        assert wish is not None
        assert wish.whole is not None
        days = wish.days.after(schedule.timetable.midnight(wish.visit.draft.site, day), day.toordinal())
        schedule.timetable.commit(next(placements(schedule.timetable, wish.whole, days)))
    return schedule


def day_of(task: Obligation, schedule: ListSchedule) -> date:
    placement = schedule.timetable.placements[task.task_id]
    return date.fromordinal(schedule.timetable.local_day(placement.visit.draft.site, placement.start))


def test_an_order_that_holds_up_work_in_its_window_is_done_before_it_and_overdue_work_makes_room() -> None:
    schedule = a_schedule(max_out_share=0.5)

    assert list(untangled(schedule, TASKS))

    assert day_of(ORDER, schedule) < day_of(CHECK, schedule) <= CHECK.window.last_day
    assert all(task.task_id in schedule.timetable.placements for task in TASKS)


def test_a_task_is_held_up_by_an_order_that_waits_where_no_other_of_the_fleet_may_be_out() -> None:
    held = a_schedule(max_out_share=0.5)
    free = a_schedule(max_out_share=1.0)

    assert HeldUp(TASKS, held.timetable, held.wishes).chain(CHECK) == (ORDER, CHECK)
    assert HeldUp(TASKS, free.timetable, free.wishes).chain(CHECK) is None
    assert HeldUp(TASKS, held.timetable, held.wishes).chain(OVERDUE[0]) is None
