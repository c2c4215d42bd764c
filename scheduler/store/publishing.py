"""A plan becomes a version: its files, its feeds and their events, and the trail, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert

from scheduler.domain.plan import VerifiedPlan
from scheduler.domain.publication import IssuedFeed
from scheduler.errors import UsageError, VersionConflict
from scheduler.store.audit import Entry, append
from scheduler.store.contents import digest_of, keep
from scheduler.store.issued import keep_events
from scheduler.store.schema import version, version_feed, version_file
from scheduler.store.versions import Version, latest, latest_number


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published, by whom and when (UTC): a checked plan, and its folder's tables byte by byte."""

    verified: VerifiedPlan
    programme: str
    programme_fingerprint: str
    files: Mapping[str, bytes]
    who: str
    note: str
    at: datetime


def refuse_conflict(connection: Connection, expected: int | None) -> None:
    """Raise VersionConflict where the latest version is not the expected one (None: any is)."""
    there = latest_number(connection)
    if expected is None or there == expected:
        return
    if (found := latest(connection)) is None:
        raise VersionConflict(
            f"Nothing is published yet, so not version {expected} either; nothing was published now. "
            "Publish with --if-version 0, or look whether --database names the right store."
        )
    seen = expected if 0 < expected < there else "OUT"
    raise VersionConflict(
        f"The latest version is version {there}, published by {found.who} at {found.published_at:%Y-%m-%d %H:%M} UTC, "
        f"not {expected}; nothing was published. See what changed with `htm diff {seen} {there}`, plan again from "
        f"there, and publish with --if-version {there}."
    )


def refuse_other_programme(connection: Connection, programme: str, renamed_from: str | None) -> None:
    """Raise UsageError where the store holds the plans of another programme, whose calendars would all be emptied."""
    found = latest(connection)
    if found is None or found.programme.casefold() in {name.casefold() for name in (programme, renamed_from or "")}:
        return
    raise UsageError(
        f'This store holds the plans of "{found.programme}", not of "{programme}". Give another --database, '
        f'or, if the programme was renamed, publish once with --renamed-from "{found.programme}".'
    )


def publish(connection: Connection, publication: Publication, feeds: Sequence[IssuedFeed]) -> Version:
    """Write the next version; the caller holds the writer's lock. Feeds must be every feed there is or ever was."""
    made = version_to_be(latest_number(connection) + 1, publication)
    keep(connection, [*publication.files.values(), *(feed.content for feed in feeds)])
    connection.execute(insert(version).values({name: getattr(made, name) for name in Version.__slots__}))
    _insert_files(connection, made.number, publication.files)
    _insert_feeds(connection, made.number, feeds)
    keep_events(connection, made.number, feeds)
    append(connection, _entry(made))
    return made


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and contents of files."""
    lines = (f"{name} {digest_of(content)}\n" for name, content in sorted(files.items()))
    return sha256("".join(lines).encode()).hexdigest()


def version_to_be(number: int, publication: Publication) -> Version:
    """Say what a publication is as a version."""
    plan = publication.verified.plan
    return Version(
        number=number,
        published_at=publication.at,
        who=publication.who,
        note=publication.note,
        programme=publication.programme,
        programme_fingerprint=publication.programme_fingerprint,
        plan_fingerprint=fingerprint_of(publication.files),
        today=plan.today,
        first_day=plan.horizon.first_day,
        last_day=plan.horizon.last_day,
        visits=len(plan.visits),
    )


def _insert_files(connection: Connection, number: int, files: Mapping[str, bytes]) -> None:
    rows = [{"version": number, "name": name, "digest": digest_of(data)} for name, data in sorted(files.items())]
    connection.execute(insert(version_file), rows)


def _insert_feeds(connection: Connection, number: int, feeds: Sequence[IssuedFeed]) -> None:
    rows = [
        {
            "version": number,
            "kind": feed.feed_id.kind,
            "scope": feed.feed_id.scope,
            "name": feed.name,
            "file_name": feed.file_name,
            "etag": feed.etag,
            "digest": digest_of(feed.content),
            "changed_at": feed.changed_at,
            "events": sum(entry.shown for entry in feed.entries),
        }
        for feed in feeds
    ]
    if rows:
        connection.execute(insert(version_feed), rows)


def _entry(made: Version) -> Entry:
    said = f"{made.visits} visits of {made.programme}, {made.first_day} to {made.last_day}"
    said += f": {made.note}" if made.note else ""
    return Entry(made.published_at, made.who, "published", f"version {made.number}", made.plan_fingerprint, said)
