"""Subscriptions: a secret address for one person and one feed, shown once, kept only as a hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from scheduler.domain.publication import FeedId
from scheduler.errors import UsageError
from scheduler.service.links import Links, links
from scheduler.store import Token, add_token, feed_heads, rotate_token, token_digest, tokens

_SECRET_BYTES = 24
"""192 bits."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token with its addresses, the only time that they are known."""

    token: Token
    links: Links


def issue(connection: Connection, feed: str, subscriber: str, *, base_url: str, who: str, now: datetime) -> Issued:
    """Make a token for a feed such as technicians/T1. Raises UsageError where there is no such feed."""
    names = {str(head.feed_id): head.name for head in feed_heads(connection)}
    if not names:
        raise UsageError("Nothing was published yet, so there is no calendar to subscribe to. Run htm publish first.")
    found = next((name for name in names if name.casefold() == feed.strip().casefold()), None)
    if found is None:
        raise UsageError(f'There is no calendar "{feed[:80]}". {_near(feed, list(names))}')
    person = " ".join(subscriber.split())[:200]
    if not person:
        raise UsageError("Say whose subscription it is with --for; each person gets an address of their own.")
    _refuse_second(connection, FeedId(*found.split("/", 1)), person)
    secret, kind_and_scope = secrets.token_urlsafe(_SECRET_BYTES), found.split("/", 1)
    addresses = links(base_url, secret, names[found])
    token = add_token(
        connection,
        token_id=_new_id(),
        digest=token_digest(secret),
        feed_id=FeedId(*kind_and_scope),
        subscriber=person,
        who=who,
        now=now,
    )
    return Issued(token, addresses)


def reissue(connection: Connection, token_id: str, *, base_url: str, who: str, now: datetime) -> Issued:
    """Revoke a token and make another one for the same feed and subscriber."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    token = rotate_token(connection, token_id, new_id=_new_id(), new_digest=token_digest(secret), who=who, now=now)
    names = {head.feed_id: head.name for head in feed_heads(connection)}
    return Issued(token, links(base_url, secret, names.get(token.feed_id, str(token.feed_id))))


def _refuse_second(connection: Connection, feed_id: FeedId, person: str) -> None:
    """Raise UsageError if the person subscribes to the calendar already: an address is for one person and calendar."""
    for token in tokens(connection):
        if token.feed_id == feed_id and token.subscriber.casefold() == person.casefold() and token.revoked_at is None:
            raise UsageError(
                f"{token.subscriber} has an address of {feed_id} already, {token.token_id}. It cannot be shown again; "
                f"htm token rotate {token.token_id} makes another one."
            )


def _new_id() -> str:
    return f"S-{secrets.token_hex(5)}"


def _near(feed: str, names: list[str]) -> str:
    from scheduler.inputs.names import nearest

    found = nearest(feed, names)
    return f'Did you mean "{found}"?' if found else f"There are {len(names)}, such as {names[0]}."
