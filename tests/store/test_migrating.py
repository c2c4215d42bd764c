"""A store of an earlier release is brought up to date with a backup first; one of a later release is refused."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from scheduler.errors import UsageError
from scheduler.store import Entry, append, open_store, trail
from scheduler.store import migrating as under_test
from scheduler.store.schema import metadata

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
NEXT = '''"""The next schema, for the test."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"


def upgrade() -> None:
    op.create_table("added", sa.Column("number", sa.Integer(), primary_key=True))
    {more}
'''


@contextmanager
def a_later_release(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> Iterator[None]:
    """This program, one migration later."""
    scripts = folder / "migrations"
    (scripts / "versions").mkdir(parents=True)
    ours = Path(under_test.__file__).parent / "migrations"
    (scripts / "env.py").write_text((ours / "env.py").read_text())
    first = "versions/m0001_first.py"
    (scripts / first).write_text((ours / first).read_text())
    (scripts / "versions/m0002_next.py").write_text(NEXT.format(more=more))
    with monkeypatch.context() as patched:
        patched.setattr(under_test, "_SCRIPTS", scripts)
        patched.setattr(under_test, "REVISIONS", ("0001", "0002"))
        yield


def test_the_revisions_named_are_those_of_the_scripts() -> None:
    scripts = ScriptDirectory(str(under_test._SCRIPTS))

    assert tuple(each.revision for each in reversed(list(scripts.walk_revisions()))) == under_test.REVISIONS


def test_migrating_gives_exactly_the_tables_of_the_program(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_migration_keeps_a_backup_and_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(tmp_path, None, NOW) as store, store.writing() as connection:
        append(connection, Entry(NOW, "Ann", "did", "a thing", "", ""))

    with (
        a_later_release(monkeypatch, tmp_path),
        open_store(tmp_path, None, NOW) as later,
        later.reading() as connection,
    ):
        assert under_test.schema_of(connection) == "0002"
        assert len(trail(connection)) == 1

    [backup] = (tmp_path / ".htm" / "backups").iterdir()
    assert backup.name == "store-0001_20261201T120000Z.sqlite"
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT who, action, subject FROM audit").fetchall() == [("Ann", "did", "a thing")]
    assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    copy.close()


@pytest.mark.slow
def test_a_migration_on_postgresql_keeps_a_copy_in_a_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: str
) -> None:
    with open_store(tmp_path, postgres, NOW) as store, store.writing() as connection:
        append(connection, Entry(NOW, "Ann", "did", "a thing", "", ""))

    with (
        a_later_release(monkeypatch, tmp_path),
        open_store(tmp_path, postgres, NOW) as later,
        later.reading() as connection,
    ):
        kept = connection.execute(text("SELECT who, subject FROM backup_0001_20261201t120000z.audit")).all()
        assert [tuple(row) for row in kept] == [("Ann", "a thing")]
        assert len(trail(connection)) == 1


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str | None
) -> None:
    open_store(tmp_path, database, NOW).close()

    with a_later_release(monkeypatch, tmp_path, more="raise ZeroDivisionError"), pytest.raises(ZeroDivisionError):
        open_store(tmp_path, database, NOW)

    with open_store(tmp_path, database, NOW) as store, store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_store_of_a_newer_program_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str | None
) -> None:
    with a_later_release(monkeypatch, tmp_path):
        open_store(tmp_path, database, NOW).close()

    with pytest.raises(UsageError) as refused:
        open_store(tmp_path, database, NOW)

    assert "was written by a newer htm-scheduler (schema 0002; this one knows up to 0001)" in str(refused.value)
    assert str(refused.value).endswith("Update htm-scheduler; nothing was changed.")


def test_many_who_open_a_new_store_at_once_make_one(tmp_path: Path) -> None:
    children = []
    for number in range(8):
        child = os.fork()
        if child == 0:
            with open_store(tmp_path, None, NOW) as store, store.writing() as connection:
                append(connection, Entry(NOW, str(number), "opened", "the store", "", ""))
            os._exit(0)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]

    assert codes == [0] * 8
    with open_store(tmp_path, None, NOW) as store, store.reading() as connection:
        assert sorted(each.entry.who for each in trail(connection)) == [str(number) for number in range(8)]
