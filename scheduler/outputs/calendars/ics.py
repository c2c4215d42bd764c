"""Feeds as iCalendar bytes (RFC 5545, 7986): UTC times, no VTIMEZONE, no METHOD, no calendar UID."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, vDatetime, vDuration, vText

from scheduler.domain.publication import IssuedEvent
from scheduler.outputs.calendars.vevent import vevent
from scheduler.outputs.words import without_controls

BUILDER = "1"
"""Raised when a release writes the same events in other bytes: clients that kept a broken answer then fetch anew."""
PRODID = "-//htm-scheduler//calendars 1//EN"
REFRESH = timedelta(hours=4)
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Feed:
    """All that one subscription shows: a name that says whose it is, and its events.

    `changed_at`: when its content last changed; None = with its newest event.
    """

    name: str
    description: str
    events: tuple[IssuedEvent, ...]
    changed_at: datetime | None = None


def feed_bytes(feed: Feed) -> bytes:
    """Write a feed; the same feed gives the same bytes in any process."""
    return joined(feed, [event_bytes(each) for each in in_order(feed.events)])


def joined(feed: Feed, events: Sequence[bytes]) -> bytes:
    """Write a feed from events that are written already, in their order."""
    heading = bytes(_heading(feed).to_ical())
    if not heading.endswith(_END):
        raise ValueError("An iCalendar heading does not end as RFC 5545 says.")
    return heading.removesuffix(_END) + b"".join(events) + _END


def in_order(events: Sequence[IssuedEvent]) -> list[IssuedEvent]:
    """Sort events by start and name."""
    return sorted(events, key=lambda each: (each.event.starts_at, each.event.uid))


@lru_cache(maxsize=20_000)
def event_bytes(issued: IssuedEvent) -> bytes:
    """Write one VEVENT, once for all feeds that show the same one."""
    return vevent(issued)


def _heading(feed: Feed) -> Calendar:
    changed = feed.changed_at or max(
        (each.changed_at for each in feed.events), default=datetime(1970, 1, 1, tzinfo=UTC)
    )
    name, about = (vText(" ".join(without_controls(text).split())) for text in (feed.name, feed.description))
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODID)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("DESCRIPTION", about)
    calendar.add("X-WR-CALDESC", about)
    calendar.add("LAST-MODIFIED", _stamp(changed))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return calendar


def _stamp(moment: datetime) -> vDatetime:
    return vDatetime(moment.astimezone(UTC).replace(microsecond=0))
