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
from scheduler.domain.security import Patch

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
