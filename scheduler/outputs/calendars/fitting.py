"""What a feed may hold: clients lose feeds that are too big, so a feed is cut, and says so where everybody looks."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from scheduler.outputs.calendars.event import IssuedEvent, event, notice_uid
from scheduler.outputs.calendars.ics import event_bytes, in_order
from scheduler.outputs.words import counted, day_said

MOST_EVENTS = 1_000
MOST_BYTES = 900_000
_HEADING_BYTES = 4_000
"""Room for the heading and the notice."""


def size_written(issued: IssuedEvent) -> int:
    """Return the bytes that an event takes."""
    return len(event_bytes(issued))


def fitted(
    events: tuple[IssuedEvent, ...],
    scope: str,
    published_at: datetime,
    *,
    size_of: Callable[[IssuedEvent], int] = size_written,
    most_events: int = MOST_EVENTS,
    most_bytes: int = MOST_BYTES,
) -> tuple[IssuedEvent, ...]:
    """Keep what fits: what is over goes first, then the latest events, with a notice on the day where the feed ends."""
    ordered = in_order(events)
    if _how_many(ordered, size_of, most_events, most_bytes) == len(ordered):
        return tuple(ordered)
    ordered = [each for each in ordered if each.event.ends_at > published_at]
    kept = _how_many(ordered, size_of, most_events, most_bytes)
    if kept == len(ordered):
        return tuple(ordered)
    first_missing = ordered[kept].event.starts_at.date()
    return (*ordered[:kept], _cut_notice(scope, first_missing, len(ordered) - kept, published_at))


def empty_notice(scope: str, first_day: date, last_day: date, published_at: datetime) -> IssuedEvent:
    """Say that there is nothing, for a feed without events can be taken for one that is broken."""
    said = f"No visits are planned from {day_said(first_day)} to {day_said(last_day)}."
    return _notice(notice_uid(scope, "empty"), first_day, "No visits planned", said, published_at)


def _how_many(
    ordered: list[IssuedEvent], size_of: Callable[[IssuedEvent], int], most_events: int, most_bytes: int
) -> int:
    size, room_for_notice = _HEADING_BYTES, 1
    for number, each in enumerate(ordered):
        size += size_of(each)
        last = number == len(ordered) - 1
        if size > most_bytes or number + (0 if last else room_for_notice) >= most_events:
            return number
    return len(ordered)


def _cut_notice(scope: str, day: date, missing: int, published_at: datetime) -> IssuedEvent:
    said = (
        f"This calendar ends here: {counted(missing, 'later appointment')} did not fit. See the report for all of them."
    )
    return _notice(notice_uid(scope, "cut"), day, "Calendar cut here: more in the report", said, published_at)


def _notice(uid: str, day: date, summary: str, description: str, published_at: datetime) -> IssuedEvent:
    made = event(uid=uid, start=day, end=day + timedelta(days=1), summary=summary, description=description, busy=False)
    return IssuedEvent(made, 0, published_at)
