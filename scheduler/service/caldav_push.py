"""Feeds pushed to a CalDAV server: one resource an appointment, written only over what was read, tombstones deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.domain.publication import EventStatus
from scheduler.service.calendar_server import CalendarServer, CalendarServerError, Resource
from scheduler.store import FeedEvent, FeedHead

_TRIES = 4
_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//htm-scheduler//calendars 1//EN\r\n"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did to appointments."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    same: int = 0

    def __add__(self, other: "Pushed") -> "Pushed":
        return Pushed(
            self.created + other.created,
            self.updated + other.updated,
            self.deleted + other.deleted,
            self.same + other.same,
        )


_CREATED, _UPDATED, _DELETED, _SAME = Pushed(created=1), Pushed(updated=1), Pushed(deleted=1), Pushed(same=1)


def push(server: CalendarServer, head: FeedHead, events: Iterable[FeedEvent], now: datetime) -> Pushed:
    """Bring one calendar of the server to what a feed shows; resources of others in it are left alone."""
    calendar = head.file_name.removesuffix(".ics").replace("/", "-")
    server.make(calendar, head.name)
    wanted = {f"{event.uid}.ics": event for event in events}
    there = server.resources(calendar)
    total = Pushed()
    for name in (*wanted, *(name for name in there if name not in wanted)):
        total += _one(server, calendar, name, wanted.get(name), there, now)
    return total


def _one(
    server: CalendarServer,
    calendar: str,
    name: str,
    event: FeedEvent | None,
    there: Mapping[str, Resource],
    now: datetime,
) -> Pushed:
    """Do what one appointment needs; where somebody else was first, read the calendar again and decide anew."""
    for _ in range(_TRIES):
        done = _done(server, calendar, name, event, there.get(name), now)
        if done is not None:
            return done
        there = server.resources(calendar)
    raise CalendarServerError(f"The appointment {name} of {calendar} changes faster than it can be written.")


def _done(
    server: CalendarServer,
    calendar: str,
    name: str,
    event: FeedEvent | None,
    found: Resource | None,
    now: datetime,
) -> Pushed | None:
    """Return what was done; None if the resource was not as it had been read."""
    if event is None or event.status is EventStatus.CANCELLED:
        if found is None or (event is None and not _is_ours_to_come(found, now)):
            return Pushed()
        return _DELETED if server.delete(calendar, name, found.etag) else None
    if found is None:
        return _CREATED if server.put(calendar, name, _resource(event), None) else None
    if found.property("SEQUENCE") == str(event.sequence) and found.property("LAST-MODIFIED") == _stamp(event):
        return _SAME
    return _UPDATED if server.put(calendar, name, _resource(event), found.etag) else None


def _resource(event: FeedEvent) -> bytes:
    return _HEAD + event.content + _END


def _stamp(event: FeedEvent) -> str:
    return f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _is_ours_to_come(found: Resource, now: datetime) -> bool:
    """A visit of ours that no feed shows any more was called off long ago; what took place stays."""
    return bool(found.property("X-HTM-VISITS")) and found.property("DTEND") > f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
