"""Whole months clamp and never roll over."""

from datetime import date

import pytest

from scheduler.domain.calendar import add_months, month_first, month_last


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 1, 30), 1, date(2027, 2, 28)),
        (date(2027, 1, 28), 1, date(2027, 2, 28)),
        (date(2027, 1, 27), 1, date(2027, 2, 27)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 1, 15), -13, date(2025, 12, 15)),
        (date(2100, 1, 31), 1, date(2100, 2, 28)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
    ],
)
def test_a_month_without_the_day_gives_its_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_the_first_and_the_last_year_of_the_calendar_are_inside_it() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(1, 2, 1), -1) == date(1, 1, 1)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_a_month_outside_the_calendar_is_refused_in_a_sentence(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="is outside the years 1 to 9999"):
        add_months(day, months)


def test_a_leap_february_runs_from_the_first_to_the_29th() -> None:
    assert (month_first(date(2028, 2, 15)), month_last(date(2028, 2, 15))) == (date(2028, 2, 1), date(2028, 2, 29))


def test_december_ends_on_the_31st_of_the_same_year() -> None:
    assert month_last(date(2027, 12, 1)) == date(2027, 12, 31)
