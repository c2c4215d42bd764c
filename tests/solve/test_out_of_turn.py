"""Out of turn: of published visits of a roll-out the few that contradict their stage, not the many that keep it."""

from constraints.example import from_to
from constraints.sentence import InTurn
from scheduler.domain.calendar import Span
from scheduler.domain.ids import TaskId
from scheduler.solve.out_of_turn import out_of_turn
from scheduler.solve.turns import Turns


def stages(*names: str) -> Turns:
    return Turns([InTurn(tuple(tuple(TaskId(one) for one in stage.split()) for stage in names), whole=0)])


def on(day: int) -> Span:
    return from_to(f"2027-01-{day:02} 09:00", f"2027-01-{day:02} 10:00")


def published(**days: int) -> dict[TaskId, Span]:
    return {TaskId(task): on(day) for task, day in days.items()}


def test_what_keeps_the_order_of_its_stages_is_left_alone() -> None:
    assert out_of_turn(published(a=4, b=5, c=6, d=6), stages("a b", "c d")) == frozenset()


def test_what_came_into_the_first_wave_and_stands_at_the_end_is_out_of_turn() -> None:
    spans = published(a=4, b=5, late=28, c=6, d=7, e=8)

    assert out_of_turn(spans, stages("a b late", "c d", "e")) == {"late"}


def test_what_came_into_the_last_wave_and_stands_at_the_start_is_out_of_turn() -> None:
    spans = published(a=4, b=5, c=6, d=7, early=4, e=8)

    assert out_of_turn(spans, stages("a b", "c d", "early e")) == {"early"}


def test_both_at_once_are_told_and_what_is_not_published_is_passed_over() -> None:
    spans = published(a=4, late=28, b=5, c=12, d=13, early=4, e=20, f=21)

    assert out_of_turn(spans, stages("a b late new", "c d", "early e f")) == {"late", "early"}
