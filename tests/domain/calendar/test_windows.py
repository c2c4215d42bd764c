"""Tolerance windows of every profile, on their edges."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import (
    DayWindow,
    Periodicity,
    WindowKind,
    WindowProfile,
    gap_limit,
    parse_periodicity,
    parse_window,
)

QUARTERLY = Periodicity(months=3)
HALF_YEARLY = Periodicity(months=6)
YEARLY = Periodicity(months=12)

PROFILES = [
    "joint-commission",
    "cms-strict",
    "due-month",
    "next-month",
    "due-date",
    "days-after 15",
    "month-plus-minus 1",
    "-10..+20 days",
    "-1..+1 months",
]


def test_a_quarterly_service_done_on_15_march_has_the_window_of_the_published_example() -> None:
    due = QUARTERLY.after(date(2027, 3, 15))

    assert due == date(2027, 6, 15)
    assert parse_window("joint-commission").window(due, QUARTERLY) == DayWindow(date(2027, 6, 5), date(2027, 6, 25))


@pytest.mark.parametrize(
    ("every", "days_either_side"),
    [
        ("6 years", 45),
        ("5 years", 45),
        ("48 months", 45),
        ("36 months", 45),
        ("35 months", 30),
        ("24 months", 30),
        ("18 months", 30),
        ("12 months", 30),
        ("365 days", 30),
        ("52 weeks", 30),
        ("11 months", 20),
        ("9 months", 20),
        ("6 months", 20),
        ("180 days", 20),
        ("179 days", 10),
        ("5 months", 10),
        ("4 months", 10),
        ("3 months", 10),
        ("90 days", 10),
        ("2 months", 10),
        ("60 days", 10),
        ("daily", 0),
        ("6 days", 0),
    ],
)
def test_the_joint_commission_window_is_symmetrical_by_tier(every: str, days_either_side: int) -> None:
    profile, periodicity, due = parse_window("joint-commission"), parse_periodicity(every), date(2027, 6, 15)

    assert profile.minus_days(due, periodicity) == days_either_side
    assert profile.plus_days(due, periodicity) == days_either_side


@pytest.mark.parametrize("every", ["monthly", "30 days", "59 days"])
@pytest.mark.parametrize("due", [date(2028, 2, 1), date(2028, 2, 15), date(2028, 2, 29)])
def test_a_monthly_service_is_on_time_in_the_calendar_month_of_its_due_date(every: str, due: date) -> None:
    window = parse_window("joint-commission").window(due, parse_periodicity(every))

    assert window == DayWindow(date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize("every", ["weekly", "2 weeks", "4 weeks", "29 days"])
@pytest.mark.parametrize("due", [date(2026, 12, 28), date(2026, 12, 31), date(2027, 1, 3)])
def test_a_weekly_service_is_on_time_in_the_calendar_week_of_its_due_date(every: str, due: date) -> None:
    window = parse_window("joint-commission").window(due, parse_periodicity(every))

    assert window == DayWindow(date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("profile", "every", "due", "first_day", "last_day"),
    [
        ("cms-strict", "12 months", date(2027, 6, 15), date(2027, 5, 16), date(2027, 6, 30)),
        ("cms-strict", "3 months", date(2027, 6, 15), date(2027, 6, 1), date(2027, 6, 30)),
        ("cms-strict", "3 months", date(2027, 6, 5), date(2027, 5, 26), date(2027, 6, 30)),
        ("cms-strict", "3 months", date(2027, 6, 30), date(2027, 6, 1), date(2027, 6, 30)),
        ("cms-strict", "monthly", date(2027, 2, 28), date(2027, 2, 1), date(2027, 2, 28)),
        ("cms-strict", "weekly", date(2027, 1, 6), date(2027, 1, 4), date(2027, 1, 10)),
        ("cms-strict", "daily", date(2027, 1, 6), date(2027, 1, 6), date(2027, 1, 6)),
        ("due-month", "12 months", date(2027, 6, 15), date(2027, 6, 1), date(2027, 6, 30)),
        ("due-month", "12 months", date(2026, 12, 31), date(2026, 12, 1), date(2026, 12, 31)),
        ("next-month", "12 months", date(2027, 1, 31), date(2027, 1, 1), date(2027, 2, 28)),
        ("next-month", "12 months", date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 31)),
        ("due-date", "12 months", date(2027, 6, 15), date(2027, 6, 15), date(2027, 6, 15)),
        ("days-after 15", "12 months", date(2026, 12, 20), date(2026, 12, 20), date(2027, 1, 4)),
        ("month-plus-minus 1", "12 months", date(2027, 3, 31), date(2027, 2, 1), date(2027, 4, 30)),
        ("month-plus-minus 1", "12 months", date(2027, 1, 1), date(2026, 12, 1), date(2027, 2, 28)),
        ("month-plus-minus 2", "12 months", date(2027, 12, 31), date(2027, 10, 1), date(2028, 2, 29)),
        ("-10..+20 days", "12 months", date(2027, 6, 15), date(2027, 6, 5), date(2027, 7, 5)),
        ("0..+20 days", "12 months", date(2027, 6, 15), date(2027, 6, 15), date(2027, 7, 5)),
        ("-1..+1 months", "12 months", date(2027, 3, 31), date(2027, 2, 28), date(2027, 4, 30)),
        ("-3..+3 months", "12 months", date(2027, 6, 15), date(2027, 3, 15), date(2027, 9, 15)),
    ],
)
def test_each_profile_opens_and_closes_on_its_day(
    profile: str, every: str, due: date, first_day: date, last_day: date
) -> None:
    window = parse_window(profile).window(due, parse_periodicity(every))

    assert window == DayWindow(first_day, last_day)


def test_minus_and_plus_are_counted_in_days_from_the_due_date() -> None:
    profile = parse_window("month-plus-minus 1")

    assert profile.minus_days(date(2027, 3, 15), YEARLY) == 42
    assert profile.plus_days(date(2027, 3, 15), YEARLY) == 46


@pytest.mark.parametrize(
    ("profile", "last_done", "every", "last_day"),
    [
        ("joint-commission", date(2026, 1, 1), "12 months", date(2027, 1, 31)),
        ("joint-commission", date(2026, 8, 31), "6 months", date(2027, 3, 20)),
        ("joint-commission", date(2026, 12, 1), "monthly", date(2027, 1, 31)),
        ("joint-commission", date(2026, 12, 28), "weekly", date(2027, 1, 10)),
        ("cms-strict", date(2026, 10, 15), "3 months", date(2027, 1, 31)),
        ("due-date", date(2026, 8, 31), "6 months", date(2027, 2, 28)),
        ("days-after 15", date(2026, 12, 17), "90 days", date(2027, 4, 1)),
    ],
)
def test_the_gap_may_last_the_periodicity_and_the_plus_side(
    profile: str, last_done: date, every: str, last_day: date
) -> None:
    assert gap_limit(last_done, parse_periodicity(every), parse_window(profile)) == last_day


def test_a_fixed_due_date_with_both_tolerances_used_breaks_the_gap() -> None:
    profile = parse_window("joint-commission")
    done_early = profile.window(date(2026, 6, 15), YEARLY).first_day
    done_late = profile.window(date(2027, 6, 15), YEARLY).last_day

    assert (done_late - done_early).days == 425
    assert gap_limit(done_early, YEARLY, profile) == done_early + timedelta(days=395)
    assert gap_limit(done_early, YEARLY, profile) < done_late


def test_a_window_holds_its_first_and_last_day_and_not_their_neighbours() -> None:
    window = DayWindow(date(2027, 6, 5), date(2027, 6, 25))

    assert window.holds(date(2027, 6, 5))
    assert window.holds(date(2027, 6, 25))
    assert not window.holds(date(2027, 6, 4))
    assert not window.holds(date(2027, 6, 26))
    assert window.days == 21


def test_windows_that_share_one_day_overlap_and_neighbours_do_not() -> None:
    window = DayWindow(date(2027, 6, 5), date(2027, 6, 25))

    assert window.overlaps(DayWindow(date(2027, 6, 25), date(2027, 6, 30)))
    assert DayWindow(date(2027, 6, 25), date(2027, 6, 30)).overlaps(window)
    assert not window.overlaps(DayWindow(date(2027, 6, 26), date(2027, 6, 30)))
    assert not DayWindow(date(2027, 6, 26), date(2027, 6, 30)).overlaps(window)


def test_a_window_of_one_day_is_accepted_and_one_that_ends_before_it_starts_refused() -> None:
    assert DayWindow(date(2027, 6, 5), date(2027, 6, 5)).days == 1
    with pytest.raises(ValueError, match="cannot end on 2027-06-04, before its first day 2027-06-05"):
        DayWindow(date(2027, 6, 5), date(2027, 6, 4))


def test_a_window_over_a_clock_change_has_its_true_minutes() -> None:
    window = DayWindow(date(2027, 3, 27), date(2027, 3, 28))

    assert window.span(ZoneInfo("Europe/Madrid")).minutes == 47 * 60


@pytest.mark.parametrize(
    ("kind", "minus", "plus"),
    [
        (WindowKind.DAYS_AFTER, 0, 0),
        (WindowKind.DAYS_AFTER, 0, 46),
        (WindowKind.DAYS_AFTER, 1, 15),
        (WindowKind.MONTH_PLUS_MINUS, 0, 0),
        (WindowKind.MONTH_PLUS_MINUS, 1, 2),
        (WindowKind.MONTH_PLUS_MINUS, 13, 13),
        (WindowKind.DAYS_AROUND, -1, 10),
        (WindowKind.DAYS_AROUND, 367, 10),
        (WindowKind.DAYS_AROUND, 10, 367),
        (WindowKind.MONTHS_AROUND, 13, 0),
        (WindowKind.DUE_DATE, 0, 1),
        (WindowKind.JOINT_COMMISSION, 1, 0),
    ],
)
def test_numbers_outside_the_profile_are_refused(kind: WindowKind, minus: int, plus: int) -> None:
    with pytest.raises(ValueError, match=r"reaches from 0 to|needs (a|one) number"):
        WindowProfile(kind, minus, plus)


@pytest.mark.parametrize(
    ("kind", "minus", "plus"),
    [
        (WindowKind.DAYS_AFTER, 0, 1),
        (WindowKind.DAYS_AFTER, 0, 45),
        (WindowKind.MONTH_PLUS_MINUS, 1, 1),
        (WindowKind.MONTH_PLUS_MINUS, 12, 12),
        (WindowKind.DAYS_AROUND, 366, 366),
        (WindowKind.DAYS_AROUND, 0, 0),
        (WindowKind.MONTHS_AROUND, 12, 12),
    ],
)
def test_numbers_on_the_limits_of_the_profile_are_accepted(kind: WindowKind, minus: int, plus: int) -> None:
    profile = WindowProfile(kind, minus, plus)

    assert profile.window(date(2027, 6, 15), YEARLY).holds(date(2027, 6, 15))


some_days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
some_periodicities = st.one_of(
    st.integers(1, 120).map(lambda months: Periodicity(months=months)),
    st.integers(1, 1500).map(lambda number: Periodicity(days=number)),
)
some_profiles = st.one_of(
    st.sampled_from(PROFILES).map(parse_window),
    st.builds(lambda minus, plus: WindowProfile(WindowKind.DAYS_AROUND, minus, plus), *[st.integers(0, 366)] * 2),
)


@given(some_days, some_periodicities, some_profiles)
def test_every_window_contains_its_due_date(due: date, periodicity: Periodicity, profile: WindowProfile) -> None:
    window = profile.window(due, periodicity)

    assert window.holds(due)
    assert window.first_day == due - timedelta(days=profile.minus_days(due, periodicity))
    assert window.last_day == due + timedelta(days=profile.plus_days(due, periodicity))


@given(some_days, some_periodicities, st.sampled_from(PROFILES).map(parse_window))
def test_a_later_due_date_never_has_an_earlier_window(
    due: date, periodicity: Periodicity, profile: WindowProfile
) -> None:
    today, tomorrow = profile.window(due, periodicity), profile.window(due + timedelta(days=1), periodicity)

    assert today.first_day <= tomorrow.first_day
    assert today.last_day <= tomorrow.last_day


@given(some_days, some_periodicities, st.sampled_from(PROFILES).map(parse_window))
def test_the_gap_limit_is_never_before_the_next_due_date(
    last_done: date, periodicity: Periodicity, profile: WindowProfile
) -> None:
    assert gap_limit(last_done, periodicity, profile) >= periodicity.after(last_done)
