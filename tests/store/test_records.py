"""The journal of what was recorded, and the seals of the trail."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from scheduler.domain.ids import AssetTag, ProcedureName, TechnicianId
from scheduler.domain.record import AgreementRow, Deferral, HistoryRow, Lock, Outcome, VisitAnswer
from scheduler.store import (
    Entry,
    JournalRow,
    Source,
    append,
    broken_seals,
    journal,
    keep_records,
    open_store,
    trail,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SOURCE = Source("f" * 64, "Ann", NOW)
TAG, PM = AssetTag("A-1"), ProcedureName("pm")
DONE = HistoryRow(TAG, PM, date(2026, 11, 30), Outcome.COMPLETED, "T1", 12.5, "fine; really")
ROWS = (
    DONE,
    replace(DONE, outcome=Outcome.ATTEMPTED_IN_USE, runtime_hours=None),
    Deferral(TAG, PM, "in use", "Dr B", None),
    AgreementRow(TAG, PM, NOW, VisitAnswer.AGREED, "ICU", date(2026, 11, 29), ""),
    Lock(0, TAG, PM, NOW, (TechnicianId("T1"), TechnicianId("T2"))),
)


def test_every_kind_of_row_is_read_back_as_it_was(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store:
        with store.writing() as connection:
            assert keep_records(connection, ROWS, SOURCE) == len(ROWS)

        with store.reading() as connection:
            assert set(journal(connection)) == {JournalRow(row, SOURCE) for row in ROWS}


def test_the_same_row_counts_once_from_whatever_file(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store, store.writing() as connection:
        assert keep_records(connection, [DONE, DONE], SOURCE) == 1
        assert keep_records(connection, ROWS, replace(SOURCE, fingerprint="e" * 64)) == len(ROWS) - 1
        assert keep_records(connection, ROWS, SOURCE) == 0
        assert keep_records(connection, (), SOURCE) == 0


def test_a_trail_that_nobody_touched_is_sealed_and_any_change_shows(tmp_path: Path, database: str | None) -> None:
    with open_store(tmp_path, database, NOW) as store:
        with store.writing() as connection:
            for number in range(4):
                append(connection, Entry(NOW, "Ann", "did", f"thing {number}", "", "said"))
        with store.reading() as connection:
            entries = trail(connection)

    assert broken_seals(entries) == ()
    assert [each.number for each in entries] == [1, 2, 3, 4]
    other = replace(entries[1], entry=replace(entries[1].entry, who="Bea"))
    assert broken_seals((entries[0], other, *entries[2:])) == (2,)
    assert broken_seals((entries[0], *entries[2:])) == (3,)
