"""All that subscribers were ever shown: read back before the next publication, and added to by it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Insert, Row, Update, and_, bindparam, insert, select, update

from scheduler.domain.ids import VisitId
from scheduler.domain.publication import Event, EventStatus, FeedEntry, FeedId, IssuedEvent, IssuedFeed
from scheduler.store.contents import unpacked
from scheduler.store.schema import content, event_revision, feed_event, version_feed
from scheduler.store.versions import latest_number

_KEY = ("kind", "scope", "uid")


def issued_feeds(connection: Connection) -> tuple[IssuedFeed, ...]:
    """Return every feed of the latest version with all its events, hidden ones too; sorted by kind and scope."""
    entries = _entries(connection)
    rows = connection.execute(
        select(version_feed, content.c.gzipped)
        .join(content, content.c.digest == version_feed.c.digest)
        .where(version_feed.c.version == latest_number(connection))
        .order_by(version_feed.c.kind, version_feed.c.scope)
    )
    return tuple(
        IssuedFeed(
            FeedId(row.kind, row.scope),
            row.name,
            row.file_name,
            row.etag,
            row.changed_at,
            unpacked(row.gzipped),
            tuple(entries[FeedId(row.kind, row.scope)]),
        )
        for row in rows
    )


def keep_events(connection: Connection, number: int, feeds: Sequence[IssuedFeed]) -> None:
    """Add every revision that is new, and let it be the one that stands."""
    standing = _standing(connection)
    added: list[dict[str, object]] = []
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for feed_id, entry in ((feed.feed_id, entry) for feed in feeds for entry in feed.entries):
        key = (feed_id.kind, feed_id.scope, entry.issued.event.uid)
        now, before = (entry.issued.sequence, entry.shown), standing.get(key)
        if before is None or before[0] != entry.issued.sequence:
            added.append(_revision(number, feed_id, entry))
        if before != now:
            (new if before is None else changed).append(_state(key, now))
    _run(connection, insert(event_revision), added)
    _run(connection, _FIRST, new)
    _run(connection, _NEXT, changed)


_FIRST = insert(feed_event).values(
    {**{name: bindparam(f"at_{name}") for name in _KEY}, "revision": bindparam("now"), "shown": bindparam("is_shown")}
)
_NEXT = (
    update(feed_event)
    .where(and_(*(feed_event.c[name] == bindparam(f"at_{name}") for name in _KEY)))
    .values(revision=bindparam("now"), shown=bindparam("is_shown"))
)


def _run(connection: Connection, statement: Insert | Update, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        connection.execute(statement, rows)


def _standing(connection: Connection) -> Mapping[tuple[str, str, str], tuple[int, bool]]:
    rows = connection.execute(select(feed_event))
    return {(row.kind, row.scope, row.uid): (row.revision, row.shown) for row in rows}


def _state(key: tuple[str, str, str], now: tuple[int, bool]) -> dict[str, object]:
    names = (f"at_{name}" for name in _KEY)
    return {**dict(zip(names, key, strict=True)), "now": now[0], "is_shown": now[1]}


def _entries(connection: Connection) -> Mapping[FeedId, list[FeedEntry]]:
    same = (event_revision.c[name] == feed_event.c[name] for name in (*_KEY, "revision"))
    rows = connection.execute(
        select(event_revision, feed_event.c.shown)
        .join(feed_event, and_(*same))
        .order_by(event_revision.c.kind, event_revision.c.scope, event_revision.c.starts_at, event_revision.c.uid)
    )
    found: dict[FeedId, list[FeedEntry]] = defaultdict(list)
    for row in rows:
        issued = IssuedEvent(_event(row), row.revision, row.changed_at)
        found[FeedId(row.kind, row.scope)].append(FeedEntry(issued, row.site_day, row.shown, bytes(row.content)))
    return found


def _event(row: Row[tuple[object, ...]]) -> Event:
    start, end = row.starts_at, row.ends_at
    return Event(
        uid=row.uid,
        start=start.date() if row.all_day else start,
        end=end.date() if row.all_day else end,
        summary=row.summary,
        location=row.location,
        description=row.description,
        url=row.url,
        status=EventStatus(row.status),
        busy=row.busy,
        visit_ids=tuple(VisitId(each) for each in row.visit_ids.split("|") if each),
    )


def _revision(number: int, feed_id: FeedId, entry: FeedEntry) -> dict[str, object]:
    event = entry.issued.event
    return {
        "kind": feed_id.kind,
        "scope": feed_id.scope,
        "uid": event.uid,
        "revision": entry.issued.sequence,
        "version": number,
        "changed_at": entry.issued.changed_at,
        "all_day": not isinstance(event.start, datetime),
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "site_day": entry.site_day,
        "content": entry.content,
        "status": event.status.value,
        "visit_ids": "|".join(event.visit_ids),
        **{name: getattr(event, name) for name in ("summary", "location", "description", "url", "busy")},
    }
