"""The two databases: how each is opened, how a transaction begins, and which one writer may go at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from scheduler.errors import StoreError, UsageError

WAIT_SECONDS = 120
"""How long a writer waits for another one."""
_WRITES = "htm_writes"
_WRITER_LOCK = 0x68746D
"""The key of PostgreSQL's advisory lock: "htm"."""


def location(programme: Path, database: str | None) -> URL:
    """Say where the store of a programme is: beside it, or in the database that was named."""
    if database is None:
        return URL.create("sqlite", database=str(programme / ".htm" / "store.sqlite"))
    try:
        url = make_url(database)
    except ArgumentError:
        raise UsageError(f"--database: this is no address of a database. {_EXPECTED}") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
        raise UsageError(f'--database: "{url.drivername}" or its name is not understood. {_EXPECTED}')
    return url


_EXPECTED = "Write postgresql+psycopg://user@host/name, or sqlite:///path/to/file."


def engine_of(url: URL) -> Engine:
    """Make the engine; nothing is opened yet. Values of statements never stand in its messages."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _sqlite_connected)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ImportError:
        raise UsageError(
            "PostgreSQL needs the package psycopg. Install it with: pip install htm-scheduler[postgres]"
        ) from None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Lend a connection on which everything is read as of one moment."""
    with in_words(engine), engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Lend a connection to the only writer; what was written is there whole at the end, or not at all."""
    with in_words(engine), engine.connect() as connection:
        connection = connection.execution_options(**{_WRITES: True})
        with connection.begin():
            if engine.dialect.name != "sqlite":
                _wait_for_turn(connection)
            yield connection


def _wait_for_turn(connection: Connection) -> None:
    """Wait for the writer's turn; what commits is on the disk even where the server was told to be lax about it."""
    connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))
    lax = "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
    connection.execute(text(lax))


def _sqlite_connected(connection: SqliteConnection, _record: object) -> None:
    """Leave transactions to us, let readers go on while one writes, and an acknowledged commit survive a power cut."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    """Take the writer's lock at the start: taken later, it can fail although nothing is wrong."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def in_words(engine: Engine) -> Iterator[None]:
    """Turn what the database says into a sentence without addresses, passwords or values."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
        raise StoreError(f"The store {named(engine.url)} cannot be used: {said[0]}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"The store {named(engine.url)} cannot be used: {type(error).__name__}") from error


def named(url: URL) -> str:
    """Name a store for people: its file, or its host and database; never user or password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.database} on {url.host or 'this machine'}"
