"""What stands in the way of work before it is planned: where the asset is, and what was approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Asset, AssetStatus
from scheduler.domain.record import Deferral
from scheduler.verify.expected.expectation import Standing
from scheduler.verify.expected.hospital import Hospital

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A standing, the first day for other reasons than the window, and whether somebody approved to miss the window."""

    standing: Standing = Standing.OPEN
    not_before: date | None = None
    excused: bool = False


def obstacle(asset: Asset, deferrals: Iterable[Deferral], window: DayWindow, hospital: Hospital) -> Obstacle:
    """The asset first: it must be there. Then what was approved: to wait beyond the window, or until a day in it."""
    if asset.status is AssetStatus.MISSING:
        return Obstacle(Standing.MISSING)
    back = asset.expected_back if asset.status is AssetStatus.IN_REPAIR else None
    if asset.status is AssetStatus.IN_REPAIR and (back is None or back > hospital.horizon.last_day):
        return Obstacle(Standing.IN_REPAIR)
    ends = [deferral.until or date.max for deferral in deferrals]
    until = max((end for end in ends if end >= hospital.today), default=None)
    if until is None:
        return Obstacle(not_before=back)
    first_plannable = max(hospital.today, hospital.horizon.first_day)
    if until >= window.last_day:
        if until >= first_plannable:
            return Obstacle(Standing.DEFERRED, back, excused=True)
        return Obstacle(not_before=back, excused=True)
    waits = until + _ONE_DAY if until >= first_plannable else None
    return Obstacle(not_before=max((day for day in (back, waits) if day is not None), default=None))
