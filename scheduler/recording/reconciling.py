"""What a list tells beside what is recorded already: new rows, rows that are the same, and rows that contradict."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from scheduler.domain.programme import Programme
from scheduler.domain.record import ATTEMPTS, AgreementRow, Deferral, HistoryRow
from scheduler.recording.columns import DONE_ON, OUTCOME, UNTIL
from scheduler.recording.entries import Entry, Told

_HINT = "correct one of the two; what is recorded is never overwritten"


@dataclass(slots=True)
class Reconciled:
    """The rows to add, in the order of the list, and how many told nothing new."""

    history: list[HistoryRow] = field(default_factory=list)
    deferrals: list[Deferral] = field(default_factory=list)
    agreements: list[AgreementRow] = field(default_factory=list)
    already: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.history or self.deferrals or self.agreements)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A row that stands, and where it does, in words."""

    told: Told
    where: str


def reconciled(entries: Iterable[Entry], programme: Programme) -> Reconciled:
    """Part the entries; contradictions are noted as faults of their rows.

    Rows of one asset, procedure and day are the same work if they have the same outcome and say nothing different of
    technician and hours. An attempt and a verdict of one day both stand: it was tried again. Two verdicts of one day
    contradict each other; so do two ends of one deferral in a list, and two answers of one day to one visit.
    """
    standing = _Known(programme)
    found = Reconciled()
    for entry in entries:
        others = standing.of(entry.told)
        same = next((each for each in others if _is_same(each.told, entry.told)), None)
        against = next((each for each in others if _contradicts(each, entry.told)), None)
        if same is not None:
            found.already += 1
        elif against is not None:
            _note(entry, against)
        else:
            standing.add(entry.told, f"row {entry.row.number}")
            _add(found, entry.told)
    return found


class _Known:
    """What stands, by what it is about."""

    def __init__(self, programme: Programme) -> None:
        self._by_key: defaultdict[Hashable, list[_Standing]] = defaultdict(list)
        standing: tuple[Told, ...] = (*programme.history, *programme.deferrals, *programme.agreements)
        for each in standing:
            self.add(each, "")

    def add(self, told: Told, where: str) -> None:
        self._by_key[_key(told)].append(_Standing(told, where))

    def of(self, told: Told) -> list[_Standing]:
        return self._by_key.get(_key(told), [])


def _key(told: Told) -> Hashable:
    if isinstance(told, HistoryRow):
        return (HistoryRow, told.asset_tag, told.procedure, told.done_on)
    if isinstance(told, Deferral):
        return (Deferral, told.asset_tag, told.procedure)
    return (AgreementRow, told.asset_tag, told.procedure, told.start)


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, HistoryRow) and isinstance(other, HistoryRow):
        return one.outcome is other.outcome and _no_difference(one, other)
    if isinstance(one, AgreementRow) and isinstance(other, AgreementRow):
        return (one.answer, one.answered_on) == (other.answer, other.answered_on)
    return one == other


def _no_difference(one: HistoryRow, other: HistoryRow) -> bool:
    """A blank says nothing, so it differs from nothing; a note is free text."""
    technicians = {row.technician.casefold() for row in (one, other) if row.technician}
    hours = {row.runtime_hours for row in (one, other) if row.runtime_hours is not None}
    return len(technicians) <= 1 and len(hours) <= 1


def _contradicts(stands: _Standing, told: Told) -> bool:
    other = stands.told
    if isinstance(other, HistoryRow) and isinstance(told, HistoryRow):
        if other.outcome is told.outcome:
            return other.outcome not in ATTEMPTS
        return not {other.outcome, told.outcome} & ATTEMPTS
    if isinstance(other, AgreementRow) and isinstance(told, AgreementRow):
        return other.answered_on == told.answered_on
    return isinstance(other, Deferral) and bool(stands.where)


def _note(entry: Entry, against: _Standing) -> None:
    where = f", {against.where}" if against.where else " is recorded"
    told, stands = entry.told, against.told
    about = f"{told.asset_tag} {told.procedure}"
    if isinstance(stands, HistoryRow):
        by = f" by {stands.technician}" if stands.technician else ""
        expected = f"what stands for {about} on {stands.done_on}: {stands.outcome.value}{by}{where}"
        entry.row.fault(OUTCOME if entry.row.text(OUTCOME) else DONE_ON, expected, _HINT)
    elif isinstance(stands, AgreementRow):
        expected = f"the answer that stands for {about}: {stands.answer.value}{where}"
        entry.row.fault(OUTCOME, expected, "give the day of the later answer, or correct one of the two")
    else:
        expected = f"one deferral of {about} in a list; another one until {stands.until or 'withdrawn'}{where}"
        entry.row.fault(UNTIL, expected, _HINT)


def _add(found: Reconciled, told: Told) -> None:
    if isinstance(told, HistoryRow):
        found.history.append(told)
    elif isinstance(told, Deferral):
        found.deferrals.append(told)
    else:
        found.agreements.append(told)
