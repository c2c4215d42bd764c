"""A gap is judged once, by the bound of its own quarter; what the quarter before could have done is not explained."""

from collections.abc import Sequence
from datetime import date

from constraints.example import a_certificate, a_due_row, a_lock, a_procedure, a_programme, a_shift, an_asset
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.facts import Facts
from scheduler.domain.people import Shift
from scheduler.domain.plan import Settings
from scheduler.domain.programme import Programme
from scheduler.gaps import Gaps, Quarter, gaps_of
from scheduler.obligations import owed
from scheduler.solve import Silence, solve
from scheduler.succession import following_the_first, horizons_of
from scheduler.verify import verify

FIRST = parse_quarter("2027Q1")
TODAY = date(2026, 12, 1)


def two(programme: Programme) -> tuple[Gaps, Gaps]:
    """The gaps of two quarters in a row, each planned and checked."""
    facts = Facts(programme, TODAY, FIRST)
    first = planned(facts)
    then, _ = following_the_first(facts, first.plan, horizons_of(FIRST, 2))
    gaps = gaps_of(first, None, ())
    return gaps, gaps_of(planned(then), first, gaps.found)


def planned(facts: Facts) -> Quarter:
    plan = verify(solve(owed(facts), facts, Settings(), Silence()), facts).verified().plan
    return Quarter(plan, facts)


def yearly(*dues: str, shifts: Sequence[Shift], minutes: int = 60) -> Programme:
    """Yearly work of an hour, thirty days about each of these due dates."""
    return a_programme(
        procedures=[a_procedure(minutes=minutes)],
        assets=[an_asset(f"A-{number}") for number, _ in enumerate(dues)],
        due=[a_due_row(due, f"A-{number}") for number, due in enumerate(dues)],
        shifts=shifts,
    )


def judged(gaps: Gaps) -> tuple[int, int, int, int]:
    return len(gaps.found), gaps.unexplained, len(gaps.pushed), gaps.open_still


def test_a_gap_that_stays_open_is_counted_once() -> None:
    nobody_yet = a_programme(
        procedures=[a_procedure(skill="pumps")],
        due=[a_due_row("2027-01-20")],
        certificates=[a_certificate(valid_from="2027-07-01")],
    )

    first, second = two(nobody_yet)

    assert (judged(first), judged(second)) == ((1, 0, 0, 0), (0, 0, 0, 1))


def test_work_that_the_quarter_before_could_have_done_is_not_explained_though_no_plan_of_its_own_does_it() -> None:
    gone = a_shift(last_day="2027-03-31")

    first, second = two(yearly("2027-03-20", shifts=[gone]))

    assert judged(first) == (0, 0, 0, 0)
    assert judged(second) == (1, 1, 1, 0)


def test_work_that_neither_quarter_can_do_is_explained() -> None:
    gone = a_shift(last_day="2027-02-10")

    _, second = two(yearly("2027-03-20", shifts=[gone]))

    assert judged(second) == (1, 0, 0, 0)


def test_of_a_set_only_as_many_gaps_are_explained_as_the_bound_proves() -> None:
    """Six hours of work, of which a day of Ann's holds four; the two others are missed by every plan."""
    one_day = a_shift(start="08:00", end="13:00", first_day="2027-02-01", last_day="2027-02-01")

    gaps, _ = two(yearly(*["2027-02-01"] * 6, shifts=[one_day]))

    assert judged(gaps) == (2, 0, 0, 0)


def test_a_lock_that_nobody_can_keep_explains_itself() -> None:
    at_night = a_lock("2027-02-15 03:00", "A-1", "PM")

    gaps, _ = two(a_programme(due=[a_due_row()], locks=[at_night]))

    assert judged(gaps) == (1, 0, 0, 0)
