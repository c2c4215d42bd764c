"""Clock changes in Madrid, New York and on Lord Howe Island, hand-checked in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.calendar import Span, block_span, day_of, day_span, instant, local, wall_span

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SANTIAGO = ZoneInfo("America/Santiago")


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2027, 1, 4), time(8), MADRID, utc(1, 4, 7)),
        (date(2027, 7, 5), time(8), MADRID, utc(7, 5, 6)),
        (date(2027, 3, 28), time(1, 59), MADRID, utc(3, 28, 0, 59)),
        (date(2027, 3, 28), time(3), MADRID, utc(3, 28, 1)),
        (date(2027, 3, 14), time(1, 59), NEW_YORK, utc(3, 14, 6, 59)),
        (date(2027, 3, 14), time(3), NEW_YORK, utc(3, 14, 7)),
        (date(2027, 10, 3), time(1, 59), LORD_HOWE, utc(10, 2, 15, 29)),
        (date(2027, 10, 3), time(2, 30), LORD_HOWE, utc(10, 2, 15, 30)),
    ],
)
def test_an_ordinary_wall_time_is_one_instant(day: date, at: time, zone: ZoneInfo, expected: datetime) -> None:
    assert instant(day, at, zone) == instant(day, at, zone, last=True) == expected


@pytest.mark.parametrize(
    ("day", "at", "zone", "shown"),
    [
        (date(2027, 3, 28), time(2), MADRID, time(3)),
        (date(2027, 3, 28), time(2, 30), MADRID, time(3, 30)),
        (date(2027, 3, 28), time(2, 59), MADRID, time(3, 59)),
        (date(2027, 3, 14), time(2, 30), NEW_YORK, time(3, 30)),
        (date(2027, 10, 3), time(2), LORD_HOWE, time(2, 30)),
        (date(2027, 10, 3), time(2, 15), LORD_HOWE, time(2, 45)),
    ],
)
def test_a_time_that_spring_skips_moves_forward_by_the_gap(day: date, at: time, zone: ZoneInfo, shown: time) -> None:
    assert local(instant(day, at, zone), zone).time() == shown
    assert instant(day, at, zone, last=True) == instant(day, at, zone)


@pytest.mark.parametrize(
    ("day", "at", "zone", "first", "minutes_between"),
    [
        (date(2027, 10, 31), time(2), MADRID, utc(10, 31, 0), 60),
        (date(2027, 10, 31), time(2, 59), MADRID, utc(10, 31, 0, 59), 60),
        (date(2027, 10, 31), time(3), MADRID, utc(10, 31, 2), 0),
        (date(2027, 11, 7), time(1), NEW_YORK, utc(11, 7, 5), 60),
        (date(2027, 11, 7), time(2), NEW_YORK, utc(11, 7, 7), 0),
        (date(2027, 4, 4), time(1, 30), LORD_HOWE, utc(4, 3, 14, 30), 30),
        (date(2027, 4, 4), time(2), LORD_HOWE, utc(4, 3, 15, 30), 0),
    ],
)
def test_a_time_that_autumn_doubles_is_its_first_occurrence(
    day: date, at: time, zone: ZoneInfo, first: datetime, minutes_between: int
) -> None:
    assert instant(day, at, zone) == first
    assert instant(day, at, zone, last=True) - first == timedelta(minutes=minutes_between)


def test_a_fold_carried_by_the_time_itself_is_ignored() -> None:
    assert instant(date(2027, 10, 31), time(2, 30, fold=1), MADRID) == utc(10, 31, 0, 30)


@pytest.mark.parametrize(
    ("day", "zone", "minutes"),
    [
        (date(2027, 3, 27), MADRID, 1440),
        (date(2027, 3, 28), MADRID, 1380),
        (date(2027, 10, 31), MADRID, 1500),
        (date(2027, 3, 14), NEW_YORK, 1380),
        (date(2027, 11, 7), NEW_YORK, 1500),
        (date(2027, 10, 3), LORD_HOWE, 1410),
        (date(2027, 4, 4), LORD_HOWE, 1470),
        (date(2027, 9, 5), SANTIAGO, 1380),
    ],
)
def test_a_day_of_clock_change_has_its_true_length(day: date, zone: ZoneInfo, minutes: int) -> None:
    assert day_span(day, day, zone).minutes == minutes


def test_a_day_begins_at_local_midnight_and_ends_before_the_next() -> None:
    span = day_span(date(2027, 1, 1), date(2027, 1, 1), NEW_YORK)

    assert span == Span(utc(1, 1, 5), utc(1, 2, 5))
    assert day_of(span.start, NEW_YORK) == date(2027, 1, 1)
    assert day_of(span.end - timedelta(minutes=1), NEW_YORK) == date(2027, 1, 1)
    assert day_of(span.end, NEW_YORK) == date(2027, 1, 2)


def test_the_same_instant_is_another_day_in_another_zone() -> None:
    midnight_in_madrid = instant(date(2027, 1, 1), time(0), MADRID)

    assert day_of(midnight_in_madrid, NEW_YORK) == date(2026, 12, 31)


def test_days_follow_each_other_without_gap_through_both_clock_changes() -> None:
    year = day_span(date(2027, 1, 1), date(2027, 12, 31), MADRID)

    assert year.minutes == 365 * 1440


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        (date(2027, 3, 28), time(1, 30), time(2, 30), 60),
        (date(2027, 3, 28), time(1), time(3), 60),
        (date(2027, 3, 28), time(1), time(4), 120),
        (date(2027, 10, 31), time(1), time(2, 30), 90),
        (date(2027, 10, 31), time(2), time(2, 30), 30),
        (date(2027, 10, 31), time(2, 30), time(3), 90),
        (date(2027, 10, 31), time(1), time(3), 180),
    ],
)
def test_a_stretch_over_a_clock_change_has_stopwatch_minutes(day: date, start: time, end: time, minutes: int) -> None:
    span = wall_span(day, start, day, end, MADRID)

    assert span is not None
    assert span.minutes == minutes


@pytest.mark.parametrize(("start", "end"), [(time(2), time(3)), (time(2, 30), time(3))])
def test_a_stretch_that_spring_skips_is_nothing(start: time, end: time) -> None:
    assert wall_span(date(2027, 3, 28), start, date(2027, 3, 28), end, MADRID) is None


@pytest.mark.parametrize("cut", [time(1, 59), time(2), time(2, 30), time(2, 59), time(3)])
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_two_shifts_that_touch_on_the_wall_touch_in_time(day: date, cut: time) -> None:
    before = wall_span(day - timedelta(days=1), time(19), day, cut, MADRID)
    after = wall_span(day, cut, day, time(7), MADRID)

    assert before is not None
    assert after is not None
    assert before.end == after.start


FRIDAY, SUNDAY = date(2027, 1, 8), date(2027, 1, 10)


@pytest.mark.parametrize(
    ("first", "start", "last", "end", "expected"),
    [
        (FRIDAY, None, SUNDAY, None, Span(utc(1, 7, 23), utc(1, 10, 23))),
        (FRIDAY, time(13), SUNDAY, time(12), Span(utc(1, 8, 12), utc(1, 10, 11))),
        (FRIDAY, time(13), SUNDAY, None, Span(utc(1, 8, 12), utc(1, 10, 23))),
        (FRIDAY, time(13), SUNDAY, time(0), Span(utc(1, 8, 12), utc(1, 10, 23))),
        (FRIDAY, None, SUNDAY, time(12), Span(utc(1, 7, 23), utc(1, 10, 11))),
        (FRIDAY, time(8), FRIDAY, time(17), Span(utc(1, 8, 7), utc(1, 8, 16))),
        (FRIDAY, time(22), FRIDAY, time(6), Span(utc(1, 8, 21), utc(1, 9, 5))),
        (FRIDAY, time(8), FRIDAY, time(8), Span(utc(1, 8, 7), utc(1, 9, 7))),
        (FRIDAY, None, FRIDAY, None, Span(utc(1, 7, 23), utc(1, 8, 23))),
    ],
)
def test_an_absence_is_one_block_from_its_first_start_to_its_last_end(
    first: date, start: time | None, last: date, end: time | None, expected: Span
) -> None:
    assert block_span(first, start, last, end, MADRID) == expected


@given(st.integers(0, 15 * 366 * 1440), st.sampled_from([MADRID, NEW_YORK, LORD_HOWE, SANTIAGO]))
def test_an_instant_read_on_the_wall_and_back_is_itself(minutes: int, zone: ZoneInfo) -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wall = local(at, zone)

    assert instant(wall.date(), wall.time(), zone, last=bool(wall.fold)) == at
