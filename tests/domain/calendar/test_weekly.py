"""Weekly periods over midnight, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import (
    ALL_WEEKDAYS,
    HolidayRule,
    Span,
    Spans,
    WeeklyPeriod,
    day_of,
    day_span,
    parse_start_time,
    parse_time,
    parse_weekdays,
    weekdays_text,
)

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
MONDAY = date(2027, 1, 4)
EPIPHANY = date(2027, 1, 6)  # a Wednesday


def a_period(
    weekdays: str = "*",
    start: str = "08:00",
    end: str = "16:00",
    first_day: date | None = None,
    last_day: date | None = None,
    on_holidays: HolidayRule = HolidayRule.YES,
) -> WeeklyPeriod:
    return WeeklyPeriod(parse_weekdays(weekdays), parse_time(start), parse_time(end), first_day, last_day, on_holidays)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Tue|Thu", {1, 3}),
        ("tuesday, thursday", {1, 3}),
        ("Mon-Wed|Sat", {0, 1, 2, 5}),
        ("Fri-Mon", {4, 5, 6, 0}),
        ("Sun-Mon", {6, 0}),
        ("Mon-Sun", set(range(7))),
        ("Wed-Wed", {2}),
        ("sat", {5}),
        ("Tu|Th.", {1, 3}),
        (" Mon - Fri ", {0, 1, 2, 3, 4}),
        ("*", set(range(7))),
        ("", set(range(7))),
    ],
)
def test_text_becomes_weekdays(text: str, expected: set[int]) -> None:
    assert parse_weekdays(text) == expected


@pytest.mark.parametrize("text", ["Mo-Fry", "Mon-", "M", "Mon||Tue", "|", "1-5", "Lun-Vie", "Monn"])
def test_text_that_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_weekdays(text)

    assert (
        str(refusal.value)
        == f'"{text}" is not a list of weekdays; write for example Mon-Fri, Tue|Thu or * for every day.'
    )


def test_a_range_of_three_weekdays_is_refused() -> None:
    with pytest.raises(ValueError, match='"Mon-Wed-Fri" has a range of more than two weekdays'):
        parse_weekdays("Mon-Wed-Fri")


@pytest.mark.parametrize("text", ["*", "Mon-Fri", "Tue|Thu", "Mon-Wed|Sat", "Sat|Sun", "Mon|Sun", "Wed"])
def test_weekdays_are_written_as_a_table_writes_them(text: str) -> None:
    assert weekdays_text(parse_weekdays(text)) == text


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_reading_the_written_weekdays_gives_them_back(weekdays: frozenset[int]) -> None:
    assert parse_weekdays(weekdays_text(weekdays)) == weekdays


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17:30", time(17, 30)),
        ("7:30", time(7, 30)),
        (" 07:30:00 ", time(7, 30)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        ("24:00", time(0)),
    ],
)
def test_text_becomes_a_time(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "24:01", "25:00", "12:60", "7", "7.30", "0730", "5:30 PM", "07:30:30", "-1:00"])
def test_text_that_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the whole sentence is compared below)
        parse_time(text)

    assert (
        str(refusal.value)
        == f'"{text}" is not a time; write hours and minutes of a 24-hour clock, such as 07:30 or 17:00.'
    )


def test_midnight_at_the_end_of_a_day_is_no_start() -> None:
    assert parse_start_time("00:00") == time(0)
    with pytest.raises(ValueError, match='"24:00" cannot be a start; write 00:00 and the weekday of the new day'):
        parse_start_time("24:00")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("08:00", "08:01", 1),
        ("08:00", "08:00", 1440),
        ("08:00", "07:59", 1439),
        ("00:00", "24:00", 1440),
        ("22:00", "24:00", 120),
        ("22:00", "06:00", 480),
        ("23:59", "00:00", 1),
    ],
)
def test_an_end_at_or_before_the_start_is_the_next_day(start: str, end: str, minutes: int) -> None:
    (span,) = a_period(start=start, end=end).spans(MADRID, MONDAY, MONDAY)

    assert span.minutes == minutes
    assert day_of(span.start, MADRID) == MONDAY


def test_periods_of_the_working_week_start_on_its_days_in_order() -> None:
    spans = a_period("Mon-Fri").spans(MADRID, MONDAY, MONDAY + timedelta(days=13))

    assert [day_of(span.start, MADRID).weekday() for span in spans] == [0, 1, 2, 3, 4] * 2
    assert spans[0] == Span(utc(MONDAY, 7), utc(MONDAY, 15))


def test_a_night_shift_belongs_to_the_day_it_starts_on() -> None:
    friday = MONDAY + timedelta(days=4)
    saturday = friday + timedelta(days=1)
    night = a_period("Fri", "22:00", "06:00")

    assert night.spans(MADRID, friday, friday) == [Span(utc(friday, 21), utc(saturday, 5))]
    assert night.spans(MADRID, saturday, saturday) == []
    assert night.spans(MADRID, saturday, saturday, reaching_in=True) == [Span(utc(friday, 21), utc(saturday, 5))]


def test_a_period_that_ends_at_midnight_does_not_reach_into_the_new_day() -> None:
    tuesday = MONDAY + timedelta(days=1)

    assert a_period("Mon", "16:00", "24:00").spans(MADRID, tuesday, tuesday, reaching_in=True) == []
    assert len(a_period("Mon", "16:00", "00:01").spans(MADRID, tuesday, tuesday, reaching_in=True)) == 1


def test_a_period_reaches_in_only_if_its_own_day_allows_it() -> None:
    period = a_period("*", "22:00", "06:00", first_day=MONDAY)

    assert len(period.spans(MADRID, MONDAY, MONDAY, reaching_in=True)) == 1
    assert len(period.spans(MADRID, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1), reaching_in=True)) == 2


def test_a_period_starts_on_its_first_and_last_day_and_not_beside_them() -> None:
    period = a_period(first_day=MONDAY, last_day=EPIPHANY)

    assert [period.starts_on(MONDAY + timedelta(days=offset)) for offset in (-1, 0, 1, 2, 3)] == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("rule", "days"),
    [(HolidayRule.YES, [4, 5, 6, 7, 8]), (HolidayRule.NO, [4, 5, 7, 8]), (HolidayRule.ONLY, [6])],
)
def test_a_holiday_keeps_drops_or_alone_has_the_period(rule: HolidayRule, days: list[int]) -> None:
    spans = a_period("Mon-Fri", on_holidays=rule).spans(
        MADRID, MONDAY, MONDAY + timedelta(days=6), frozenset({EPIPHANY, date(2027, 1, 9)})
    )

    assert [day_of(span.start, MADRID).day for span in spans] == days


def test_a_night_into_a_holiday_is_worked_and_a_night_out_of_it_is_not() -> None:
    night = a_period("*", "22:00", "06:00", on_holidays=HolidayRule.NO)
    holidays = frozenset({EPIPHANY})

    assert night.starts_on(EPIPHANY - timedelta(days=1), holidays)
    assert not night.starts_on(EPIPHANY, holidays)


def test_a_horizon_without_days_has_no_periods() -> None:
    assert a_period().spans(MADRID, MONDAY, MONDAY - timedelta(days=1)) == []


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset({7}), frozenset({-1, 2})])
def test_weekdays_outside_the_week_are_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match=r"needs weekdays from 0 \(Monday\) to 6"):
        WeeklyPeriod(weekdays, time(8), time(16))


def test_a_period_that_ends_before_its_first_day_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end on 2027-01-04, before its first day 2027-01-06"):
        a_period(first_day=EPIPHANY, last_day=MONDAY)
    assert a_period(first_day=MONDAY, last_day=MONDAY).starts_on(MONDAY)


@pytest.mark.parametrize(
    ("zone", "evening", "minutes"),
    [
        (MADRID, date(2027, 3, 27), 660),
        (MADRID, date(2027, 10, 30), 780),
        (NEW_YORK, date(2027, 3, 13), 660),
        (NEW_YORK, date(2027, 11, 6), 780),
        (LORD_HOWE, date(2027, 10, 2), 690),
        (LORD_HOWE, date(2027, 4, 3), 750),
        (MADRID, date(2027, 6, 5), 720),
    ],
)
def test_a_twelve_hour_night_through_the_clock_change_has_stopwatch_minutes(
    zone: ZoneInfo, evening: date, minutes: int
) -> None:
    (span,) = a_period(start="19:00", end="07:00").spans(zone, evening, evening)

    assert span.minutes == minutes


def test_a_period_that_spring_skips_does_not_happen_that_night() -> None:
    sunday = date(2027, 3, 28)
    period = a_period(start="02:00", end="03:00")

    assert period.starts_on(sunday)
    assert [day_of(span.start, MADRID).day for span in period.spans(MADRID, date(2027, 3, 27), date(2027, 3, 29))] == [
        27,
        29,
    ]


@pytest.mark.parametrize("zone", [MADRID, NEW_YORK, LORD_HOWE])
def test_day_and_night_shifts_cover_a_whole_year_without_gap(zone: ZoneInfo) -> None:
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    shifts = [a_period(start="07:00", end="19:00"), a_period(start="19:00", end="07:00")]

    covered = Spans.of(span for shift in shifts for span in shift.spans(zone, first, last, reaching_in=True))

    assert len(covered) == 1
    assert covered.covering(day_span(first, last, zone)) is not None


@given(
    st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    st.integers(0, 20),
    st.sampled_from([MADRID, NEW_YORK, LORD_HOWE]),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_periods_are_in_order_and_last_a_day_and_an_hour_at_most(
    first: date, length: int, zone: ZoneInfo, start: time, end: time
) -> None:
    spans = WeeklyPeriod(ALL_WEEKDAYS, start, end).spans(zone, first, first + timedelta(days=length))

    assert length <= len(spans) <= length + 1
    assert all(earlier.start < later.start for earlier, later in pairwise(spans))
    assert all(0 < span.minutes <= 25 * 60 for span in spans)
