"""A follow-up that another visit's work includes is done along with that only after what it follows up."""

from collections.abc import Sequence
from datetime import date

from constraints.example import a_procedure, a_programme, an_asset, an_obligation, facts_of
from scheduler.domain.equipment import Procedure
from scheduler.domain.obligation import Obligation
from scheduler.solve import Silence
from scheduler.solve.choices import placements
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.quarter import empty_timetable, schedule_on
from scheduler.solve.targets import Targets

WORK = [
    a_procedure("PM", every="6 months", follow_up="evaluation"),
    a_procedure("evaluation"),
    a_procedure("survey", includes=["evaluation"]),
]


def in_january(procedure: Procedure, parent: str | None = None, included_in: Sequence[str] = ()) -> Obligation:
    return an_obligation(
        procedure=procedure,
        task=procedure.procedure,
        first_day="2027-01-04",
        last_day="2027-01-29",
        due="2027-01-15",
        parent=parent,
        included_in=included_in,
    )


PM, EVALUATION, SURVEY = in_january(WORK[0]), in_january(WORK[1], "PM", ["survey"]), in_january(WORK[2])
TASKS = [PM, EVALUATION, SURVEY]


def a_schedule() -> ListSchedule:
    facts = facts_of(a_programme(assets=[an_asset("A-1")], procedures=WORK))
    return schedule_on(empty_timetable(TASKS, facts), TASKS, Targets(), Silence())


def put(task: Obligation, day: date, schedule: ListSchedule) -> None:
    timetable, wish = schedule.timetable, schedule.wishes.in_time((task,))
    assert wish is not None
    assert wish.whole is not None
    days = wish.days.after(timetable.midnight(wish.visit.draft.site, day), day.toordinal())
    timetable.commit(next(placements(timetable, wish.whole, days)))


def test_a_survey_before_the_pm_does_not_stand_for_its_follow_up_which_comes_after_the_pm() -> None:
    schedule = a_schedule()
    put(SURVEY, date(2027, 1, 5), schedule)
    assert schedule.is_left(EVALUATION)

    wish = schedule.wishes.in_time((PM,))
    assert wish is not None
    assert schedule.place(wish)

    spans = schedule.timetable.spans
    assert spans[PM.task_id][1] <= spans[EVALUATION.task_id][0]


def test_a_survey_after_the_pm_stands_for_its_follow_up() -> None:
    schedule = a_schedule()
    put(PM, date(2027, 1, 5), schedule)
    put(SURVEY, date(2027, 1, 6), schedule)

    assert EVALUATION.task_id in schedule.timetable.satisfied
    assert schedule.timetable.unfounded() == ()
