"""A family knows until when somebody can still begin."""

from datetime import UTC, datetime

from scheduler.domain.calendar import Span, Spans
from scheduler.relaxation import Family


def at(hour: int) -> datetime:
    return datetime(2027, 1, 11, hour, tzinfo=UTC)


MORNING_AND_EVENING = Family(0, (), Spans((Span(at(8), at(12)), Span(at(18), at(20)))), {})


def test_the_last_start_leaves_the_minutes_before_the_end() -> None:
    assert MORNING_AND_EVENING.latest_start(at(11), 60) == at(10)
    assert MORNING_AND_EVENING.latest_start(at(23), 60) == at(19)


def test_work_that_fills_a_stretch_starts_with_it() -> None:
    assert MORNING_AND_EVENING.latest_start(at(20), 120) == at(18)


def test_a_stretch_that_is_a_minute_too_short_leaves_the_one_before_it() -> None:
    assert MORNING_AND_EVENING.latest_start(at(20), 121) == at(9).replace(minute=59)
    assert MORNING_AND_EVENING.latest_start(at(19), 61) == at(10).replace(minute=59)


def test_nobody_can_start_where_no_stretch_is_long_enough() -> None:
    assert MORNING_AND_EVENING.latest_start(at(8), 1) is None
    assert MORNING_AND_EVENING.latest_start(at(9), 61) is None
    assert MORNING_AND_EVENING.latest_start(at(20), 241) is None
