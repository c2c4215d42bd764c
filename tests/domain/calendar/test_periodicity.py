"""Periodicities as text, as steps on the calendar, and as series without drift."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import (
    Periodicity,
    next_occurrence,
    occurrence_index_on_or_before,
    parse_periodicity,
)

MONTHLY = Periodicity(months=1)
QUARTERLY = Periodicity(months=3)
HALF_YEARLY = Periodicity(months=6)
YEARLY = Periodicity(months=12)
WEEKLY = Periodicity(days=7)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
periodicities = st.one_of(
    st.integers(1, 120).map(lambda months: Periodicity(months=months)),
    st.integers(1, 1500).map(lambda number: Periodicity(days=number)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 months", HALF_YEARLY),
        ("1 month", MONTHLY),
        ("every 6 months", HALF_YEARLY),
        ("every month", MONTHLY),
        ("once a year", YEARLY),
        (" 6  Months ", HALF_YEARLY),
        ("6-monthly", HALF_YEARLY),
        ("6 mo", HALF_YEARLY),
        ("2 quarters", HALF_YEARLY),
        ("2 weeks", Periodicity(days=14)),
        ("90 days", Periodicity(days=90)),
        ("1 year", YEARLY),
        ("2 yrs", Periodicity(months=24)),
        ("P6M", HALF_YEARLY),
        ("p1y", YEARLY),
        ("P1Y6M", Periodicity(months=18)),
        ("P2W", Periodicity(days=14)),
        ("P90D", Periodicity(days=90)),
        ("daily", Periodicity(days=1)),
        ("weekly", WEEKLY),
        ("Monthly", MONTHLY),
        ("quarterly", QUARTERLY),
        ("semiannual", HALF_YEARLY),
        ("Semi-Annually", HALF_YEARLY),
        ("half-yearly", HALF_YEARLY),
        ("annual", YEARLY),
        ("annually", YEARLY),
        ("yearly", YEARLY),
        ("biennial", Periodicity(months=24)),
        ("biennially", Periodicity(months=24)),
        ("triennially", Periodicity(months=36)),
        ("fortnightly", Periodicity(days=14)),
        ("semiannually", HALF_YEARLY),
        ("semi-annual", HALF_YEARLY),
        ("2 wks", Periodicity(days=14)),
        ("triennial", Periodicity(months=36)),
    ],
)
def test_text_becomes_a_periodicity(text: str, expected: Periodicity) -> None:
    assert parse_periodicity(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", '"" is not a periodicity; write for example "6 months", "2 weeks", "90 days", "P6M" or "quarterly".'),
        ("6", '"6" is not a periodicity; write for example "6 months", "2 weeks", "90 days", "P6M" or "quarterly".'),
        ("P", 'The periodicity "P" has no length; write for example "P6M".'),
        ("P0D", 'The periodicity "P0D" has no length; write for example "P6M".'),
        ("0 months", 'The periodicity "0 months" has no length; write for example "6 months".'),
        ("biannual", '"biannual" can be read in two ways; write "6 months" or "2 years".'),
        ("bi-monthly", '"bi-monthly" can be read in two ways; write "2 months" or "2 weeks".'),
        ("biweekly", '"biweekly" can be read in two ways; write "2 weeks" or the days between two services.'),
        ("P1M2D", '"P1M2D" mixes months with days, which have no fixed ratio; use one of them.'),
        ("1201 months", "A periodicity is at most 100 years, not 1201 months."),
    ],
)
def test_text_that_is_no_periodicity_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_periodicity(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "text", ["-6 months", "6 moons", "six months", "on-event", "none", "6 months or so", "1.5 years"]
)
def test_words_outside_the_format_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a periodicity"):
        parse_periodicity(text)


@pytest.mark.parametrize(("months", "days_"), [(0, 0), (1, 1), (-1, 0), (0, -7), (-1, 7)])
def test_a_periodicity_is_months_or_days_and_above_zero(months: int, days_: int) -> None:
    with pytest.raises(ValueError, match="some months or some days"):
        Periodicity(months, days_)


def test_a_hundred_years_is_the_longest_periodicity() -> None:
    assert str(Periodicity(months=1200)) == "100 years"
    assert str(Periodicity(days=36525)) == "36525 days"
    with pytest.raises(ValueError, match="at most 100 years, not 1201 months"):
        Periodicity(months=1201)
    with pytest.raises(ValueError, match="at most 100 years, not 5218 weeks"):
        Periodicity(days=36526)


@pytest.mark.parametrize(
    ("periodicity", "text"),
    [
        (MONTHLY, "1 month"),
        (HALF_YEARLY, "6 months"),
        (YEARLY, "1 year"),
        (Periodicity(months=18), "18 months"),
        (Periodicity(months=24), "2 years"),
        (Periodicity(days=1), "1 day"),
        (WEEKLY, "1 week"),
        (Periodicity(days=14), "2 weeks"),
        (Periodicity(days=90), "90 days"),
    ],
)
def test_the_canonical_text_names_the_largest_whole_unit(periodicity: Periodicity, text: str) -> None:
    assert str(periodicity) == text


@given(periodicities)
def test_reading_the_written_periodicity_gives_it_back(periodicity: Periodicity) -> None:
    assert parse_periodicity(str(periodicity)) == periodicity


@pytest.mark.parametrize(
    ("anchor", "periodicity", "times", "expected"),
    [
        (date(2026, 8, 31), HALF_YEARLY, 1, date(2027, 2, 28)),
        (date(2027, 8, 31), HALF_YEARLY, 1, date(2028, 2, 29)),
        (date(2026, 8, 31), HALF_YEARLY, 2, date(2027, 8, 31)),
        (date(2028, 2, 29), YEARLY, 1, date(2029, 2, 28)),
        (date(2028, 2, 29), YEARLY, 4, date(2032, 2, 29)),
        (date(2027, 1, 31), MONTHLY, 1, date(2027, 2, 28)),
        (date(2027, 1, 31), MONTHLY, 2, date(2027, 3, 31)),
        (date(2027, 1, 31), MONTHLY, 3, date(2027, 4, 30)),
        (date(2027, 1, 31), MONTHLY, 0, date(2027, 1, 31)),
        (date(2027, 1, 31), MONTHLY, -2, date(2026, 11, 30)),
        (date(2027, 3, 15), QUARTERLY, 1, date(2027, 6, 15)),
        (date(2026, 12, 24), Periodicity(days=14), 1, date(2027, 1, 7)),
        (date(2028, 2, 28), Periodicity(days=1), 2, date(2028, 3, 1)),
    ],
)
def test_after_counts_from_the_anchor_and_keeps_its_day(
    anchor: date, periodicity: Periodicity, times: int, expected: date
) -> None:
    assert periodicity.after(anchor, times) == expected


@pytest.mark.parametrize("periodicity", [Periodicity(days=365), YEARLY])
def test_a_step_outside_the_calendar_is_refused_in_a_sentence(periodicity: Periodicity) -> None:
    with pytest.raises(ValueError, match="is outside the years 1 to 9999"):
        periodicity.after(date(9999, 6, 1))


@pytest.mark.parametrize(
    ("periodicity", "length", "months"),
    [
        (MONTHLY, 30, 1),
        (QUARTERLY, 91, 3),
        (HALF_YEARLY, 183, 6),
        (YEARLY, 365, 12),
        (Periodicity(months=48), 1461, 48),
        (Periodicity(days=90), 90, 3),
        (Periodicity(days=89), 89, 2),
        (Periodicity(days=29), 29, 0),
        (Periodicity(days=364), 364, 12),
    ],
)
def test_lengths_in_days_and_in_months_of_policy_tables(periodicity: Periodicity, length: int, months: int) -> None:
    assert (periodicity.days_approx, periodicity.nominal_months) == (length, months)


@pytest.mark.parametrize(
    ("periodicity", "per_year"),
    [(HALF_YEARLY, Fraction(2)), (Periodicity(months=18), Fraction(2, 3)), (WEEKLY, Fraction(1461, 28))],
)
def test_occurrences_per_year_are_exact(periodicity: Periodicity, per_year: Fraction) -> None:
    assert periodicity.per_year == per_year


@pytest.mark.parametrize(
    ("day", "index"),
    [
        (date(2027, 1, 31), 0),
        (date(2027, 2, 27), 0),
        (date(2027, 2, 28), 1),
        (date(2027, 3, 30), 1),
        (date(2027, 3, 31), 2),
        (date(2027, 1, 30), -1),
        (date(2026, 12, 31), -1),
        (date(2026, 12, 30), -2),
        (date(2028, 1, 31), 12),
    ],
)
def test_the_index_changes_on_the_day_of_the_occurrence(day: date, index: int) -> None:
    assert occurrence_index_on_or_before(date(2027, 1, 31), MONTHLY, day) == index


def test_the_next_occurrence_is_strictly_later() -> None:
    assert next_occurrence(date(2027, 1, 31), MONTHLY, after=date(2027, 2, 27)) == date(2027, 2, 28)
    assert next_occurrence(date(2027, 1, 31), MONTHLY, after=date(2027, 2, 28)) == date(2027, 3, 31)


def test_the_first_occurrence_is_the_series_start_however_early_one_asks() -> None:
    assert next_occurrence(date(2027, 1, 31), MONTHLY, after=date(2026, 6, 1)) == date(2027, 1, 31)
    assert next_occurrence(date(2027, 1, 31), MONTHLY, after=date(2027, 1, 30)) == date(2027, 1, 31)
    assert next_occurrence(date(2027, 1, 31), MONTHLY, after=date(2027, 1, 31)) == date(2027, 2, 28)


@given(days, periodicities, st.integers(-8, 8))
def test_later_occurrences_are_later(anchor: date, periodicity: Periodicity, times: int) -> None:
    assert periodicity.after(anchor, times) < periodicity.after(anchor, times + 1)


@given(days, st.integers(1, 12), st.integers(1, 10))
def test_a_monthly_series_never_drifts_from_its_anchor_day(anchor: date, months: int, times: int) -> None:
    day = Periodicity(months=months).after(anchor, times)

    assert day.day == anchor.day or (day.day < anchor.day and (day + timedelta(days=1)).day == 1)


@given(days, periodicities, days)
def test_a_day_lies_between_its_occurrence_and_the_next(start: date, periodicity: Periodicity, day: date) -> None:
    index = occurrence_index_on_or_before(start, periodicity, day)

    assert periodicity.after(start, index) <= day < periodicity.after(start, index + 1)


@given(days, periodicities)
def test_the_approximate_length_is_off_by_three_days_at_most(anchor: date, periodicity: Periodicity) -> None:
    real = (periodicity.after(anchor) - anchor).days

    assert abs(real - periodicity.days_approx) <= 3
