"""The tables that tell what happened and what was decided, by asset and procedure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from scheduler.domain.equipment import Asset, MakeModel, Procedure
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, ProcedureName
from scheduler.domain.programme import Programme
from scheduler.domain.record import SATISFYING, Deferral, DueRow, HistoryRow, Order
from scheduler.domain.security import FindingState, Patch

AssetWork = tuple[AssetTag, ProcedureName]


class Record:
    """Rows found by what they are about; it draws no conclusions."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def completions(self, tag: AssetTag, names: Iterable[ProcedureName]) -> list[HistoryRow]:
        """Every satisfying row of an asset for any of these procedures, oldest first."""
        found = [row for name in names for row in self._completed.get((tag, name), ())]
        return sorted(found, key=lambda row: row.done_on)

    def tried(self, tag: AssetTag, name: ProcedureName) -> list[HistoryRow]:
        """Every row of an asset and procedure that satisfies nothing."""
        return self._tried.get((tag, name), [])

    def patches(self, model: MakeModel) -> list[Patch]:
        """The releases of software for a model."""
        return self._patches.get(model, [])

    def open_vulnerabilities(self, asset: Asset) -> frozenset[str]:
        """What was found on an asset, by its tag or its CMDB entry, and is neither fixed nor another's."""
        by_tag = self._vulnerabilities.get(("", asset.asset_tag), frozenset())
        return by_tag | self._vulnerabilities.get((asset.cmdb_id, ""), frozenset()) if asset.cmdb_id else by_tag

    def readings(self, asset: Asset, today: date) -> list[tuple[date, float]]:
        """The hours that an asset had run by the days they were read, oldest first; its own column is as of today."""
        read = self._readings.get(asset.asset_tag, [])
        now = [] if asset.runtime_hours is None else [(today, asset.runtime_hours)]
        return sorted([*read, *now])

    def due_row(self, tag: AssetTag, name: ProcedureName) -> DueRow | None:
        return self._due.get((tag, name))

    def deferrals(self, tag: AssetTag, name: ProcedureName) -> list[Deferral]:
        return self._deferrals.get((tag, name), [])

    def orders(self, tag: AssetTag) -> list[Order]:
        return self._orders.get(tag, [])

    def series_start(self, asset: Asset, modality: ModalityId, name: ProcedureName) -> date | None:
        """Its own series start, else that of its department and modality: for the procedure, else for all."""
        if asset.series_start is not None:
            return asset.series_start
        for procedure in (name, None):
            if (start := self._series.get((asset.department, modality, procedure))) is not None:
                return start
        return None

    def first_in_service(self, model: MakeModel) -> date | None:
        """When the hospital first had a device of this make and model in service."""
        return self._first_in_service.get(model)

    @cached_property
    def _completed(self) -> Mapping[AssetWork, list[HistoryRow]]:
        found = defaultdict(list)
        for row in self._programme.history:
            if row.outcome in SATISFYING:
                found[row.asset_tag, row.procedure].append(row)
        return dict(found)

    @cached_property
    def _tried(self) -> Mapping[AssetWork, list[HistoryRow]]:
        found = defaultdict(list)
        for row in self._programme.history:
            if row.outcome not in SATISFYING:
                found[row.asset_tag, row.procedure].append(row)
        return dict(found)

    @cached_property
    def _patches(self) -> Mapping[MakeModel, list[Patch]]:
        found = defaultdict(list)
        for row in self._programme.patches:
            found[row.make, row.model].append(row)
        return dict(found)

    @cached_property
    def _vulnerabilities(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """By CMDB entry or tag; a row that names an asset is about that one."""
        found = defaultdict(set)
        for row in self._programme.findings:
            if row.state in (FindingState.OPEN, FindingState.MITIGATED):
                found["" if row.asset_tag else row.cmdb_id, row.asset_tag or ""].add(row.cve)
        return {key: frozenset(cves) for key, cves in found.items()}

    @cached_property
    def _readings(self) -> Mapping[AssetTag, list[tuple[date, float]]]:
        found = defaultdict(list)
        for row in self._programme.history:
            if row.runtime_hours is not None:
                found[row.asset_tag].append((row.done_on, row.runtime_hours))
        return dict(found)

    @cached_property
    def _due(self) -> Mapping[AssetWork, DueRow]:
        return {(row.asset_tag, row.procedure): row for row in self._programme.due}

    @cached_property
    def _deferrals(self) -> Mapping[AssetWork, list[Deferral]]:
        found = defaultdict(list)
        for row in self._programme.deferrals:
            found[row.asset_tag, row.procedure].append(row)
        return dict(found)

    @cached_property
    def _orders(self) -> Mapping[AssetTag, list[Order]]:
        found = defaultdict(list)
        for row in self._programme.orders:
            found[row.asset_tag].append(row)
        return dict(found)

    @cached_property
    def _series(self) -> Mapping[tuple[DepartmentId, ModalityId, ProcedureName | None], date]:
        rows = reversed(self._programme.series)
        return {(row.department, row.modality, row.procedure): row.series_start for row in rows}

    @cached_property
    def _first_in_service(self) -> Mapping[MakeModel, date]:
        first: dict[MakeModel, date] = {}
        for asset in self._programme.assets.values():
            if asset.in_service_on is not None:
                known = first.get(asset.make_model, asset.in_service_on)
                first[asset.make_model] = min(known, asset.in_service_on)
        return first


def including(name: ProcedureName, rows: Iterable[Procedure]) -> Iterator[ProcedureName]:
    """The procedure itself and every one of these rows that includes it, directly or through others."""
    known = list(rows)
    reached, frontier = {name}, [name]
    while frontier:
        wanted = frontier.pop()
        yield wanted
        wider = [row.procedure for row in known if wanted in row.includes and row.procedure not in reached]
        reached.update(wider)
        frontier += wider
