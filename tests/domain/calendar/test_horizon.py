"""Quarters, days and ISO weeks at the ends of years."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import Horizon, days_through, iso_week, parse_quarter, parse_week, week_monday


@pytest.mark.parametrize(
    ("text", "first_day", "last_day", "length"),
    [
        ("2027Q1", date(2027, 1, 1), date(2027, 3, 31), 90),
        ("2027q2", date(2027, 4, 1), date(2027, 6, 30), 91),
        ("2027-Q3", date(2027, 7, 1), date(2027, 9, 30), 92),
        (" 2027Q4 ", date(2027, 10, 1), date(2027, 12, 31), 92),
        ("2028Q1", date(2028, 1, 1), date(2028, 3, 31), 91),
    ],
)
def test_a_quarter_runs_from_the_first_of_its_first_month_to_the_end_of_its_third(
    text: str, first_day: date, last_day: date, length: int
) -> None:
    horizon = parse_quarter(text)

    assert horizon == Horizon(first_day, last_day)
    assert len(horizon.days()) == length
    assert (horizon.days()[0], horizon.days()[-1]) == (first_day, last_day)


@pytest.mark.parametrize("text", ["", "2027", "2027Q0", "2027Q5", "Q1 2027", "27Q1", "0000Q1", "2027Q1 "[:-1] + "x"])
def test_text_that_is_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_quarter(text)

    assert (
        str(refusal.value) == f'"{text}" is not a quarter; write the year, Q and a number from 1 to 4, such as 2027Q1.'
    )


def test_a_horizon_of_one_day_is_accepted_and_one_that_ends_before_it_starts_refused() -> None:
    assert Horizon(date(2027, 1, 1), date(2027, 1, 1)).days() == (date(2027, 1, 1),)
    with pytest.raises(ValueError, match="cannot end on 2026-12-31, before its first day 2027-01-01"):
        Horizon(date(2027, 1, 1), date(2026, 12, 31))


def test_a_horizon_holds_its_first_and_last_day_and_not_their_neighbours() -> None:
    quarter = parse_quarter("2027Q1")

    assert quarter.holds(date(2027, 1, 1))
    assert quarter.holds(date(2027, 3, 31))
    assert not quarter.holds(date(2026, 12, 31))
    assert not quarter.holds(date(2027, 4, 1))


def test_a_quarter_with_a_clock_change_is_an_hour_shorter() -> None:
    assert parse_quarter("2027Q1").span(ZoneInfo("Europe/Madrid")).minutes == 90 * 1440 - 60


def test_the_first_quarter_of_2027_begins_in_week_53_of_2026() -> None:
    weeks = parse_quarter("2027Q1").weeks()

    assert weeks[:2] == ("2026-W53", "2027-W01")
    assert weeks[-1] == "2027-W13"
    assert len(weeks) == 14


def test_a_horizon_from_monday_to_sunday_is_one_week_and_a_day_more_is_two() -> None:
    assert Horizon(date(2027, 1, 4), date(2027, 1, 10)).weeks() == ("2027-W01",)
    assert Horizon(date(2027, 1, 4), date(2027, 1, 11)).weeks() == ("2027-W01", "2027-W02")
    assert Horizon(date(2027, 1, 3), date(2027, 1, 4)).weeks() == ("2026-W53", "2027-W01")


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2027, 12, 31), "2027-W52"),
        (date(2024, 12, 29), "2024-W52"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str) -> None:
    assert iso_week(day) == week


@pytest.mark.parametrize("text", ["", "2027W01", "2027-W00", "2027-W53", "2027-W1", "2027-01"])
def test_text_that_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_week(text)

    assert str(refusal.value) == f'"{text}" is not an ISO week; write for example 2027-W01.'


def test_days_through_an_earlier_day_are_none() -> None:
    assert list(days_through(date(2027, 1, 2), date(2027, 1, 1))) == []
    assert list(days_through(date(2026, 12, 31), date(2027, 1, 1))) == [date(2026, 12, 31), date(2027, 1, 1)]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_monday_of_a_week_is_found_from_its_days_and_its_label(day: date) -> None:
    monday = week_monday(day)

    assert monday.weekday() == 0
    assert monday <= day < monday + timedelta(days=7)
    assert parse_week(iso_week(day)) == monday


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_the_weeks_of_a_horizon_are_those_of_its_days(first: date, length: int) -> None:
    horizon = Horizon(first, first + timedelta(days=length))

    assert horizon.weeks() == tuple(dict.fromkeys(iso_week(day) for day in horizon.days()))
