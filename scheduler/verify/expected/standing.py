"""What stands in the way of work before it is planned: where the asset is, what was approved, which software."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import DayWindow
from scheduler.domain.equipment import Asset, AssetStatus, PatchPerformer, Procedure, ProcedureKind
from scheduler.domain.record import Deferral
from scheduler.domain.security import Patch
from scheduler.verify.expected.expectation import Standing
from scheduler.verify.expected.hospital import Hospital, OwingAsset

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


def release_for(owing: OwingAsset, row: Procedure, hospital: Hospital) -> Patch | Standing | None:
    """Patch work by its release: the newest validated one that the asset lacks, or why none is planned."""
    if row.kind is not ProcedureKind.PATCH:
        return None
    releases = hospital.record.patches(owing.model.key)
    if owing.model.patch_performer is PatchPerformer.NONE:
        return Standing.NO_PATCH
    if not releases:
        return Standing.NOTHING_TO_INSTALL
    installed = _folded(owing.asset.software_version)
    if not installed:
        return Standing.VERSION_UNKNOWN
    newer = _newer(releases, installed)
    validated = [one for one in newer if one.validated_on is not None and one.validated_on <= hospital.today]
    if validated:
        superseded = {name for one in validated for name in one.supersedes}
        return max([one for one in validated if one.patch not in superseded] or validated, key=_age)
    return Standing.WAITING if newer else Standing.NOTHING_TO_INSTALL


def _newer(releases: Sequence[Patch], installed: str) -> list[Patch]:
    """What applies to the installed version and was released after it, as far as its own release is known."""
    own = [_age(one) for one in releases if _folded(one.version) == installed]
    applies = [
        one
        for one in releases
        if _folded(one.version) != installed
        and (not one.from_versions or installed in {_folded(version) for version in one.from_versions})
    ]
    return [one for one in applies if not own or _age(one) > max(own)]


def _age(one: Patch) -> tuple[date, int]:
    return (one.released_on or one.advisory_on or one.validated_on or date.min, one.row)


def _folded(version: str) -> str:
    return version.strip().casefold()
