"""What was recorded, as a journal: completions, attempts, deferrals, answers and locks, each row once.

The programme's own tables are the truth for planning; this says who brought which row, when, and from which file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Table, insert, select

from scheduler.domain.ids import AssetTag, ProcedureName, TechnicianId
from scheduler.domain.record import AgreementRow, Deferral, HistoryRow, Lock, Outcome, VisitAnswer
from scheduler.store.contents import digest_of
from scheduler.store.schema import recorded_agreement, recorded_deferral, recorded_lock, recorded_outcome

Recorded = HistoryRow | Deferral | AgreementRow | Lock


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the SHA-256 of the file, who brought it, and when (UTC)."""

    fingerprint: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A recorded row with where it came from."""

    row: Recorded
    source: Source


def keep_records(connection: Connection, rows: Iterable[Recorded], source: Source) -> int:
    """Keep what was not recorded before; return how many rows that were. The same row from any file counts once."""
    new: dict[Table, dict[str, dict[str, object]]] = {}
    for row in rows:
        columns = _columns(row)
        digest = digest_of(repr((_TABLES[type(row)].name, sorted(columns.items()))).encode("utf-8", "surrogatepass"))
        new.setdefault(_TABLES[type(row)], {})[digest] = {
            "digest": digest,
            "recorded_at": source.at,
            "who": source.who,
            "source_fingerprint": source.fingerprint,
            **columns,
        }
    return sum(_insert_new(connection, table, by_digest) for table, by_digest in new.items())


def journal(connection: Connection) -> tuple[JournalRow, ...]:
    """Return every recorded row, by kind, time and content."""
    found = []
    for kind, table in _TABLES.items():
        rows = connection.execute(select(table).order_by(table.c.recorded_at, table.c.digest))
        found += [JournalRow(_READERS[kind](row), _source(row)) for row in rows]
    return tuple(found)


def _insert_new(connection: Connection, table: Table, by_digest: Mapping[str, dict[str, object]]) -> int:
    there = set(connection.execute(select(table.c.digest)).scalars())
    new: Sequence[dict[str, object]] = [row for digest, row in sorted(by_digest.items()) if digest not in there]
    if new:
        connection.execute(insert(table), new)
    return len(new)


def _columns(row: Recorded) -> dict[str, object]:
    common: dict[str, object] = {"asset_tag": row.asset_tag, "procedure": row.procedure}
    if isinstance(row, HistoryRow):
        names = ("done_on", "technician", "runtime_hours", "note")
        return {**common, "outcome": row.outcome.value, **{name: getattr(row, name) for name in names}}
    if isinstance(row, Deferral):
        return {**common, "reason": row.reason, "approved_by": row.approved_by, "until": row.until}
    if isinstance(row, Lock):
        return {**common, "start": row.start, "technicians": "|".join(row.technicians)}
    names = ("start", "answered_by", "answered_on", "note")
    return {**common, "answer": row.answer.value, **{name: getattr(row, name) for name in names}}


def _history(row: Row[tuple[object, ...]]) -> HistoryRow:
    outcome = Outcome(row.outcome)
    return HistoryRow(*_work(row), row.done_on, outcome, row.technician, row.runtime_hours, row.note)


def _deferral(row: Row[tuple[object, ...]]) -> Deferral:
    return Deferral(*_work(row), row.reason, row.approved_by, row.until)


def _agreement(row: Row[tuple[object, ...]]) -> AgreementRow:
    return AgreementRow(*_work(row), row.start, VisitAnswer(row.answer), row.answered_by, row.answered_on, row.note)


def _lock(row: Row[tuple[object, ...]]) -> Lock:
    people = tuple(TechnicianId(each) for each in row.technicians.split("|") if each)
    return Lock(0, *_work(row), row.start, people)


def _work(row: Row[tuple[object, ...]]) -> tuple[AssetTag, ProcedureName]:
    return AssetTag(row.asset_tag), ProcedureName(row.procedure)


def _source(row: Row[tuple[object, ...]]) -> Source:
    return Source(row.source_fingerprint, row.who, row.recorded_at)


_TABLES: Mapping[type[Recorded], Table] = {
    HistoryRow: recorded_outcome,
    Deferral: recorded_deferral,
    AgreementRow: recorded_agreement,
    Lock: recorded_lock,
}
_READERS: Mapping[type[Recorded], Callable[[Row[tuple[object, ...]]], Recorded]] = {
    HistoryRow: _history,
    Deferral: _deferral,
    AgreementRow: _agreement,
    Lock: _lock,
}
