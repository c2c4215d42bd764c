"""Work is done early enough for its later occurrences to keep their windows."""

from datetime import date

from constraints.example import a_procedure, a_programme, an_asset, an_obligation, facts_of
from scheduler.domain.obligation import Obligation
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.targets import Targets
from scheduler.solve.wishes import Wish, Wishes

MONTHLY = a_procedure(every="1 month")
OVERDUE = an_obligation(
    procedure=MONTHLY, due="2026-12-10", first_day="2026-12-01", last_day="2026-12-20", overdue=True, task="December"
)
JANUARY = an_obligation(
    procedure=MONTHLY,
    due="2027-01-20",
    first_day="2027-01-10",
    last_day="2027-01-31",
    previous="December",
    minus_days=10,
    task="January",
)


def wish_for(task: Obligation, *others: Obligation) -> Wish:
    facts = facts_of(a_programme(assets=[an_asset("A-1")], procedures=[MONTHLY]))
    tasks = [task, *others]
    wish = Wishes(tasks, empty_timetable(tasks, facts), Targets()).in_time((task,))
    assert wish is not None
    return wish


def test_overdue_work_by_itself_waits_for_what_can_still_be_in_time() -> None:
    wish = wish_for(OVERDUE)

    assert wish.can_wait
    assert wish.days.last == date(2027, 3, 31).toordinal()


def test_overdue_work_is_done_while_a_month_less_ten_days_later_the_next_window_is_open() -> None:
    wish = wish_for(OVERDUE, JANUARY)

    assert not wish.can_wait
    assert wish.days.last == date(2027, 1, 10).toordinal()
