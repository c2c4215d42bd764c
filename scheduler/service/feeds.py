"""The answer to a request for a calendar: by token, conditional, packed; 404, 410 and 503 as clients need them."""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from re import compile as pattern

from scheduler.errors import SchedulerError
from scheduler.service.answers import (
    GONE,
    NOT_ALLOWED,
    NOT_FOUND,
    UNAVAILABLE,
    Answer,
    Scope,
    Send,
    too_many,
)
from scheduler.service.conditional import holds, is_unchanged, reads_gzip
from scheduler.service.fetches import Fetches
from scheduler.service.limits import Limit
from scheduler.service.shelf import ReadyFeed, Shelf
from scheduler.store import Token, token_digest

_LOG = logging.getLogger("htm.service")
_SECRET = pattern(r"[A-Za-z0-9_-]{22,64}")
_ASKED = frozenset({b"if-none-match", b"if-modified-since", b"accept-encoding", b"user-agent"})


class Feeds:
    """Answers requests for feeds and looks up tokens for pages."""

    def __init__(self, shelf: Shelf, fetches: Fetches, hits_a_minute: int, misses_a_minute: int) -> None:
        self._shelf = shelf
        self._fetches = fetches
        self._hits = Limit(hits_a_minute)
        self._misses = Limit(misses_a_minute)

    async def answer(self, scope: Scope, send: Send) -> None:
        """Answer a request whose path is that of a feed."""
        secret = scope["path"].removeprefix("/f/").removesuffix(".ics")
        method = scope["method"]
        found = self.token(secret, _client(scope))
        if isinstance(found, Answer):
            answer = found
        elif method not in ("GET", "HEAD"):
            answer = NOT_ALLOWED
        else:
            answer = self._feed(found, _asked(scope))
        await answer.send(send, head=method == "HEAD")

    def token(self, secret: str, client: str) -> Token | Answer:
        """Return the token of a secret, or the answer that says why there is none."""
        try:
            found = self._shelf.token(token_digest(secret)) if _SECRET.fullmatch(secret) else None
        except SchedulerError as error:
            _LOG.error("tokens cannot be looked up: %s", error)
            return UNAVAILABLE
        if found is None:
            wait = self._misses.wait(client, time.monotonic())
            return too_many(wait) if wait else NOT_FOUND
        if found.revoked_at is not None:
            return GONE
        wait = self._hits.wait(found.token_id, time.monotonic())
        return too_many(wait) if wait else found

    def _feed(self, token: Token, asked: Mapping[bytes, str]) -> Answer:
        ready = self._shelf.feed(token.feed_id)
        if ready is None:
            return UNAVAILABLE
        self._fetches.note(token.token_id, datetime.now(UTC), asked.get(b"user-agent", ""))
        packed = reads_gzip(asked.get(b"accept-encoding", ""))
        if _has_it(ready, asked):
            return ready.packed_unchanged if packed else ready.plain_unchanged
        return ready.packed if packed else ready.plain


def _has_it(ready: ReadyFeed, asked: Mapping[bytes, str]) -> bool:
    """If-None-Match decides; If-Modified-Since only where it is absent (RFC 9110 13.2.2)."""
    tags = asked.get(b"if-none-match")
    if tags is not None:
        return holds(tags, ready.etags)
    since = asked.get(b"if-modified-since")
    return since is not None and is_unchanged(since, ready.head.changed_at)


def _asked(scope: Scope) -> Mapping[bytes, str]:
    """Return the headers that matter; one that is repeated is joined, as RFC 9110 5.3 says of lists."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _ASKED:
            text = value.decode("latin-1")
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _client(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else "unknown"
