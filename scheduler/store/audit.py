"""The audit trail: who did what, when, with which file. Entries are only added, and each seals the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select

from scheduler.store.schema import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `fingerprint` is the SHA-256 of the file it came from (blank: none), `what` a sentence."""

    at: datetime
    who: str
    action: str
    subject: str
    fingerprint: str
    what: str


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as kept: `seal` is the SHA-256 of the former seal and this entry."""

    number: int
    entry: Entry
    seal: str


def append(connection: Connection, entry: Entry) -> None:
    """Add an entry; the writer's lock makes the numbers gapless."""
    number = connection.execute(select(func.coalesce(func.max(audit.c.number), 0))).scalar_one()
    before = connection.execute(select(audit.c.digest).where(audit.c.number == number)).scalar_one_or_none() or ""
    connection.execute(
        insert(audit).values(
            number=number + 1,
            at=entry.at,
            who=entry.who,
            action=entry.action,
            subject=entry.subject,
            fingerprint=entry.fingerprint,
            what=entry.what,
            digest=_seal(before, number + 1, entry),
        )
    )


def trail(connection: Connection) -> tuple[SealedEntry, ...]:
    """Return every entry, the oldest first."""
    rows = connection.execute(select(audit).order_by(audit.c.number))
    return tuple(
        SealedEntry(row.number, Entry(row.at, row.who, row.action, row.subject, row.fingerprint, row.what), row.digest)
        for row in rows
    )


def broken_seals(entries: Iterable[SealedEntry]) -> tuple[int, ...]:
    """Return the numbers of entries that were changed, or stand where one was taken out."""
    broken, before, expected = [], "", 1
    for each in entries:
        if each.seal != _seal(before, expected, each.entry):
            broken.append(each.number)
        before, expected = each.seal, each.number + 1
    return tuple(broken)


def _seal(before: str, number: int, entry: Entry) -> str:
    at = entry.at.astimezone(UTC).isoformat()
    parts = (before, str(number), at, entry.who, entry.action, entry.subject, entry.fingerprint, entry.what)
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
