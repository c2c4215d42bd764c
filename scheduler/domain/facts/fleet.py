"""How many assets may be out at once: the fleet limit of a model in a department, and the cover of a site."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.agreement import CoverRow
from scheduler.domain.equipment import Asset, AssetStatus, EquipmentClass, Modality
from scheduler.domain.facts.exact import exact, floored
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.domain.programme import Programme

_COVERED_CLASSES = frozenset({EquipmentClass.IMAGING, EquipmentClass.THERAPY, EquipmentClass.LIFE_SUPPORT})
FleetKey = tuple[str, str, str]
"""Department, make, model."""


@dataclass(frozen=True, slots=True)
class CoverGroup:
    """Assets of which at most `max_out` may be out at any minute; `row` is the row that says so, None the default."""

    key: str
    members: frozenset[AssetTag]
    max_out: int
    row: CoverRow | None = None

    @property
    def min_available(self) -> int:
        return len(self.members) - self.max_out


class Fleet:
    """Assets counted with those that stand in for them."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def limit(self, asset: Asset) -> int:
        """Return how many of its model may be out in its department: the share of those in use, but always one."""
        return self.limit_of(fleet_key(asset))

    def limit_of(self, key: FleetKey) -> int:
        """Return the same by department, make and model."""
        share = self._programme.departments[DepartmentId(key[0])].max_out_share
        return max(1, floored(exact(share) * self._in_use[key]))

    def size(self, asset: Asset) -> int:
        """Return how many of its model are in use in its department."""
        return self._in_use[fleet_key(asset)]

    @cached_property
    def cover_groups(self) -> tuple[CoverGroup, ...]:
        """The groups of the cover table in its order, then the default ones by site and modality."""
        return (*self._groups_of_rows, *self._default_groups)

    @cached_property
    def cover_groups_by_key(self) -> Mapping[str, CoverGroup]:
        """The same groups by the key that they are known by."""
        return {group.key: group for group in self.cover_groups}

    @cached_property
    def cover_groups_by_asset(self) -> Mapping[AssetTag, tuple[CoverGroup, ...]]:
        """The groups that each member belongs to; assets in no group are left out."""
        found = defaultdict(list)
        for group in self.cover_groups:
            for tag in sorted(group.members):
                found[tag].append(group)
        return {tag: tuple(groups) for tag, groups in found.items()}

    @cached_property
    def _in_use(self) -> Counter[FleetKey]:
        assets = self._programme.assets.values()
        return Counter(fleet_key(asset) for asset in assets if asset.status is AssetStatus.IN_USE)

    @cached_property
    def _named_by_row(self) -> tuple[tuple[Asset, ...], ...]:
        """For each cover row the assets that it names, whatever their status."""
        return tuple(tuple(self._named(row)) for row in self._programme.cover)

    @cached_property
    def _by_modality(self) -> Mapping[ModalityId, list[Asset]]:
        found = defaultdict(list)
        for asset in self._programme.assets.values():
            found[self._modality(asset).modality].append(asset)
        return dict(found)

    @cached_property
    def _by_department(self) -> Mapping[DepartmentId, list[Asset]]:
        found = defaultdict(list)
        for asset in self._programme.assets.values():
            found[asset.department].append(asset)
        return dict(found)

    @cached_property
    def _groups_of_rows(self) -> tuple[CoverGroup, ...]:
        rows = zip(self._programme.cover, self._named_by_row, strict=True)
        return tuple(group for row, named in rows if (group := _group_of(row, named)).members)

    @cached_property
    def _default_groups(self) -> tuple[CoverGroup, ...]:
        replaced = {asset.asset_tag for named in self._named_by_row for asset in named}
        members = defaultdict(set)
        for modality, assets in self._by_modality.items():
            if _is_covered(self._programme.modalities[modality]):
                for asset in assets:
                    if asset.status is AssetStatus.IN_USE and asset.asset_tag not in replaced:
                        members[asset.site, modality].add(asset.asset_tag)
        return tuple(_default_group(key, frozenset(members[key])) for key in sorted(members) if len(members[key]) > 1)

    def _named(self, row: CoverRow) -> Iterator[Asset]:
        return (asset for asset in self._candidates(row) if self._is_in_scope(asset, row))

    def _candidates(self, row: CoverRow) -> Iterable[Asset]:
        """Return few assets among which are all that the row names."""
        assets = self._programme.assets
        if row.asset_tags:
            return [assets[tag] for tag in row.asset_tags]
        if row.department is not None:
            return self._by_department.get(row.department, [])
        return assets.values() if row.modality is None else self._by_modality.get(row.modality, [])

    def _is_in_scope(self, asset: Asset, row: CoverRow) -> bool:
        return (
            row.site in (None, asset.site)
            and row.department in (None, asset.department)
            and row.modality in (None, self._modality(asset).modality)
        )

    def _modality(self, asset: Asset) -> Modality:
        return self._programme.modalities[self._programme.models[asset.make_model].modality]


def fleet_key(asset: Asset) -> FleetKey:
    """Return what a fleet limit is for: the department, make and model."""
    return (asset.department, asset.make, asset.model)


def _group_of(row: CoverRow, named: tuple[Asset, ...]) -> CoverGroup:
    counted = {AssetStatus.IN_USE, AssetStatus.SPARE} if row.count_spares else {AssetStatus.IN_USE}
    members = frozenset(asset.asset_tag for asset in named if asset.status in counted)
    return CoverGroup(f"cover row {row.row}", members, max(0, len(members) - row.min_available), row)


def _is_covered(modality: Modality) -> bool:
    return modality.life_support or modality.equipment_class in _COVERED_CLASSES


def _default_group(key: tuple[SiteId, ModalityId], members: frozenset[AssetTag]) -> CoverGroup:
    """All but one out at most, whatever their make."""
    return CoverGroup(" › ".join(key), members, len(members) - 1)
