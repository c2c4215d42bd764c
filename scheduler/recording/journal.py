"""Recording with the store beside it: ids of the published plan are understood, and the trail says who brought what."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.recording.planned import Planned, planned_in
from scheduler.recording.recording import Asked, Recorded, record
from scheduler.store import Entry, Source, Store, append, files_of, find_store, keep_records, latest_number, open_store

_TABLES = ("tasks.csv", "visits.csv")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who brings a list, when (UTC), and into which store (None: the one beside the programme)."""

    who: str
    now: datetime
    database: str | None = None


def record_with_trail(
    folder: Path, file: Path, asked: Asked, today: date, plan: Path | None, bearer: Bearer
) -> Recorded:
    """Record a list in the programme's tables, then in the store's journal and trail.

    The tables are the truth and come first. If the store fails after them, the same list brings it up to them: every
    row that it tells is journalled once, whenever it was recorded.
    """
    with ExitStack() as stack:
        open_or_find = find_store if asked.dry_run else open_store
        store = open_or_find(folder, bearer.database, bearer.now)
        if store is not None:
            stack.enter_context(store)
        planned = planned_in(plan) if plan is not None else _published(store)
        recorded = record(folder, file, asked, today, planned)
        if store is not None and not asked.dry_run:
            _note(store, recorded, bearer)
        return recorded


def _published(store: Store | None) -> tuple[Planned, ...]:
    """Return the tasks of the latest version; none where nothing was published."""
    if store is None:
        return ()
    with store.reading() as connection:
        number = latest_number(connection)
        files = files_of(connection, number) if number else {}
    if not all(name in files for name in _TABLES):
        return ()
    with TemporaryDirectory() as folder:
        for name in _TABLES:
            (Path(folder) / name).write_bytes(files[name])
        return planned_in(Path(folder))


def _note(store: Store, recorded: Recorded, bearer: Bearer) -> None:
    counts = Counter(
        history=len(recorded.history), deferrals=len(recorded.deferrals), agreements=len(recorded.agreements)
    )
    said = ", ".join(f"{number} added to {table}" for table, number in counts.items())
    with store.writing() as connection:
        keep_records(connection, recorded.told, Source(recorded.fingerprint, bearer.who, bearer.now))
        what = f"{said}; {recorded.already} recorded before"
        source = recorded.mapping.source
        append(connection, Entry(bearer.now, bearer.who, "recorded", source, recorded.fingerprint, what))
