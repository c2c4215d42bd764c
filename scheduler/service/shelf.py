"""Every feed of the latest version, ready to be sent, and the tokens asked for; renewed when the store moves."""

import logging
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import sha256

from scheduler.errors import SchedulerError
from scheduler.service.answers import SECURITY, Answer, without_body
from scheduler.store import (
    FeedBody,
    FeedHead,
    FeedId,
    Store,
    Token,
    feed_body,
    feed_heads,
    latest_number,
    token_by_digest,
)

_LOG = logging.getLogger("htm.service")
_MOST_TOKENS = 100_000


@dataclass(frozen=True, slots=True)
class ReadyFeed:
    """A feed as it goes out: plain and packed, each with an entity tag of its own, and its two 304s."""

    head: FeedHead
    etags: tuple[str, str]
    plain: Answer
    packed: Answer
    plain_unchanged: Answer
    packed_unchanged: Answer


class Shelf:
    """What the service serves. `token` is for the thread that serves; `renew` may run in another one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pulse = store.pulse()
        self._beat = self._pulse.beat()
        self._tokens: dict[str, Token] = {}
        self._feeds: dict[FeedId, ReadyFeed] = {}
        self.version = 0

    def token(self, digest: str) -> Token | None:
        """Return a token as the store has it at this moment. Raises StoreError."""
        if self.is_stale():
            self._tokens.clear()
        found = self._tokens.get(digest)
        if found is None:
            with self._store.reading() as connection:
                found = token_by_digest(connection, digest)
            if found is not None and len(self._tokens) < _MOST_TOKENS:
                self._tokens[digest] = found
        return found

    def feed(self, feed_id: FeedId) -> ReadyFeed | None:
        """Return a feed of the version on the shelf."""
        return self._feeds.get(feed_id)

    def is_stale(self) -> bool:
        """Tell whether anything was committed since the last time, and take note of it."""
        beat = self._pulse.beat()
        moved, self._beat = beat != self._beat, beat
        return moved

    def renew(self) -> bool:
        """Put the latest version on the shelf, whole or not at all; tell whether it is another one."""
        with self._store.reading() as connection:
            number = latest_number(connection)
            if number == self.version:
                return False
            heads = feed_heads(connection)
            bodies = {head.feed_id: self._known(head) or feed_body(connection, head.feed_id) for head in heads}
        self._feeds = {
            feed_id: _ready(body) for feed_id, body in bodies.items() if body is not None and _is_whole(body)
        }
        self.version = number
        return True

    def _known(self, head: FeedHead) -> "ReadyFeed | None":
        """Return the feed that is on the shelf already if its bytes are the same."""
        found = self._feeds.get(head.feed_id)
        return found if found is not None and found.head.etag == head.etag else None

    def close(self) -> None:
        """Give back what was lent."""
        self._pulse.close()


def _is_whole(body: "FeedBody | ReadyFeed") -> bool:
    """Tell whether the bytes are those that their entity tag names; others are never sent."""
    if isinstance(body, ReadyFeed):
        return True
    whole = body.head.etag.endswith(sha256(body.content).hexdigest())
    if not whole:
        _LOG.error("the bytes of feed %s are not those of its version; it answers 503", body.head.feed_id)
    return whole


def _ready(body: "FeedBody | ReadyFeed") -> ReadyFeed:
    if isinstance(body, ReadyFeed):
        return body
    head = body.head
    etags = head.etag, f"{head.etag}-gzip"
    plain = _answer(head, etags[0], body.content, ())
    packed = _answer(head, etags[1], body.gzipped, ((b"content-encoding", b"gzip"),))
    return ReadyFeed(head, etags, plain, packed, without_body(plain, 304), without_body(packed, 304))


def _answer(head: FeedHead, etag: str, content: bytes, more: tuple[tuple[bytes, bytes], ...]) -> Answer:
    changed = format_datetime(head.changed_at.replace(microsecond=0), usegmt=True)
    name = head.file_name.rpartition("/")[2]
    headers = (
        *SECURITY,
        (b"content-type", b"text/calendar; charset=utf-8"),
        (b"content-disposition", f'inline; filename="{name}"'.encode("ascii", "replace")),
        (b"content-length", str(len(content)).encode()),
        (b"etag", f'"{etag}"'.encode()),
        (b"last-modified", changed.encode()),
        (b"vary", b"Accept-Encoding"),
        *more,
    )
    return Answer(200, headers, content, "feed")


def renewed(shelf: Shelf) -> bool:
    """Renew a shelf; what cannot be read leaves the old version on it, and is logged."""
    try:
        return shelf.renew()
    except SchedulerError as error:
        _LOG.error("the latest version cannot be read: %s", error)
        return False
