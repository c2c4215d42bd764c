"""Work that could wait is done now where the next quarter has little time for it, or more to do; it never displaces."""

from collections.abc import Mapping, Sequence

from constraints.example import a_due_row, a_programme, a_shift, an_asset, facts_of
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.people import Shift
from scheduler.domain.plan import Plan, Settings
from scheduler.obligations import owed
from scheduler.solve import Silence, solve
from scheduler.solve.bringing_forward import PRESSING_DAYS
from scheduler.verify import verify

NOT_DUE, PLACED = TaskStatus.NOT_DUE, TaskStatus.PLACED
PRESSING = "2027-03-05"
"""Thirty days after it are within the first four days of April."""
CAN_WAIT = "2027-03-20"


def planned(*dues: str, shifts: Sequence[Shift] | None = None) -> Plan:
    """Yearly work of an hour, thirty days about each of these due dates; checked."""
    assets = [an_asset(f"A-{number}") for number, _ in enumerate(dues)]
    rows = [a_due_row(due, f"A-{number}") for number, due in enumerate(dues)]
    facts = facts_of(a_programme(assets=assets, due=rows, shifts=shifts))
    return verify(solve(owed(facts), facts, Settings(), Silence()), facts).verified().plan


def statuses(plan: Plan) -> Mapping[str, TaskStatus]:
    return {str(task.asset_tag): plan.outcomes[task.task_id].status for task in plan.obligations}


def test_what_would_have_only_the_first_days_of_the_next_quarter_is_done_now_on_its_due_date() -> None:
    plan = planned(PRESSING)

    assert statuses(plan) == {"A-0": PLACED}
    assert plan.visits[0].span.start.date().isoformat() == PRESSING
    assert PRESSING_DAYS == 4


def test_a_day_more_and_it_may_wait() -> None:
    assert statuses(planned("2027-03-06")) == {"A-0": NOT_DUE}


def test_what_is_due_now_is_parted_evenly_between_this_quarter_and_the_next() -> None:
    assert sorted(statuses(planned(CAN_WAIT, CAN_WAIT)).values()) == [NOT_DUE, PLACED]


def test_the_fuller_quarter_leaves_it() -> None:
    plan = planned("2027-02-10", "2027-02-11", CAN_WAIT, CAN_WAIT)

    assert [*statuses(plan).values()] == [PLACED, PLACED, NOT_DUE, NOT_DUE]


def test_the_leaner_quarter_does_all_that_is_due_now() -> None:
    plan = planned(CAN_WAIT, CAN_WAIT, "2027-05-15", "2027-05-16")

    assert [*statuses(plan).values()][:2] == [PLACED, PLACED]


def test_a_quarter_much_leaner_than_the_next_takes_early_work_from_it_as_late_as_it_can() -> None:
    plan = planned("2027-04-06", "2027-04-05", "2027-04-07", "2027-04-08")

    assert [*statuses(plan).values()] == [NOT_DUE, PLACED, NOT_DUE, NOT_DUE]
    assert plan.visits[0].span.start.date().isoformat() == "2027-03-31"


def test_a_quarter_only_somewhat_leaner_does_nothing_early() -> None:
    assert [*statuses(planned("2027-04-05", "2027-04-06")).values()] == [NOT_DUE, NOT_DUE]


def test_it_takes_nobodys_place() -> None:
    """Ann is there for an hour and a half of the quarter, of which planned work may take an hour and twelve minutes."""
    shifts = [a_shift(start="09:00", end="10:30", first_day="2027-03-01", last_day="2027-03-01")]

    plan = planned("2027-01-30", PRESSING, shifts=shifts)

    assert statuses(plan) == {"A-0": PLACED, "A-1": NOT_DUE}
