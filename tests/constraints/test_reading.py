"""What the checks read of a plan is of that plan, whichever was read before."""

from constraints.example import a_plan, a_programme, a_visit, facts_of
from constraints.once import once
from constraints.reading import minutes_by_day, obligations_by_id, stops_by_person, visits_by_task
from scheduler.domain.ids import TechnicianId


def test_each_plan_is_read_by_itself_even_after_another() -> None:
    facts = facts_of()
    one, other = a_plan(a_visit(minutes=60)), a_plan(a_visit("A-2", minutes=90))

    for plan in (one, other, one):
        [visit], [task] = plan.visits, plan.obligations
        assert obligations_by_id(plan) == {task.task_id: task}
        assert visits_by_task(plan) == {task.task_id: visit}
        assert [stop.visit for stops in stops_by_person(plan, facts).values() for stop in stops] == [visit]
        assert [sum(days.values()) for days in minutes_by_day(plan, facts).values()] == [visit.span.minutes]


def test_one_plan_is_read_by_the_facts_that_are_asked_about() -> None:
    plan, at_work, away = a_plan(a_visit()), facts_of(), facts_of(a_programme(shifts=()))

    stretches = [
        [stop.stretch for stop in stops_by_person(plan, facts)[TechnicianId("Ann")]]
        for facts in (at_work, away, at_work)
    ]

    assert stretches[0] == stretches[2] != stretches[1] == [None]


def test_what_is_asked_by_name_is_not_mistaken_for_what_was_asked_before() -> None:
    @once
    def text_of(first: str, *, last: str = "") -> str:
        return first + last

    assert (text_of("a"), text_of("a", last="b"), text_of("a", last="c")) == ("a", "ab", "ac")
