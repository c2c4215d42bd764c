"""Addresses of feeds: only a hash of each token is kept; who made, revoked and last fetched it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from scheduler.domain.publication import FeedId
from scheduler.errors import UsageError
from scheduler.store.audit import Entry, append
from scheduler.store.schema import feed_token

_LONGEST_CLIENT = 200


@dataclass(frozen=True, slots=True)
class Token:
    """One subscription: `token_id` is public (pages, logs, `htm token revoke`), `digest` is of the secret token."""

    token_id: str
    digest: str
    feed_id: FeedId
    subscriber: str
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    revoked_by: str | None
    fetched_at: datetime | None
    fetched_by: str | None


@dataclass(frozen=True, slots=True)
class Fetch:
    """A client fetched a feed: which token, when, and what the client calls itself."""

    token_id: str
    at: datetime
    client: str


def token_digest(secret: str) -> str:
    """Hash a token; 128 random bits and more need no salt and no slow hash."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_by_digest(connection: Connection, digest: str) -> Token | None:
    """Return the token with this hash, revoked or not; None where there is none."""
    row = connection.execute(select(feed_token).where(feed_token.c.digest == digest)).one_or_none()
    return _token(row) if row is not None else None


def tokens(connection: Connection) -> tuple[Token, ...]:
    """Return every token, by feed, subscriber and age."""
    order = (feed_token.c[name] for name in ("kind", "scope", "subscriber", "created_at", "token_id"))
    return tuple(map(_token, connection.execute(select(feed_token).order_by(*order))))


def add_token(
    connection: Connection, *, token_id: str, digest: str, feed_id: FeedId, subscriber: str, who: str, now: datetime
) -> Token:
    """Keep a new token's hash."""
    made = Token(token_id, digest, feed_id, subscriber, now, who, None, None, None, None)
    connection.execute(
        insert(feed_token).values(
            token_id=token_id,
            digest=digest,
            kind=feed_id.kind,
            scope=feed_id.scope,
            subscriber=subscriber,
            created_at=now,
            created_by=who,
        )
    )
    append(connection, Entry(now, who, "token added", token_id, "", f"{feed_id} for {subscriber}"))
    return made


def revoke_token(connection: Connection, token_id: str, *, who: str, now: datetime) -> Token:
    """Revoke a token for good; one that is revoked already stays as it is. Raises UsageError where there is none."""
    found = _by_id(connection, token_id)
    if found.revoked_at is not None:
        return found
    connection.execute(
        update(feed_token).where(feed_token.c.token_id == token_id).values(revoked_at=now, revoked_by=who)
    )
    append(connection, Entry(now, who, "token revoked", token_id, "", f"{found.feed_id} of {found.subscriber}"))
    return _by_id(connection, token_id)


def rotate_token(
    connection: Connection, token_id: str, *, new_id: str, new_digest: str, who: str, now: datetime
) -> Token:
    """Revoke a token and keep the hash of the one that takes its place, for the same feed and subscriber."""
    old = revoke_token(connection, token_id, who=who, now=now)
    return add_token(
        connection,
        token_id=new_id,
        digest=new_digest,
        feed_id=old.feed_id,
        subscriber=old.subscriber,
        who=who,
        now=now,
    )


def note_fetches(connection: Connection, fetches: Iterable[Fetch]) -> None:
    """Remember who fetched last; the server gathers these and writes them seldom. They are no part of the trail."""
    rows = [{"id": each.token_id, "at": each.at, "client": each.client[:_LONGEST_CLIENT]} for each in fetches]
    if rows:
        query = update(feed_token).where(feed_token.c.token_id == bindparam("id"))
        connection.execute(query.values(fetched_at=bindparam("at"), fetched_by=bindparam("client")), rows)


def _by_id(connection: Connection, token_id: str) -> Token:
    row = connection.execute(select(feed_token).where(feed_token.c.token_id == token_id)).one_or_none()
    if row is None:
        raise UsageError(f'There is no subscription "{token_id[:40]}". `htm token list` shows them all.')
    return _token(row)


def _token(row: Row[tuple[object, ...]]) -> Token:
    fields = {name: value for name, value in row._mapping.items() if name not in ("kind", "scope")}
    return Token(feed_id=FeedId(row.kind, row.scope), **fields)
