"""Feeds as they were published: whose, which bytes, since when; and the events of one, for calendar servers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, and_, func, select

from scheduler.domain.publication import EventStatus, FeedId
from scheduler.store.contents import unpacked
from scheduler.store.schema import content, event_revision, feed_event, version, version_feed


@dataclass(frozen=True, slots=True)
class FeedHead:
    """A feed without its bytes. `etag` is strong and unquoted: builder version, "-", SHA-256 of the bytes in hex.

    `changed_at` is when its content last changed (UTC), for Last-Modified. `file_name` is safe on any file system, with
    its kind as folder: "technicians/T1.ics". `size` in bytes.
    """

    feed_id: FeedId
    version: int
    name: str
    file_name: str
    etag: str
    changed_at: datetime
    events: int
    size: int


@dataclass(frozen=True, slots=True)
class FeedBody:
    """A feed with its bytes, plain and packed (the same bytes for every reader of this etag)."""

    head: FeedHead
    content: bytes
    gzipped: bytes


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event that a feed carries now, with its VEVENT (CRLF, no VCALENDAR around it). Tombstones are CANCELLED."""

    uid: str
    sequence: int
    status: EventStatus
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    content: bytes


_HEAD = (
    version_feed.c.kind,
    version_feed.c.scope,
    version_feed.c.version,
    version_feed.c.name,
    version_feed.c.file_name,
    version_feed.c.etag,
    version_feed.c.changed_at,
    version_feed.c.events,
    content.c.size,
)


def feed_heads(connection: Connection, number: int | None = None) -> tuple[FeedHead, ...]:
    """Return every feed of a version (None: the latest), sorted by kind and scope."""
    query = _of_version(select(*_HEAD), number).order_by(version_feed.c.kind, version_feed.c.scope)
    return tuple(map(_head, connection.execute(query)))


def feed_body(connection: Connection, feed_id: FeedId, number: int | None = None) -> FeedBody | None:
    """Return one feed of a version (None: the latest) with its bytes; None where that version has no such feed."""
    query = _of_version(select(*_HEAD, content.c.gzipped), number).where(
        version_feed.c.kind == feed_id.kind, version_feed.c.scope == feed_id.scope
    )
    row = connection.execute(query).one_or_none()
    return _body(row) if row is not None else None


def feed_bodies(connection: Connection, number: int | None = None) -> tuple[FeedBody, ...]:
    """Return every feed of a version (None: the latest) with its bytes, sorted by kind and scope."""
    query = _of_version(select(*_HEAD, content.c.gzipped), number)
    rows = connection.execute(query.order_by(version_feed.c.kind, version_feed.c.scope))
    return tuple(map(_body, rows))


def feed_events(connection: Connection, feed_id: FeedId) -> tuple[FeedEvent, ...]:
    """Return the events that a feed carries now, tombstones and notices included, sorted by start and uid."""
    revision = event_revision.c
    same = (revision[name] == feed_event.c[name] for name in ("kind", "scope", "uid", "revision"))
    rows = connection.execute(
        select(
            revision.uid,
            revision.revision.label("sequence"),
            revision.status,
            revision.changed_at,
            revision.starts_at,
            revision.ends_at,
            revision.content,
        )
        .join(feed_event, and_(*same))
        .where(feed_event.c.kind == feed_id.kind, feed_event.c.scope == feed_id.scope, feed_event.c.shown)
        .order_by(revision.starts_at, revision.uid)
    )
    return tuple(FeedEvent(**{**row._mapping, "status": EventStatus(row.status)}) for row in rows)


def _of_version(query: Select[tuple[object, ...]], number: int | None) -> Select[tuple[object, ...]]:
    wanted = select(func.max(version.c.number)).scalar_subquery() if number is None else number
    return query.join(content, content.c.digest == version_feed.c.digest).where(version_feed.c.version == wanted)


def _head(row: Row[tuple[object, ...]]) -> FeedHead:
    fields = {name: value for name, value in row._mapping.items() if name not in ("kind", "scope", "gzipped")}
    return FeedHead(FeedId(row.kind, row.scope), **fields)


def _body(row: Row[tuple[object, ...]]) -> FeedBody:
    return FeedBody(_head(row), unpacked(row.gzipped), bytes(row.gzipped))
