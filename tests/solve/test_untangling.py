"""Untangling: what hangs together by orders is placed again as a whole, and only if that costs less."""

from dataclasses import replace
from datetime import date

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
from scheduler.domain.policy import RiskClass
from scheduler.solve import Silence
from scheduler.solve.chains import chains_of
from scheduler.solve.choices import placements
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.orders import Orders
from scheduler.solve.quarter import empty_timetable, schedule_on
from scheduler.solve.sentences import Sentences
from scheduler.solve.taking_room import untangled
from scheduler.solve.targets import Targets

MONTHLY = a_procedure(minutes=240, skill="pumps", every="1 month")
LONG = a_procedure("Overhaul", minutes=240, skill="pumps")
DECEMBER = an_obligation(
    procedure=MONTHLY, due="2026-12-10", first_day="2026-12-01", last_day="2026-12-20", overdue=True, task="December"
)
JANUARY = an_obligation(
    procedure=MONTHLY,
    due="2027-01-20",
    first_day="2027-01-10",
    last_day="2027-01-31",
    risk_class=RiskClass.HIGH_RISK,
    previous="December",
    minus_days=10,
    task="January",
)
WEEKDAYS = [date(2027, 1, day) for day in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29)]


def one_long_visit_a_day(others: list[Obligation]) -> tuple[Facts, list[Obligation]]:
    """Ann does one of these visits a day: December's and January's of A-1, and others."""
    facts = facts_of(
        a_programme(
            assets=[an_asset("A-1"), *(an_asset(task.asset_tag) for task in others)],
            technicians=[a_technician("Ann")],
            certificates=(a_certificate("Ann", "pumps"),),
            procedures=[MONTHLY, LONG],
            downtime=(an_open_row(),),
        )
    )
    return facts, [DECEMBER, JANUARY, *others]


def crowded(others: list[Obligation]) -> ListSchedule:
    """The others from 4 January on, one a day, and A-1's work so late after them that January misses its window."""
    facts, tasks = one_long_visit_a_day(others)
    schedule = schedule_on(empty_timetable(tasks, facts), tasks, Targets(), Silence())
    planned = [*zip(others, WEEKDAYS, strict=False), (DECEMBER, date(2027, 2, 1)), (JANUARY, date(2027, 2, 22))]
    for task, day in planned:
        put(schedule, task, day)
    return schedule


def put(schedule: ListSchedule, task: Obligation, day: date) -> None:
    """Place the task on that day, or on the first after it on which it fits."""
    wish = schedule.wishes.late((task,))
    assert wish is not None
    assert wish.whole is not None
    begin = schedule.timetable.midnight(wish.visit.draft.site, day)
    days = wish.days.after(begin, day.toordinal())
    schedule.timetable.commit(next(placements(schedule.timetable, wish.whole, days)))


def others(last_day: str, risk_class: RiskClass = RiskClass.OTHER) -> list[Obligation]:
    names = [f"B-{number:02}" for number in range(len(WEEKDAYS))]
    work = {"procedure": LONG, "first_day": "2027-01-04", "risk_class": risk_class}
    return [an_obligation(name, last_day=last_day, **work) for name in names]  # type: ignore[arg-type]


def is_in_time(task: Obligation, schedule: ListSchedule) -> bool:
    placement = schedule.timetable.placements.get(task.task_id)
    return placement is not None and not schedule.timetable.is_late(task, placement)


def test_an_occurrence_that_makes_the_next_one_late_comes_sooner_and_what_can_wait_makes_room() -> None:
    schedule = crowded(others("2027-02-26"))
    tasks = [DECEMBER, JANUARY, *others("2027-02-26")]
    assert not is_in_time(JANUARY, schedule)

    assert len(list(untangled(schedule, tasks))) == 1

    assert all(is_in_time(task, schedule) for task in tasks)
    assert schedule.timetable.unfounded() == ()


def test_nothing_moves_where_making_room_would_cost_more() -> None:
    critical = others("2027-02-26", RiskClass.HIGH_RISK)
    urgent = [
        replace(one, window=replace(one.window, last_day=day)) for one, day in zip(critical, WEEKDAYS, strict=True)
    ]
    schedule = crowded(urgent)
    before = {task.task_id: schedule.timetable.placements[task.task_id].start for task in urgent}

    list(untangled(schedule, [DECEMBER, JANUARY, *urgent]))

    assert {task.task_id: schedule.timetable.placements[task.task_id].start for task in urgent} == before


def test_a_chain_holds_what_comes_before_and_after_in_turn_and_not_what_stands_alone() -> None:
    alone = an_obligation("A-2", procedure=LONG)
    facts, tasks = one_long_visit_a_day([alone])
    follow_up = an_obligation(procedure=LONG, due="2027-01-20", parent="January", task="after January")

    orders = Orders.of(Sentences(facts), [follow_up, *reversed(tasks)])

    assert chains_of([follow_up, *reversed(tasks)], orders) == ((DECEMBER, JANUARY, follow_up),)


def test_a_task_that_stands_alone_and_is_late_is_placed_in_time_where_another_can_wait() -> None:
    patient = others("2027-02-26")
    late = an_obligation("C-1", procedure=LONG, first_day="2027-01-04", last_day="2027-01-08")
    facts, tasks = one_long_visit_a_day([*patient, late])
    schedule = schedule_on(empty_timetable(tasks, facts), tasks, Targets(), Silence())
    for task, day in [*zip(patient, WEEKDAYS, strict=False), (late, date(2027, 2, 1))]:
        put(schedule, task, day)

    assert list(untangled(schedule, tasks))

    assert all(is_in_time(task, schedule) for task in [late, *patient])


def test_a_visit_goes_elsewhere_by_itself_only_while_nothing_in_order_with_it_has_a_place() -> None:
    schedule = crowded([])
    december, january = (schedule.timetable.placements[task.task_id] for task in (DECEMBER, JANUARY))

    assert not may_go(december, schedule.timetable)
    assert not may_go(january, schedule.timetable)

    schedule.timetable.undo(january)

    assert may_go(december, schedule.timetable)
