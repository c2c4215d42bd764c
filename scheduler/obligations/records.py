"""The tables of what happened and what was decided, indexed once by asset."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from scheduler.domain.equipment import MakeModel
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, ProcedureName
from scheduler.domain.programme import Programme
from scheduler.domain.record import Deferral, DueRow, HistoryRow, Order, SeriesRow
from scheduler.domain.security import FindingState, Patch

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
TaskKey = tuple[AssetTag, ProcedureName]


@dataclass(frozen=True, slots=True)
class Records:
    """Rows by what they are asked for; history in order of date. `first_in_service`: of each make and model."""

    history: Mapping[AssetTag, tuple[HistoryRow, ...]]
    due: Mapping[TaskKey, tuple[DueRow, ...]]
    deferrals: Mapping[TaskKey, tuple[Deferral, ...]]
    orders: Mapping[AssetTag, tuple[Order, ...]]
    series: Mapping[tuple[DepartmentId, ModalityId], tuple[SeriesRow, ...]]
    patches: Mapping[MakeModel, tuple[Patch, ...]]
    first_in_service: Mapping[MakeModel, date]
    open_cves: Mapping[AssetTag, frozenset[str]]

    @classmethod
    def of(cls, programme: Programme) -> "Records":
        """Index a programme; the work grows with its rows, not with their product."""
        return cls(
            _grouped(sorted(programme.history, key=lambda row: row.done_on), lambda row: row.asset_tag),
            _grouped(programme.due, lambda row: (row.asset_tag, row.procedure)),
            _grouped(programme.deferrals, lambda row: (row.asset_tag, row.procedure)),
            _grouped(programme.orders, lambda row: row.asset_tag),
            _grouped(programme.series, lambda row: (row.department, row.modality)),
            _grouped(programme.patches, lambda row: (row.make, row.model)),
            _first_in_service(programme),
            _open_cves(programme),
        )


def _grouped(rows: Iterable[Row], key_of: Callable[[Row], Key]) -> Mapping[Key, tuple[Row, ...]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return {key: tuple(group) for key, group in found.items()}


def _first_in_service(programme: Programme) -> Mapping[MakeModel, date]:
    first: dict[MakeModel, date] = {}
    for asset in programme.assets.values():
        if asset.in_service_on is not None:
            first[asset.make_model] = min(first.get(asset.make_model, asset.in_service_on), asset.in_service_on)
    return first


def _open_cves(programme: Programme) -> Mapping[AssetTag, frozenset[str]]:
    """Vulnerabilities that stand open or only mitigated on assets that the finding names, by tag or by CMDB entry."""
    if not programme.findings:
        return {}
    by_cmdb = {asset.cmdb_id: asset.asset_tag for asset in programme.assets.values() if asset.cmdb_id}
    found: defaultdict[AssetTag, set[str]] = defaultdict(set)
    for row in programme.findings:
        tag = row.asset_tag or by_cmdb.get(row.cmdb_id)
        if tag is not None and row.state in (FindingState.OPEN, FindingState.MITIGATED):
            found[tag].add(row.cve)
    return {tag: frozenset(cves) for tag, cves in found.items()}
