"""Where the store is, who may open it, and what is said when it cannot be used."""

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from scheduler.errors import StoreError, UsageError
from scheduler.store import Entry, append, find_store, open_store, trail
from scheduler.store.database import location, named
from scheduler.store.schema import ONLY_ADDED, audit

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_the_store_is_a_file_beside_the_programme_with_write_ahead_log(tmp_path: Path) -> None:
    with open_store(tmp_path, None, NOW) as store, store.reading() as connection:
        modes = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]

    assert (tmp_path / ".htm" / "store.sqlite").is_file()
    assert modes == ["wal", 2]


def test_a_look_makes_no_store(tmp_path: Path) -> None:
    assert find_store(tmp_path, None, NOW) is None
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_the_making_but_the_store(tmp_path: Path) -> None:
    open_store(tmp_path, None, NOW).close()

    assert [path.name for path in (tmp_path / ".htm").iterdir()] == ["store.sqlite"]


def test_what_fails_in_the_middle_is_not_written(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store:
        with suppress(ZeroDivisionError), store.writing() as connection:
            append(connection, Entry(NOW, "Ann", "did", "a thing", "", ""))
            raise ZeroDivisionError
        with store.reading() as connection:
            assert trail(connection) == ()


def test_a_reader_sees_one_moment_while_another_writes(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store:
        with store.reading() as reader:
            assert trail(reader) == ()
            with store.writing() as writer:
                append(writer, Entry(NOW, "Ann", "did", "a thing", "", ""))
            assert trail(reader) == ()
        with store.reading() as reader:
            assert len(trail(reader)) == 1


@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {} WHERE {} = {}"])
def test_the_database_itself_refuses_to_change_the_trail(tmp_path: Path, database: str | None, deed: str) -> None:
    with open_store(tmp_path, database, NOW) as store:
        with store.writing() as connection:
            append(connection, Entry(NOW, "Ann", "did", "a thing", "", ""))
        with pytest.raises(StoreError, match="rows of audit are never changed or removed"), store.writing() as other:
            other.execute(text(deed.format("audit", "number", "number")))
        with store.reading() as connection:
            assert len(trail(connection)) == 1


def test_every_table_that_is_only_added_to_is_guarded(tmp_path: Path) -> None:
    with open_store(tmp_path, None, NOW) as store, store.reading() as connection:
        guards = connection.execute(text("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()

    assert sorted(guards) == sorted([*ONLY_ADDED, *ONLY_ADDED])


def test_a_damaged_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / ".htm").mkdir()
    (tmp_path / ".htm" / "store.sqlite").write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match=r"store\.sqlite cannot be used: file is not a database$"):
        open_store(tmp_path, None, NOW)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE patients (name TEXT)")
    other.close()

    with pytest.raises(
        UsageError, match=r"holds tables that are not a store\. Give another database with --database\."
    ):
        open_store(tmp_path, f"sqlite:///{path}", NOW)


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / ".htm").write_text("in the way")

    with pytest.raises(UsageError, match=r"cannot be made: .*Give a folder that can be written\."):
        open_store(tmp_path, None, NOW)


@pytest.mark.parametrize("address", ["", "nothing", "mysql://h/d", "postgresql+psycopg://host"])
def test_another_address_is_refused_with_what_to_write(tmp_path: Path, address: str) -> None:
    with pytest.raises(UsageError, match=r"Write postgresql\+psycopg://user@host/name, or sqlite:///path/to/file\."):
        location(tmp_path, address)


def test_no_password_stands_in_a_name_or_a_message(tmp_path: Path) -> None:
    address = "postgresql://ann:secret@127.0.0.1:1/plans"

    assert named(location(tmp_path, address)) == "plans on 127.0.0.1"
    with pytest.raises(StoreError) as refused:
        open_store(tmp_path, address, NOW)
    assert "The store plans on 127.0.0.1 cannot be used: " in str(refused.value)
    assert "secret" not in str(refused.value)


def test_no_value_stands_in_a_message(tmp_path: Path) -> None:
    row = dict.fromkeys(("who", "action", "subject", "fingerprint", "what", "digest"), "the-secret")
    with (
        open_store(tmp_path, None, NOW) as store,
        pytest.raises(StoreError) as refused,
        store.writing() as connection,
    ):
        connection.execute(insert(audit), [{"number": 1, "at": NOW, **row}, {"number": 1, "at": NOW, **row}])

    assert "the-secret" not in str(refused.value) + str(refused.value.__cause__)
