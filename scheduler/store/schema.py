"""The tables of the store. Versions, their files and feeds, event revisions and the audit trail are only ever added."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcTime(TypeDecorator[datetime]):
    """An instant, kept in UTC and given back in UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: nobody could say later which moment it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone cannot be stored: {value!r}.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


metadata = MetaData()

content = Table(
    "content",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("gzipped", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
)
"""Bytes of files and feeds by their SHA-256, each kept once."""

version = Table(
    "version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("programme_fingerprint", String(64), nullable=False),
    Column("plan_fingerprint", String(64), nullable=False),
    Column("today", Date, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("visits", Integer, nullable=False),
)

version_file = Table(
    "version_file",
    metadata,
    Column("version", ForeignKey("version.number"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", ForeignKey("content.digest"), nullable=False),
)
"""The tables and figures of the folder that was published, byte by byte."""

version_feed = Table(
    "version_feed",
    metadata,
    Column("version", ForeignKey("version.number"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("digest", ForeignKey("content.digest"), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("events", Integer, nullable=False),
)
"""Every feed as it stands in a version."""

event_revision = Table(
    "event_revision",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("uid", String(254), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("version", ForeignKey("version.number"), nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Column("all_day", Boolean, nullable=False),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("site_day", Date, nullable=False),
    Column("summary", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("busy", Boolean, nullable=False),
    Column("visit_ids", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Every state of an event that a feed ever showed; `content` is its VEVENT."""

feed_event = Table(
    "feed_event",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("uid", String(254), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("shown", Boolean, nullable=False),
)
"""The revision of each event that stands now, and whether its feed still carries it."""

feed_token = Table(
    "feed_token",
    metadata,
    Column("token_id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("subscriber", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", UtcTime),
    Column("revoked_by", Text),
    Column("fetched_at", UtcTime),
    Column("fetched_by", Text),
)
"""Addresses of feeds: only a hash of each token; `fetched_by` names the client program that fetched last."""


def _recorded(name: str, *columns: Column[Any]) -> Table:
    """Rows of the programme as they were recorded; `digest` is of what a row tells, so that it counts once."""
    return Table(
        name,
        metadata,
        Column("digest", String(64), primary_key=True),
        Column("recorded_at", UtcTime, nullable=False),
        Column("who", Text, nullable=False),
        Column("source_fingerprint", String(64), nullable=False),
        Column("asset_tag", Text, nullable=False),
        Column("procedure", Text, nullable=False),
        *columns,
    )


recorded_outcome = _recorded(
    "recorded_outcome",
    Column("done_on", Date, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("technician", Text, nullable=False),
    Column("runtime_hours", Float),
    Column("note", Text, nullable=False),
)
"""Completions and attempts."""

recorded_deferral = _recorded(
    "recorded_deferral",
    Column("reason", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("until", Date),
)

recorded_agreement = _recorded(
    "recorded_agreement",
    Column("start", UtcTime, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("answered_on", Date),
    Column("note", Text, nullable=False),
)
"""What departments and vendors said of a visit at a start."""

recorded_lock = _recorded(
    "recorded_lock",
    Column("start", UtcTime, nullable=False),
    Column("technicians", Text, nullable=False),
)
"""Visits that must stay."""

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""Who did what, when, with which file. Each entry's digest covers the one before: a change shows."""

ONLY_ADDED = (
    "content", "version", "version_file", "version_feed", "event_revision", "recorded_outcome", "recorded_deferral",
    "recorded_agreement", "recorded_lock", "audit",
)  # fmt: skip
"""Tables whose rows no statement may change or remove; the database itself refuses."""
