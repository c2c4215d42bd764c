"""Windows as words, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import (
    WindowKind,
    WindowProfile,
    describe_window,
    parse_periodicity,
    parse_window,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("joint-commission", WindowProfile(WindowKind.JOINT_COMMISSION)),
        (" Joint Commission ", WindowProfile(WindowKind.JOINT_COMMISSION)),
        ("CMS_STRICT", WindowProfile(WindowKind.CMS_STRICT)),
        ("due-month", WindowProfile(WindowKind.DUE_MONTH)),
        ("next-month", WindowProfile(WindowKind.NEXT_MONTH)),
        ("due-date", WindowProfile(WindowKind.DUE_DATE)),
        ("days-after 15", WindowProfile(WindowKind.DAYS_AFTER, plus=15)),
        ("Days after 15", WindowProfile(WindowKind.DAYS_AFTER, plus=15)),
        ("month-plus-minus 1", WindowProfile(WindowKind.MONTH_PLUS_MINUS, 1, 1)),
        ("-10..+20 days", WindowProfile(WindowKind.DAYS_AROUND, 10, 20)),
        ("-10..20 days", WindowProfile(WindowKind.DAYS_AROUND, 10, 20)),
        ("-10 .. +20 days", WindowProfile(WindowKind.DAYS_AROUND, 10, 20)),
        ("\u221210..+20 days", WindowProfile(WindowKind.DAYS_AROUND, 10, 20)),
        ("0..+1 day", WindowProfile(WindowKind.DAYS_AROUND, 0, 1)),
        ("-1..+2 weeks", WindowProfile(WindowKind.DAYS_AROUND, 7, 14)),
        ("+/-20 days", WindowProfile(WindowKind.DAYS_AROUND, 20, 20)),
        ("± 20 days", WindowProfile(WindowKind.DAYS_AROUND, 20, 20)),
        ("-1..+1 months", WindowProfile(WindowKind.MONTHS_AROUND, 1, 1)),
        ("-3..0 months", WindowProfile(WindowKind.MONTHS_AROUND, 3, 0)),
    ],
)
def test_text_becomes_a_profile(text: str, expected: WindowProfile) -> None:
    assert parse_window(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "joint commision",
            '"joint commision" is not a tolerance window; write joint-commission, cms-strict, due-month, next-month, '
            'due-date, "days-after 15", "month-plus-minus 1" or "-10..+20 days".',
        ),
        (
            "5..20 days",
            'The window "5..20 days" leaves out the due date; start it at 0 or before, and end it at 0 or after.',
        ),
        (
            "-20..-5 days",
            'The window "-20..-5 days" leaves out the due date; start it at 0 or before, and end it at 0 or after.',
        ),
        ("days-after 0", "days-after needs a number of days from 1 to 45; for none write due-date."),
        ("month-plus-minus 0", "month-plus-minus needs one number of months from 1; for none write due-month."),
        (
            "days-after 46",
            "A window of the profile days-after reaches from 0 to 0 before and from 0 to 45 after the due date, "
            "not 0 and 46.",
        ),
    ],
)
def test_text_that_is_no_window_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_window(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    "text", ["", "days-after", "month-plus-minus", "-10..+20", "10 days", "due-date 5", "-10...20 days"]
)
def test_words_outside_the_format_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a tolerance window"):
        parse_window(text)


@pytest.mark.parametrize(
    "text",
    [
        "joint-commission",
        "cms-strict",
        "due-month",
        "next-month",
        "due-date",
        "days-after 15",
        "month-plus-minus 1",
        "-10..+20 days",
        "0..+20 days",
        "-10..0 days",
        "-1..+1 months",
    ],
)
def test_canonical_text_is_written_as_it_was_read(text: str) -> None:
    assert str(parse_window(text)) == text


@given(st.integers(0, 366), st.integers(0, 366))
def test_reading_the_written_window_gives_it_back(minus: int, plus: int) -> None:
    profile = WindowProfile(WindowKind.DAYS_AROUND, minus, plus)

    assert parse_window(str(profile)) == profile


@pytest.mark.parametrize(
    ("profile", "every", "sentence"),
    [
        (
            "joint-commission",
            "6 months",
            "From 20 days before the due date to 20 days after it (Joint Commission definition for 6 months).",
        ),
        (
            "joint-commission",
            "18 months",
            "From 30 days before the due date to 30 days after it "
            "(facility policy; the Joint Commission does not define 18 months).",
        ),
        (
            "joint-commission",
            "monthly",
            "On any day of the month of the due date (Joint Commission definition for 1 month).",
        ),
        (
            "joint-commission",
            "weekly",
            "On any day of the calendar week, Monday to Sunday, of the due date "
            "(Joint Commission definition for 1 week).",
        ),
        ("joint-commission", "daily", "On the due date (facility policy; the Joint Commission does not define 1 day)."),
        (
            "cms-strict",
            "12 months",
            "From 30 days before the due date, or the first day of its month if that is earlier, "
            "to the last day of the month of the due date, and not later "
            "(CMS reading: no tolerance beyond the due month).",
        ),
        (
            "cms-strict",
            "monthly",
            "From the first to the last day of the month of the due date, and not later "
            "(CMS reading: no tolerance beyond the due month).",
        ),
        (
            "cms-strict",
            "weekly",
            "On any day of the calendar week, Monday to Sunday, of the due date (CMS reading: no tolerance beyond it).",
        ),
        ("due-month", "6 months", "On any day of the month of the due date."),
        (
            "next-month",
            "6 months",
            "From the first day of the month of the due date to the last day of the following month.",
        ),
        ("due-date", "6 months", "On the due date."),
        ("days-after 15", "6 months", "From the due date to 15 days after it."),
        (
            "month-plus-minus 1",
            "6 months",
            "From the first day of the month 1 month before the due date to the end of the month 1 month after it.",
        ),
        ("-10..+20 days", "6 months", "From 10 days before the due date to 20 days after it."),
        ("-1..0 days", "6 months", "From 1 day before the due date to the due date."),
        ("0..0 days", "6 months", "On the due date."),
        ("-2..+1 months", "6 months", "From 2 months before the due date to 1 month after it."),
    ],
)
def test_a_window_is_told_in_one_sentence(profile: str, every: str, sentence: str) -> None:
    assert describe_window(parse_window(profile), parse_periodicity(every)) == sentence
