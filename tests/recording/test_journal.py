"""The store beside the tables: who brought which row from which file, and the ids of the published plan."""

from datetime import UTC, datetime
from pathlib import Path

from scheduler.recording import Asked
from scheduler.recording.journal import Bearer, record_with_trail
from scheduler.recording.recording import Recorded
from scheduler.store import journal, open_store, trail
from tests.inputs.hospital import TODAY
from tests.recording.lists import hospital

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
ROWS = "asset_tag,procedure,done_on,outcome,technician\nV1,pm-6m,2026-11-30,completed,T1\nP1,pm,2026-11-29,no_show,\n"


def brought(folder: Path, text: str = ROWS, asked: Asked | None = None) -> Recorded:
    path = folder.parent / "orders.csv"
    path.write_text(text)
    return record_with_trail(folder, path, asked or Asked(), TODAY, None, Bearer("Ann", NOW))


def test_the_trail_says_who_brought_what_and_the_journal_has_each_row_once(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    first = brought(folder)
    brought(folder)

    with open_store(folder, None, NOW) as store, store.reading() as connection:
        entries, rows = [each.entry for each in trail(connection)], journal(connection)
    said = "{} added to history, 0 added to deferrals, 0 added to agreements; {} recorded before"
    assert [(each.who, each.action, each.fingerprint, each.what) for each in entries] == [
        ("Ann", "recorded", first.fingerprint, said.format(2, 0)),
        ("Ann", "recorded", first.fingerprint, said.format(0, 2)),
    ]
    assert sorted((each.row.asset_tag, each.source.who) for each in rows) == [("P1", "Ann"), ("V1", "Ann")]


def test_a_dry_run_makes_no_store(tmp_path: Path) -> None:
    folder = hospital(tmp_path)

    brought(folder, asked=Asked(dry_run=True))

    assert not (folder / ".htm").exists()


def test_rows_that_were_recorded_while_the_store_was_away_are_journalled_by_the_next_time(tmp_path: Path) -> None:
    from scheduler.recording import record

    folder = hospital(tmp_path)
    path = tmp_path / "orders.csv"
    path.write_text(ROWS)
    record(folder, path, Asked(), TODAY)

    found = brought(folder)

    with open_store(folder, None, NOW) as store, store.reading() as connection:
        rows = journal(connection)
    assert (found.already, len(rows)) == (2, 2)
