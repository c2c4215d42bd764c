"""What stands in the way of an obligation before anything is planned: the asset's status and deferrals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Asset, AssetStatus
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import ReasonCode, Settled, TaskStatus
from scheduler.domain.record import Deferral

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Settled with its reason, or open from a day on. `postponed`: approved not to be done in its window."""

    settled: Settled | None = None
    not_before: date | None = None
    postponed: bool = False
    note: str = ""


_FREE = Standing()


def standing_of(asset: Asset, deferrals: Sequence[Deferral], window: DayWindow, facts: Facts) -> Standing:
    """Say whether work in this window can be planned: the asset must be there, and no deferral in force."""
    if asset.status is AssetStatus.MISSING:
        said = f"{asset.asset_tag} cannot be found; it is listed until it is found or retired"
        return Standing(Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, said))
    repair = _in_repair(asset, facts) if asset.status is AssetStatus.IN_REPAIR else _FREE
    if repair.settled is not None:
        return repair
    deferral = _longest(deferrals, facts.today)
    return repair if deferral is None else _with(repair, _deferred(deferral, window, facts))


def _in_repair(asset: Asset, facts: Facts) -> Standing:
    back, last_day = asset.expected_back, facts.horizon.last_day
    if back is None:
        said = f"{asset.asset_tag} is in repair, and nobody has said when it is expected back"
        return Standing(Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_IN_REPAIR, said))
    if back > last_day:
        said = f"{asset.asset_tag} is in repair and expected back on {back}, after the horizon's end on {last_day}"
        return Standing(Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_IN_REPAIR, said))
    return Standing(not_before=back, note=f"in repair, expected back on {back}")


def _longest(deferrals: Sequence[Deferral], today: date) -> Deferral | None:
    """Return the deferral that lasts longest of those in force on `today`; one without an end lasts longest."""
    in_force = [row for row in deferrals if row.until is None or row.until >= today]
    return max(in_force, key=lambda row: row.until or date.max, default=None)


def _deferred(row: Deferral, window: DayWindow, facts: Facts) -> Standing:
    """A deferral covers a window that ends while it is in force, if it reaches the horizon; else it delays the work."""
    until = "until it is withdrawn" if row.until is None else f"until {row.until}"
    said = f"deferred {until}, approved by {row.approved_by or 'nobody named'}: {row.reason or 'no reason given'}"
    ends = row.until or date.max
    if ends < window.last_day:
        return Standing(not_before=ends + _ONE_DAY, note=said) if ends >= _first_plannable(facts) else _FREE
    if ends >= _first_plannable(facts):
        return Standing(Settled(TaskStatus.DEFERRED, None, said), postponed=True)
    return Standing(postponed=True, note=said)


def _first_plannable(facts: Facts) -> date:
    return max(facts.today, facts.horizon.first_day)


def _with(repair: Standing, deferred: Standing) -> Standing:
    """Both hold: the later day, and both notes."""
    days = [day for day in (repair.not_before, deferred.not_before) if day is not None]
    notes = "; ".join(note for note in (repair.note, deferred.note) if note)
    return Standing(deferred.settled, max(days, default=None), deferred.postponed, notes)
