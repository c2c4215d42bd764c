"""Two recorders killed at random moments: what was acknowledged stands once, in tables and journal, never torn."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from scheduler.inputs import read_programme
from scheduler.recording import Asked, finish_interrupted
from scheduler.recording.journal import Bearer, record_with_trail
from scheduler.store import broken_seals, journal, open_store, trail
from tests.inputs.hospital import TODAY
from tests.recording.lists import hospital

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
FIRST = date(1990, 1, 1)
HEADING = "asset_tag,procedure,done_on,outcome,technician,note\n"


def record_on(folder: Path, tag: str, start: int, database: str | None, told: Connection) -> None:
    """Record one attempt after another, and tell of each only when it is recorded."""
    path = folder.parent / f"{tag}.csv"
    number = start
    while True:
        path.write_text(f"{HEADING}{tag},pm-6m,{FIRST + timedelta(days=number)},no_show,T1,{'x' * 500}\n")
        record_with_trail(folder, path, Asked(), TODAY, None, Bearer(tag, NOW, database))
        told.send(number)
        number += 1


@pytest.mark.slow
@pytest.mark.parametrize("kills", [300])
def test_no_acknowledged_row_is_lost_or_doubled_by_kills_at_random_on_sqlite(tmp_path: Path, kills: int) -> None:
    killed_at_random(tmp_path, None, kills)


@pytest.mark.slow
@pytest.mark.parametrize("kills", [50])
def test_no_acknowledged_row_is_lost_or_doubled_by_kills_at_random_on_postgresql(
    tmp_path: Path, postgres: str, kills: int
) -> None:
    killed_at_random(tmp_path, postgres, kills)


def killed_at_random(tmp_path: Path, database: str | None, kills: int) -> None:
    """Two recorders at work, killed together, again and again; checked after every time."""
    folder, chance, context = hospital(tmp_path), random.Random(6), multiprocessing.get_context("fork")
    done = {"V1": set[int](), "V2": set[int]()}
    started = dict.fromkeys(done, 0)
    for _ in range(kills // 2):
        writers = {}
        for tag in done:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=record_on, args=(folder, tag, started[tag], database, theirs), daemon=True)
            process.start()
            theirs.close()
            writers[tag] = (process, ours)
        if chance.random() < 0.7:
            writers[chance.choice(["V1", "V2"])][1].poll(20)
        time.sleep(chance.uniform(0, 0.8))
        for process, _ours in writers.values():
            os.kill(process.pid or 0, signal.SIGKILL)
        for tag, (process, ours) in writers.items():
            process.join()
            done[tag] |= set(_told(ours))
            started[tag] = max(done[tag], default=-1) + 1
        _check(folder, done, database)

    assert all(len(numbers) > kills // 15 for numbers in done.values())


def _told(ours: Connection) -> Iterator[int]:
    """Yield what was acknowledged before the end."""
    try:
        while ours.poll():
            yield ours.recv()
    except EOFError:
        return


def _check(folder: Path, done: dict[str, set[int]], database: str | None) -> None:
    finish_interrupted(folder)
    rows = [row for row in read_programme(folder, today=TODAY).programme.history if row.outcome.value == "no_show"]
    found = [(str(row.asset_tag), (row.done_on - FIRST).days) for row in rows]
    acknowledged = {(tag, number) for tag, numbers in done.items() for number in numbers}
    assert len(found) == len(set(found))
    assert acknowledged <= set(found)
    assert all(row.note == "x" * 500 for row in rows)
    assert all(number <= max(done[tag], default=-1) + 1 for tag, number in found)
    with open_store(folder, database, NOW) as store, store.reading() as connection:
        kept = {(str(each.row.asset_tag), (each.row.done_on - FIRST).days) for each in journal(connection)}  # type: ignore[union-attr]
        assert broken_seals(trail(connection)) == ()
    assert acknowledged <= kept <= set(found)
