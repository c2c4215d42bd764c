"""Subscriptions: kept as hashes, found by hash, revoked for good."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.errors import UsageError
from scheduler.store import (
    FeedId,
    Fetch,
    Store,
    add_token,
    note_fetches,
    open_store,
    revoke_token,
    rotate_token,
    token_by_digest,
    token_digest,
    tokens,
    trail,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECRET = "k7Qm9vT2xY4bN8cR1wZ5eA"
OWN = FeedId("technicians", "T1")


def with_one_token(folder: Path, database: str | None) -> Store:
    store = open_store(folder, database, NOW)
    with store.writing() as connection:
        add_token(
            connection,
            token_id="s1",
            digest=token_digest(SECRET),
            feed_id=OWN,
            subscriber="Ann's phone",
            who="Bea",
            now=NOW,
        )
    return store


def test_a_token_is_found_by_its_hash_and_no_other(tmp_path: Path, database: str | None) -> None:
    with with_one_token(tmp_path, database) as store, store.reading() as connection:
        found = token_by_digest(connection, token_digest(SECRET))

        assert found is not None
        assert (found.token_id, found.feed_id, found.subscriber) == ("s1", OWN, "Ann's phone")
        assert (found.created_at, found.created_by, found.revoked_at, found.fetched_at) == (NOW, "Bea", None, None)
        assert token_by_digest(connection, token_digest(SECRET + "x")) is None
        assert token_by_digest(connection, SECRET) is None


def test_the_secret_is_nowhere_in_the_files(tmp_path: Path) -> None:
    with with_one_token(tmp_path, None):
        for path in (tmp_path / ".htm").iterdir():
            assert SECRET.encode() not in path.read_bytes()


def test_revoking_is_for_good_and_leaves_others_alone(tmp_path: Path, database: str | None) -> None:
    with with_one_token(tmp_path, database) as store:
        with store.writing() as connection:
            add_token(
                connection, token_id="s2", digest=token_digest("b"), feed_id=OWN, subscriber="PC", who="Bea", now=NOW
            )
            first = revoke_token(connection, "s1", who="Cy", now=LATER)
            again = revoke_token(connection, "s1", who="Di", now=LATER + timedelta(hours=1))

        assert first == again
        assert (first.revoked_at, first.revoked_by) == (LATER, "Cy")
        with store.reading() as connection:
            assert {each.token_id: each.revoked_at for each in tokens(connection)} == {"s1": LATER, "s2": None}


def test_rotating_revokes_the_old_and_keeps_feed_and_subscriber(tmp_path: Path, database: str | None) -> None:
    with with_one_token(tmp_path, database) as store:
        with store.writing() as connection:
            made = rotate_token(connection, "s1", new_id="s2", new_digest=token_digest("b"), who="Cy", now=LATER)

        assert (made.feed_id, made.subscriber, made.created_at) == (OWN, "Ann's phone", LATER)
        with store.reading() as connection:
            assert {each.token_id: each.revoked_at for each in tokens(connection)} == {"s1": LATER, "s2": None}
            assert [each.entry.action for each in trail(connection)] == [
                "token added",
                "token revoked",
                "token added",
            ]


def test_the_last_fetch_is_remembered_and_is_no_deed(tmp_path: Path, database: str | None) -> None:
    with with_one_token(tmp_path, database) as store:
        with store.writing() as connection:
            note_fetches(connection, [Fetch("s1", NOW, "khal"), Fetch("s1", LATER, "x" * 500), Fetch("none", NOW, "")])
            note_fetches(connection, [])

        with store.reading() as connection:
            [token] = tokens(connection)
            assert (token.fetched_at, token.fetched_by) == (LATER, "x" * 200)
            assert len(trail(connection)) == 1


def test_an_unknown_subscription_is_told_in_words(tmp_path: Path) -> None:
    with (
        with_one_token(tmp_path, None) as store,
        pytest.raises(UsageError, match=r'There is no subscription "s9"\. `htm token list` shows them all\.'),
        store.writing() as connection,
    ):
        revoke_token(connection, "s9", who="Cy", now=LATER)
