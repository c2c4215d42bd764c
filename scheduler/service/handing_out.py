"""After a publication: the feeds to a folder of a web server, and to a calendar server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.service.caldav_push import Pushed, push
from scheduler.service.calendar_server import CalendarServer
from scheduler.service.static_folder import Written, write_static, writing_alone
from scheduler.store import FeedId, Store, feed_bodies, feed_events, feed_heads


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What went where; None: that was not asked for."""

    static: Written | None
    caldav: Pushed | None


def hand_out(store: Store, static: Path | None, caldav: str | None, kinds: Sequence[str], now: datetime) -> HandedOut:
    """Hand the latest version out. `kinds`: the kinds of calendars that the calendar server gets; none: all.

    A server that fails leaves it at an older state of single appointments; the next time brings it on.
    """
    written = None
    if static is not None:
        with writing_alone(static), store.reading() as connection:
            written = write_static(feed_bodies(connection), static)
    if caldav is None:
        return HandedOut(written, None)
    with CalendarServer(caldav) as server:
        total = Pushed()
        for feed_id in _chosen(store, kinds):
            with store.reading() as connection:
                head = next(each for each in feed_heads(connection) if each.feed_id == feed_id)
                events = feed_events(connection, feed_id)
            total += push(server, head, events, now)
    return HandedOut(written, total)


def _chosen(store: Store, kinds: Sequence[str]) -> list[FeedId]:
    with store.reading() as connection:
        heads = feed_heads(connection)
    known = dict.fromkeys(head.feed_id.kind for head in heads)
    unknown = [kind for kind in kinds if kind not in known]
    if unknown:
        raise UsageError(f'--caldav-kind: "{unknown[0]}" is none of {", ".join(known)}.')
    return [head.feed_id for head in heads if not kinds or head.feed_id.kind in kinds]
