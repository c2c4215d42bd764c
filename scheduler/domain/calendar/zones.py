"""Civil time of a site and instants in UTC: the one place where clocks change.

Twice a year a wall time is missing or comes twice. One reading is used for starts and ends alike, so that periods which
touch on the wall touch in time: a missing time is read with the offset before the change (02:30 in a gap of one hour is
the instant that clocks show as 03:30), a doubled time is its first occurrence (PEP 495, fold 0). A night period may so
last an hour more or less than the wall says; minutes are always those of a stopwatch.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.domain.calendar.spans import Span

MIDNIGHT = time(0, 0)
_ONE_DAY = timedelta(days=1)


def instant(day: date, at: time, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """Return the instant in UTC at which clocks in `zone` show `at` on `day`; `last`: the second of a doubled time."""
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    first_reading = wall.astimezone(UTC)
    if not last:
        return first_reading
    return max(first_reading, wall.replace(fold=1).astimezone(UTC))


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks and calendars in `zone` show at `instant`."""
    return instant.astimezone(zone)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Return the civil day in `zone` on which `instant` falls."""
    return instant.astimezone(zone).date()


@lru_cache(maxsize=100_000)
def day_span(first: date, last: date, zone: ZoneInfo) -> Span:
    """Return the whole civil days from `first` through `last`: 23 or 25 hours each where clocks change."""
    return Span(instant(first, MIDNIGHT, zone), instant(last + _ONE_DAY, MIDNIGHT, zone))


def wall_span(first_day: date, start: time, last_day: date, end: time, zone: ZoneInfo) -> Span | None:
    """Return the stretch between two wall times; None if a clock change leaves nothing of it."""
    begins, ends = instant(first_day, start, zone), instant(last_day, end, zone)
    return Span(begins, ends) if begins < ends else None


def block_span(first_day: date, start: time | None, last_day: date, end: time | None, zone: ZoneInfo) -> Span | None:
    """Return one block from `first_day` `start` to `last_day` `end`, as an absence is written.

    A blank start is the beginning of the first day, a blank end or midnight the end of the last; on a single day an end
    at or before the start is the next day. None if a clock change leaves nothing of it.
    """
    begin = MIDNIGHT if start is None else start
    finish = MIDNIGHT if end is None else end
    runs_over = finish == MIDNIGHT or (first_day == last_day and finish <= begin)
    return wall_span(first_day, begin, last_day + _ONE_DAY if runs_over else last_day, finish, zone)
