"""Published versions: numbered from 1 without gaps, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Row, func, select

from scheduler.errors import UsageError
from scheduler.store.contents import unpacked
from scheduler.store.schema import content, version, version_file


@dataclass(frozen=True, slots=True)
class Version:
    """One published plan: by whom, when (UTC), of which programme and files, for which days."""

    number: int
    published_at: datetime
    who: str
    note: str
    programme: str
    programme_fingerprint: str
    plan_fingerprint: str
    today: date
    first_day: date
    last_day: date
    visits: int


def latest_number(connection: Connection) -> int:
    """Return the number of the latest version; 0 where nothing was published."""
    return int(connection.execute(select(func.coalesce(func.max(version.c.number), 0))).scalar_one())


def latest(connection: Connection) -> Version | None:
    """Return the latest version; None where nothing was published."""
    number = latest_number(connection)
    return version_of(connection, number) if number else None


def version_of(connection: Connection, number: int) -> Version:
    """Return a version; raises UsageError where there is none of this number."""
    row = connection.execute(select(version).where(version.c.number == number)).one_or_none()
    if row is None:
        there = latest_number(connection)
        range_said = f"There are versions 1 to {there}." if there else "Nothing was published yet."
        raise UsageError(f"There is no version {number}. {range_said}")
    return _version(row)


def versions(connection: Connection) -> tuple[Version, ...]:
    """Return every version, the latest first."""
    return tuple(map(_version, connection.execute(select(version).order_by(version.c.number.desc()))))


def files_of(connection: Connection, number: int) -> Mapping[str, bytes]:
    """Return the tables and figures of a version by name, byte by byte as they were published."""
    version_of(connection, number)
    rows = connection.execute(
        select(version_file.c.name, content.c.gzipped)
        .join(content, content.c.digest == version_file.c.digest)
        .where(version_file.c.version == number)
        .order_by(version_file.c.name)
    )
    return {row.name: unpacked(row.gzipped) for row in rows}


def _version(row: Row[tuple[object, ...]]) -> Version:
    return Version(**row._mapping)
