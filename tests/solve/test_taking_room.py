"""Taking room team by team: the same outcome on every engine, nothing of it lost, and nothing else moved."""

from contextlib import closing
from datetime import date
from random import Random

from constraints.example import a_certificate, a_procedure, a_programme, a_technician, an_asset, an_obligation, facts_of
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Settings
from scheduler.solve.choices import placements
from scheduler.solve.engines import engine_for
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.moves import made_again, take_back, told
from scheduler.solve.progress import Silence
from scheduler.solve.quarter import empty_timetable, schedule_on
from scheduler.solve.taking_room import TakingRoom, brought_forward, staying
from scheduler.solve.targets import Targets
from scheduler.solve.teams import in_shares, teams_of

TEAMS = {"pumps": ("Ann", "Bob"), "beds": ("Cid", "Dee"), "scanners": ("Eve",)}
Places = dict[str, tuple[int, list[str]]]


def three_teams_behind() -> tuple[ListSchedule, list[Obligation]]:
    """Three teams, each with more work than days in January, placed in February in no order of its windows."""
    dice = Random(3)
    people = [(one, skill) for skill, members in TEAMS.items() for one in members]
    facts = facts_of(
        a_programme(
            assets=[an_asset(f"A-{one}") for one in range(90)],
            technicians=[a_technician(one) for one, _ in people],
            certificates=[a_certificate(one, skill) for one, skill in people],
        )
    )
    tasks = []
    for one in range(90):
        work = a_procedure(minutes=dice.choice((90, 150, 240)), skill=dice.choice(list(TEAMS)))
        last_day = f"2027-0{dice.choice('123')}-{dice.randint(10, 28)}"
        tasks.append(an_obligation(f"A-{one}", procedure=work, first_day="2027-01-04", last_day=last_day))
    schedule = schedule_on(empty_timetable(tasks, facts), tasks, Targets(), Silence())
    for task in tasks:
        wish = schedule.wishes.late((task,))
        if wish is not None:
            days = wish.days.after(schedule.timetable.midnight(wish.visit.draft.site, date(2027, 2, 1)), 0)
            found = next(placements(schedule.timetable, wish.visit, days), None)
            if found is not None:
                schedule.timetable.commit(found)
    return schedule, tasks


def places(schedule: ListSchedule) -> Places:
    every = schedule.timetable.placements.items()
    return {str(task): (one.start, [str(person.technician) for person in one.legs[0].people]) for task, one in every}


def late(schedule: ListSchedule, tasks: list[Obligation]) -> int:
    placed = ((task, schedule.timetable.placements.get(task.task_id)) for task in tasks)
    return sum(one is None or schedule.timetable.is_late(task, one) for task, one in placed)


def test_a_team_is_who_could_do_the_same_work_or_what_has_an_order_with_it() -> None:
    schedule, tasks = three_teams_behind()

    teams = teams_of(tasks, schedule.timetable, schedule.wishes)

    assert sorted({str(task.procedure.skill) for task in team}.pop() for team in teams) == sorted(TEAMS)
    assert sorted(task.task_id for team in teams for task in team) == sorted(task.task_id for task in tasks)


def test_shares_hold_whole_teams() -> None:
    _, tasks = three_teams_behind()
    teams = [tasks[:50], tasks[50:80], tasks[80:]]

    assert [len(share) for share in in_shares(teams, 2)] == [50, 40]
    assert [len(share) for share in in_shares(teams, 8)] == [50, 30, 10]


def test_every_engine_takes_the_same_room() -> None:
    outcomes = []
    for engine, workers in (("inline", 1), ("pool", 1), ("pool", 2)):
        schedule, tasks = three_teams_behind()
        before = late(schedule, tasks)
        with closing(engine_for(Settings(engine=engine, workers=workers))) as solving:
            assert TakingRoom(schedule, tasks, solving, Silence()).take() > 0
        assert late(schedule, tasks) < before
        outcomes.append(places(schedule))

    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_moves_that_are_taken_back_leave_everything_and_are_made_again_the_same() -> None:
    schedule, tasks = three_teams_behind()
    timetable, before = schedule.timetable, places(schedule)
    moves = list(brought_forward(schedule, tasks))
    after = places(schedule)
    assert after != before

    take_back(moves, timetable)
    assert places(schedule) == before

    owed = {task.task_id: task for task in tasks}
    assert all(made_again(move, owed, timetable) for move in told(moves, timetable))
    assert places(schedule) == after


def test_a_move_whose_visit_has_gone_elsewhere_meanwhile_is_not_made() -> None:
    schedule, tasks = three_teams_behind()
    timetable = schedule.timetable
    moves = list(brought_forward(schedule, tasks))
    said = told(moves, timetable)
    now = places(schedule)

    assert not made_again(said[0], {task.task_id: task for task in tasks}, timetable)
    assert places(schedule) == now


def test_what_stays_is_moved_by_nobody_and_may_move_afterwards() -> None:
    schedule, tasks = three_teams_behind()
    before = places(schedule)

    with staying(schedule.timetable, [task.task_id for task in tasks]):
        assert list(brought_forward(schedule, tasks)) == []
    assert places(schedule) == before

    assert list(brought_forward(schedule, tasks))


def test_nothing_is_moved_after_a_stop_is_asked_for() -> None:
    class Stopped(Silence):
        def stop_requested(self) -> bool:
            return True

    for engine in ("inline", "pool"):
        schedule, tasks = three_teams_behind()
        before = places(schedule)
        with closing(engine_for(Settings(engine=engine, workers=2))) as solving:
            assert TakingRoom(schedule, tasks, solving, Stopped()).take() == 0
        assert places(schedule) == before
