"""Every piece of scheduled work that fell due in a period, with the day it was done and what stood in its way.

Counted by due date (CMS and Joint Commission both ask what was due in a month, not what was done in it). Several missed
periods owe one visit. Software patches, work without a baseline and follow-ups are not counted here: patches have
deadlines of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Asset, AssetStatus, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ModalityId, ProcedureName
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import RiskClass
from scheduler.domain.record import ATTEMPTS, SATISFYING, HistoryRow
from scheduler.obligations.course import first_open, satisfied
from scheduler.obligations.courses import Courses
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime, Regimes


class Standing(StrEnum):
    """What became of work that fell due."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    STILL_IN_TIME = "still_in_time"
    """Not done yet, and its window has not ended: not counted."""


DEFERRED, MISSING, IN_REPAIR = "deferred", "missing", "in_repair"
OBSTACLES: tuple[str, ...] = (*sorted(outcome.value for outcome in ATTEMPTS), DEFERRED, MISSING, IN_REPAIR)
"""What can stand in the way: an attempt inside the window, an approved deferral, an asset that is not there."""


@dataclass(frozen=True, slots=True)
class OwedWork:
    """One piece of work that fell due. `obstacles`: what stood in the way of doing it in its window."""

    asset_tag: AssetTag
    procedure: ProcedureName
    modality: ModalityId
    risk_class: RiskClass
    due: date
    window: DayWindow
    done_on: date | None
    standing: Standing
    obstacles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Due:
    """A due date with its window and the day that satisfied it."""

    due: date
    window: DayWindow
    done_on: date | None


def owed_work(facts: Facts) -> Iterator[OwedWork]:
    """Yield the work whose due date lies in the horizon of `facts`, by asset and procedure, as known on its today."""
    records = Records.of(facts.programme)
    courses, regimes = Courses(facts, records), Regimes(facts, records)
    for tag, asset in sorted(facts.programme.assets.items()):
        for regime in regimes.of(tag).values():
            if regime.procedure.kind is ProcedureKind.PATCH:
                continue
            for due in (*_periodic(asset, regime, courses), *_ordered(asset, regime, records, facts.today)):
                if facts.horizon.first_day <= due.due <= facts.horizon.last_day:
                    yield _owed(asset, regime, due, records, facts)


def _periodic(asset: Asset, regime: Regime, courses: Courses) -> Iterator[_Due]:
    course = courses.of(asset, regime)
    if course is None:
        return
    for done in satisfied(course):
        yield _Due(done.occurrence.due, done.occurrence.window, done.done_on)
    if asset.status is not AssetStatus.RETIRED:
        found = first_open(course)
        if found.basis is not DueBasis.NO_BASELINE:
            yield _Due(found.due, found.window, None)


def _ordered(asset: Asset, regime: Regime, records: Records, today: date) -> Iterator[_Due]:
    """Yield one-off work; an order without an earliest day is open until its row is taken out."""
    for order in records.orders.get(asset.asset_tag, ()):
        if order.procedure == regime.procedure.procedure:
            since = order.earliest or today
            done = [day for day in _completions(asset.asset_tag, regime, records) if day >= since]
            window = DayWindow(min(order.earliest or order.deadline, order.deadline), order.deadline)
            yield _Due(order.deadline, window, min(done, default=None))


def _completions(tag: AssetTag, regime: Regime, records: Records) -> Iterator[date]:
    for row in records.history.get(tag, ()):
        if row.outcome in SATISFYING and row.procedure in regime.completed_by:
            yield row.done_on


def _owed(asset: Asset, regime: Regime, due: _Due, records: Records, facts: Facts) -> OwedWork:
    standing = _standing(due, facts.today)
    is_late = standing in (Standing.LATE, Standing.OPEN)
    return OwedWork(
        asset.asset_tag,
        regime.procedure.procedure,
        facts.modality_of(asset.asset_tag).modality,
        regime.risk_class,
        due.due,
        due.window,
        due.done_on,
        standing,
        frozenset(_obstacles(asset, regime, due, records)) if is_late else frozenset(),
    )


def _standing(due: _Due, today: date) -> Standing:
    if due.done_on is not None:
        return Standing.ON_TIME if due.done_on <= due.window.last_day else Standing.LATE
    return Standing.OPEN if due.window.last_day < today else Standing.STILL_IN_TIME


def _obstacles(asset: Asset, regime: Regime, due: _Due, records: Records) -> Iterator[str]:
    name = regime.procedure.procedure
    for row in records.history.get(asset.asset_tag, ()):
        if row.procedure == name and _is_attempt_in(row, due.window):
            yield row.outcome.value
    for deferral in records.deferrals.get((asset.asset_tag, name), ()):
        if deferral.until is None or deferral.until >= due.window.last_day:
            yield DEFERRED
    if due.done_on is None and asset.status is AssetStatus.MISSING:
        yield MISSING
    if due.done_on is None and asset.status is AssetStatus.IN_REPAIR:
        yield IN_REPAIR


def _is_attempt_in(row: HistoryRow, window: DayWindow) -> bool:
    return row.outcome in ATTEMPTS and window.holds(row.done_on)
