"""The service over PostgreSQL: the next version, and revocation at once, as over a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.service.shelf import Shelf
from scheduler.service.subscriptions import issue
from scheduler.store import FeedId, open_store, revoke_token
from tests.store.conftest import another_postgres, postgres, postgres_server  # noqa: F401 (fixtures)
from tests.store.publications import a_small_quarter, published, variants

NOW = datetime(2026, 12, 2, 8, tzinfo=UTC)


@pytest.mark.slow
def test_a_shelf_over_postgres_follows_versions_and_revocations(tmp_path: Path, postgres: str) -> None:  # noqa: F811
    quarter = a_small_quarter()
    first, _, fewer = variants(quarter)
    published(tmp_path, first, quarter.facts, database=postgres)
    with open_store(tmp_path, postgres, NOW) as store:
        shelf = Shelf(store)
        assert shelf.renew()
        before = shelf.feed(FeedId("technicians", "T00"))
        with store.writing() as connection:
            made = issue(connection, "technicians/T00", "Ann", base_url="https://x.example", who="x", now=NOW)
        known = shelf.token(made.token.digest)
        with store.writing() as connection:
            revoke_token(connection, made.token.token_id, who="x", now=NOW)
        revoked = shelf.token(made.token.digest)
        published(tmp_path, fewer, quarter.facts, database=postgres, at=NOW + timedelta(hours=1))
        renewed = shelf.renew()
        after = shelf.feed(FeedId("technicians", "T00"))
        shelf.close()

    assert known is not None
    assert known.revoked_at is None
    assert revoked is not None
    assert revoked.revoked_at == NOW
    assert renewed
    assert before is not None
    assert after is not None
    assert before.etags != after.etags
