"""When a leg can begin in a week, by the shift that it begins in."""

from datetime import UTC, date, datetime, timedelta

from scheduler.domain.calendar import Span, Spans
from scheduler.domain.ids import SiteId
from scheduler.domain.people import WorkingSpan
from scheduler.relaxation.starts import first_from, openings_of, starts_of

SUNDAY, MONDAY = date(2027, 1, 10), date(2027, 1, 11)
SUNDAYS_WEEK, MONDAYS_WEEK = "2027-W01", "2027-W02"
INSTANT = timedelta(microseconds=1)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


NIGHT = WorkingSpan(Span(at(SUNDAY, 22), at(MONDAY, 6)), SiteId("North"), SUNDAY)
MORNING = WorkingSpan(Span(at(MONDAY, 6), at(MONDAY, 14)), SiteId("North"), MONDAY)
ON_END = Spans((Span(at(SUNDAY, 22), at(MONDAY, 14)),))


def test_a_leg_is_charged_to_the_week_of_the_shift_in_which_it_begins_even_if_it_runs_on() -> None:
    found = starts_of(openings_of(ON_END, (NIGHT, MORNING)), 60)

    assert found[SUNDAYS_WEEK] == Spans((Span(at(SUNDAY, 22), at(MONDAY, 6)),))
    assert found[MONDAYS_WEEK] == Spans((Span(at(MONDAY, 6), at(MONDAY, 13) + INSTANT),))


def test_a_leg_that_is_too_long_for_what_is_left_of_its_stretch_does_not_begin() -> None:
    found = starts_of(openings_of(ON_END, (NIGHT, MORNING)), 9 * 60)

    assert found == {SUNDAYS_WEEK: Spans((Span(at(SUNDAY, 22), at(MONDAY, 5) + INSTANT),))}


def test_the_first_start_is_inside_the_earliest_span_that_is_not_over() -> None:
    mornings = Spans((Span(at(SUNDAY, 8), at(SUNDAY, 12)), Span(at(MONDAY, 8), at(MONDAY, 12))))

    assert first_from(mornings, at(SUNDAY, 7)) == at(SUNDAY, 8)
    assert first_from(mornings, at(SUNDAY, 9)) == at(SUNDAY, 9)
    assert first_from(mornings, at(SUNDAY, 12)) == at(MONDAY, 8)
    assert first_from(mornings, at(MONDAY, 12)) is None
