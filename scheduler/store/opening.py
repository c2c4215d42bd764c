"""Opening a store: made whole where there is none, brought up to this program's schema, refused where it is newer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection

from scheduler.errors import UsageError
from scheduler.store.database import alone, engine_of, location, named, snapshot
from scheduler.store.files import made_whole
from scheduler.store.migrating import bring_up_to_date, is_up_to_date
from scheduler.store.pulse import Pulse
from scheduler.workshop import to_disk, workshop


class Store:
    """An open store: lends snapshots to readers, and its one pen to one writer at a time."""

    def __init__(self, url: URL) -> None:
        self._engine = engine_of(url)
        self.name = named(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a snapshot: all that is read from it is of one moment."""
        with snapshot(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend the pen: at the end all is written; after any exception nothing is."""
        with alone(self._engine) as connection:
            yield connection

    def pulse(self) -> Pulse:
        """Lend a cheap answer to whether anything was committed since the last time it was asked."""
        return Pulse(self._engine)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(programme: Path, database: str | None, now: datetime) -> Store:
    """Open the store of a programme, and make it if there is none.

    `database` is an address, or None for the file beside the programme. `now` names a backup before a migration.
    Raises UsageError where the address is wrong or the store was written by a newer program, StoreError where the
    database fails.
    """
    url = location(programme, database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        _make_file(Path(str(url.database)), now)
    store = Store(url)
    try:
        with store.reading() as connection:
            ready = is_up_to_date(connection, store.name)
        if not ready:
            with store.writing() as connection:
                bring_up_to_date(connection, store.name, now)
    except BaseException:
        store.close()
        raise
    return store


def find_store(programme: Path, database: str | None, now: datetime) -> Store | None:
    """Open the store of a programme if there is one; a look never makes a file."""
    url = location(programme, database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return None
    return open_store(programme, database, now)


def _make_file(path: Path, now: datetime) -> None:
    """Make a whole new store under another name and give it its own only then, unless another process was first."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        to_disk(path.parent.parent)
        with workshop(path) as made:
            _fill(made, now)
            made_whole(made, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror}. Give a folder that can be written.") from error


def _fill(path: Path, now: datetime) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    store = Store(URL.create("sqlite", database=str(path)))
    try:
        with store.writing() as connection:
            bring_up_to_date(connection, store.name, now)
    finally:
        store.close()
