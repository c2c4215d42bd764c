"""One more window of downtime, in a department or for one asset, beside all that is open already."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scheduler.changes.looked_up import known, quoted
from scheduler.changes.people import period_words
from scheduler.domain.calendar import EMPTY, WeeklyPeriod
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId
from scheduler.domain.places import DowntimeKind, DowntimeRow
from scheduler.domain.programme import Programme

_ASSETS_RANK = 5


@dataclass(frozen=True, slots=True)
class DepartmentWindow:
    """A department can spare its equipment at one time more."""

    department: DepartmentId
    period: WeeklyPeriod

    @property
    def text(self) -> str:
        return quoted("window", self.department, *period_words(self.period))

    def applied(self, programme: Programme) -> Programme:
        known("department", self.department, programme.departments)
        own = [one for one in programme.assets.values() if one.department == self.department]
        modalities = sorted({programme.models[one.make_model].modality for one in own})
        rows = [row for modality in modalities for row in self._rows(modality, programme)]
        tags = {one.asset_tag for one in own}
        named = {row.asset_tag for row in _open(programme) if row.asset_tag is not None and row.asset_tag in tags}
        rows += [_row(self.period, asset_tag=tag) for tag in sorted(named)]
        return replace(programme, downtime=(*programme.downtime, *rows))

    def _rows(self, modality: ModalityId, programme: Programme) -> Iterator[DowntimeRow]:
        """The new window, and copies of what is in force of a lower rank, which would no longer count."""
        site = programme.departments[self.department].site
        fitting = [
            row
            for row in _open(programme)
            if row.asset_tag is None
            and row.site in (None, site)
            and row.department in (None, self.department)
            and row.modality in (None, modality)
            and programme.departments[self.department].acuity in row.acuities
        ]
        highest = max((row.rank for row in fitting), default=0)
        yield _row(self.period, department=self.department, modality=modality)
        for row in fitting:
            if row.rank == highest < _ASSETS_RANK - 1:
                yield replace(row, site=None, department=self.department, modality=modality)


@dataclass(frozen=True, slots=True)
class AssetWindow:
    """One asset can be spared at one time more."""

    asset_tag: AssetTag
    period: WeeklyPeriod

    @property
    def text(self) -> str:
        return quoted("window", "asset", self.asset_tag, *period_words(self.period))

    def applied(self, programme: Programme) -> Programme:
        known("asset", self.asset_tag, programme.assets)
        asset = programme.assets[self.asset_tag]
        modality = programme.models[asset.make_model].modality
        fitting = [
            row
            for row in _open(programme)
            if row.asset_tag in (None, self.asset_tag)
            and row.site in (None, asset.site)
            and row.department in (None, asset.department)
            and row.modality in (None, modality)
            and programme.departments[asset.department].acuity in row.acuities
        ]
        highest = max((row.rank for row in fitting), default=0)
        copies = [
            replace(row, site=None, department=None, modality=None, asset_tag=self.asset_tag)
            for row in fitting
            if row.rank == highest < _ASSETS_RANK
        ]
        new = _row(self.period, asset_tag=self.asset_tag)
        return replace(programme, downtime=(*programme.downtime, new, *copies))


def _open(programme: Programme) -> Iterator[DowntimeRow]:
    return (row for row in programme.downtime if row.kind is DowntimeKind.OPEN)


def _row(
    period: WeeklyPeriod,
    department: DepartmentId | None = None,
    modality: ModalityId | None = None,
    asset_tag: AssetTag | None = None,
) -> DowntimeRow:
    return DowntimeRow(0, DowntimeKind.OPEN, None, department, modality, asset_tag, period, EMPTY)
