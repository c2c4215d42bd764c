"""The store: what was published and who did what. Versions are never changed; SQLite beside the programme by default.

How to use it (every function takes the connection that an open store lends, so reads are of one moment and writes are
whole or not at all; clocks are arguments, instants are in UTC):

    with open_store(programme, database, now) as store:          # database: None or "postgresql+psycopg://…"
        with store.reading() as connection:                      # a snapshot; any number at a time, never blocked
            version = latest(connection)                         # Version | None
            heads = feed_heads(connection)                       # FeedHead: feed_id, name, file_name, etag, changed_at
            body = feed_body(connection, FeedId("technicians", "T1"))   # FeedBody(head, content, gzipped) | None
            every = feed_bodies(connection)                      # all of them at once, to fill a cache
            events = feed_events(connection, feed_id)            # FeedEvent: uid, sequence, status, content (VEVENT)
            token = token_by_digest(connection, token_digest(secret))   # Token | None; revoked_at says 410
            listed = tokens(connection)
        with store.writing() as connection:                      # one writer at a time; the others wait
            add_token(connection, token_id=…, digest=token_digest(secret), feed_id=…, subscriber=…, who=…, now=…)
            revoke_token(connection, token_id, who=…, now=…)
            rotate_token(connection, token_id, new_id=…, new_digest=…, who=…, now=…)
            note_fetches(connection, [Fetch(token_id, at, client)])
            append(connection, Entry(at, who, action, subject, fingerprint, what))
            keep_records(connection, rows, Source(fingerprint, who, at))   # HistoryRow, Deferral, AgreementRow, Lock

`latest_number` is the cheap question whether anything new was published. A feed's bytes are those of the latest version
until the next one is committed; `etag` names exactly these bytes. A feed that once was published stays in every later
version (with tombstones, then with a notice), so a subscriber never meets a feed that is gone.
"""

from scheduler.domain.publication import FeedId
from scheduler.store.audit import Entry, SealedEntry, append, broken_seals, trail
from scheduler.store.feeds import FeedBody, FeedEvent, FeedHead, feed_bodies, feed_body, feed_events, feed_heads
from scheduler.store.issued import issued_feeds
from scheduler.store.opening import Store, find_store, open_store
from scheduler.store.publishing import (
    Publication,
    fingerprint_of,
    publish,
    refuse_conflict,
    refuse_other_programme,
    version_to_be,
)
from scheduler.store.pulse import Pulse
from scheduler.store.records import JournalRow, Source, journal, keep_records
from scheduler.store.tokens import (
    Fetch,
    Token,
    add_token,
    note_fetches,
    revoke_token,
    rotate_token,
    token_by_digest,
    token_digest,
    tokens,
)
from scheduler.store.versions import Version, files_of, latest, latest_number, version_of, versions

__all__ = [
    "Entry", "FeedBody", "FeedEvent", "FeedHead", "FeedId", "Fetch", "JournalRow", "Publication", "Pulse",
    "SealedEntry", "Source", "Store", "Token", "Version", "add_token", "append", "broken_seals", "feed_bodies",
    "feed_body", "feed_events", "feed_heads", "files_of", "find_store", "fingerprint_of", "issued_feeds", "journal",
    "keep_records", "latest", "latest_number", "note_fetches", "open_store", "publish", "refuse_conflict",
    "refuse_other_programme", "revoke_token", "rotate_token", "token_by_digest", "token_digest", "tokens", "trail",
    "version_of", "version_to_be", "versions",
]  # fmt: skip
