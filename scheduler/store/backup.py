"""A copy of everything before a migration: a file beside the store, or a schema beside the tables."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from scheduler.store.files import made_whole
from scheduler.workshop import workshop


def back_up(connection: Connection, schema: str, now: datetime) -> None:
    """Copy the store as the writer sees it, named after its schema and the moment."""
    stamp = f"{schema}_{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if connection.dialect.name == "sqlite":
        _copy_file(Path(str(connection.engine.url.database)), stamp)
    else:
        _copy_tables(connection, f"backup_{stamp}".lower())


def _copy_file(path: Path, stamp: str) -> None:
    """Copy what is committed; the writer's lock is held, so nothing changes meanwhile."""
    folder = path.parent / "backups"
    folder.mkdir(exist_ok=True)
    with workshop(folder / path.name) as copy:
        source, target = sqlite3.connect(path), sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()
            target.close()
        made_whole(copy, folder / f"store-{stamp}.sqlite")


def _copy_tables(connection: Connection, schema: str) -> None:
    """Copy every table into a schema of its own, in the same transaction as the migration."""
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"CREATE SCHEMA {quote(schema)}"))
    for table in sorted(inspect(connection).get_table_names()):
        connection.execute(text(f"CREATE TABLE {quote(schema)}.{quote(table)} AS TABLE {quote(table)}"))
