"""Rows of a work-order list as what they tell: a visit, a deferral, or an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.calendar import day_of, instant
from scheduler.domain.programme import Programme
from scheduler.domain.record import AgreementRow, Deferral, HistoryRow
from scheduler.inputs.columns import Column
from scheduler.inputs.sheet import Row, Sheet
from scheduler.recording.columns import (
    ANSWERED_BY,
    APPROVED_BY,
    DONE_ON,
    NOTE,
    OUTCOME,
    REASON,
    RUNTIME_HOURS,
    START,
    TECHNICIAN,
    UNTIL,
)
from scheduler.recording.outcomes import RecordedOutcome
from scheduler.recording.subject import KnownWork, Work, work_of

Told = HistoryRow | Deferral | AgreementRow
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row tells, with the row for messages."""

    row: Row
    told: Told


@dataclass(frozen=True, slots=True)
class Understood:
    """The rows that tell something, and how many are not closed yet."""

    entries: tuple[Entry, ...]
    not_closed: int


def understood(sheet: Sheet, programme: Programme, known: KnownWork, today: date) -> Understood:
    """Read every row that can be read; faults are noted in the sheet."""
    reader = _Reader(programme, known, today, "outcome" in sheet.raw.columns)
    entries: list[Entry] = []
    not_closed = 0
    for row in list(sheet):
        if row[OUTCOME] is RecordedOutcome.NOT_CLOSED:
            not_closed += 1
            continue
        work = work_of(row, known)
        if work is not None:
            entries.extend(Entry(row, told) for told in reader.told(row, work))
    return Understood(tuple(entries), not_closed)


class _Reader:
    def __init__(self, programme: Programme, known: KnownWork, today: date, says_outcomes: bool) -> None:
        self._programme = programme
        self._known = known
        self._today = today
        self._says_outcomes = says_outcomes

    def told(self, row: Row, work: Work) -> Iterator[Told]:
        """Yield what a row tells, or note why it tells nothing."""
        outcome = row[OUTCOME]
        if outcome is None and self._says_outcomes:
            row.fault(OUTCOME, "how it ended; outcome may not be blank", "write completed, or say what happened")
            return
        outcome = outcome or RecordedOutcome.COMPLETED
        if outcome is RecordedOutcome.DEFERRED:
            yield from self._deferral(row, work)
        elif outcome.answer is not None:
            yield from self._answer(row, work)
        else:
            yield from self._visit(row, work, outcome)

    def _visit(self, row: Row, work: Work, outcome: RecordedOutcome) -> Iterator[HistoryRow]:
        done_on, ended = self._day(row, work, needed=True), outcome.in_history
        if done_on is None or ended is None:
            return
        yield HistoryRow(
            work.asset_tag,
            work.procedure,
            done_on,
            ended,
            plain_text(row[TECHNICIAN]),
            row[RUNTIME_HOURS],
            plain_text(row[NOTE]),
        )

    def _deferral(self, row: Row, work: Work) -> Iterator[Deferral]:
        reason = row[REASON] or row[NOTE]
        for column, text in ((REASON, reason), (APPROVED_BY, row[APPROVED_BY])):
            if not text:
                _missing(row, column)
        if reason and row[APPROVED_BY]:
            yield Deferral(work.asset_tag, work.procedure, plain_text(reason), plain_text(row[APPROVED_BY]), row[UNTIL])

    def _answer(self, row: Row, work: Work) -> Iterator[AgreementRow]:
        outcome, start = row[OUTCOME], self._start(row, work)
        if start is None or outcome is None or outcome.answer is None:
            return
        answered_on, by = self._day(row, work, needed=False), plain_text(row[ANSWERED_BY])
        yield AgreementRow(
            work.asset_tag, work.procedure, start, outcome.answer, by, answered_on, plain_text(row[NOTE])
        )

    def _start(self, row: Row, work: Work) -> datetime | None:
        wall, zone = row[START], self._programme.sites[self._programme.assets[work.asset_tag].site].zone
        if wall is not None:
            return instant(wall.date(), wall.time(), zone)
        if work.start is None:
            _missing(row, START, "when the visit starts", "give the plan's folder with --plan, or a column start")
        return work.start

    def _day(self, row: Row, work: Work, *, needed: bool) -> date | None:
        said = row[DONE_ON]
        if said is None:
            if needed:
                _missing(row, DONE_ON, "the day of the visit")
            return None
        zone = self._programme.sites[self._programme.assets[work.asset_tag].site].zone
        day = day_of(said, zone) if isinstance(said, datetime) else said
        if day > self._today:
            row.fault(DONE_ON, f"a day not after today, {self._today}", "correct the day, or run with a later --today")
            return None
        return day


def plain_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on one line."""
    joined = " ".join(text.split())
    return f"'{joined}" if joined.startswith(_FORMULA_STARTS) and not _is_number(joined) else joined


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _missing(row: Row, column: Column[object], expected: str = "", hint: str = "") -> None:
    row.fault(column, expected or f"{column.meaning.rstrip('.')}; it may not be blank", hint or "fill it in")
