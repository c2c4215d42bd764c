"""What comes of a correlation: each asset and each entry of the network in exactly one list."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, SiteId
from scheduler.domain.security import NetworkRow


class MatchKey(StrEnum):
    """By what an asset and an entry were found to be one device, the surest first."""

    CMDB_ID = "cmdb_id"
    SERIAL_NUMBER = "serial_number"
    MAC = "mac"
    SIMILARITY = "similarity"


class ConflictKind(StrEnum):
    """Why a person has to look."""

    SHARED_KEY = "shared_key"
    """Several assets, or several entries, have the same key, and nothing tells them apart."""
    CMDB_ID_DIFFERS = "cmdb_id_differs"
    SERIAL_NUMBER_DIFFERS = "serial_number_differs"
    MAC_DIFFERS = "mac_differs"
    MODEL_DIFFERS = "model_differs"
    SECOND_ENTRY = "second_entry"
    """An entry names an asset that has another entry."""
    SECOND_ASSET = "second_asset"
    """An asset names an entry that is another asset's."""
    GONE_BUT_SEEN = "gone_but_seen"
    """The asset is retired or missing, and the network knows it."""
    SEVERAL_FIT = "several_fit"
    """Make, model and name on the network fit several."""


@dataclass(frozen=True, slots=True)
class Match:
    """One device, found on both sides; `likeness` in per cent is 100 unless it was found by similarity."""

    asset_tag: AssetTag
    entry: NetworkRow
    key: MatchKey
    likeness: int = 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """Assets and entries that contradict each other. `beside` is an asset that is named, and stands in another list."""

    kind: ConflictKind
    key: MatchKey
    asset_tags: tuple[AssetTag, ...]
    entries: tuple[NetworkRow, ...]
    beside: AssetTag | None = None


@dataclass(frozen=True, slots=True)
class Correlation:
    """All lists, each in order of tags or rows. Retired and missing assets are in `gone`, or in a conflict."""

    matches: tuple[Match, ...]
    conflicts: tuple[Conflict, ...]
    cmms_only: tuple[AssetTag, ...]
    cmdb_only: tuple[NetworkRow, ...]
    not_networked: tuple[AssetTag, ...]
    networked_unknown: tuple[AssetTag, ...]
    gone: tuple[AssetTag, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the networked assets were found; those in conflict or in the CMMS only were not."""

    found: int = 0
    in_conflict: int = 0
    cmms_only: int = 0

    @property
    def networked(self) -> int:
        return self.found + self.in_conflict + self.cmms_only

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.found + other.found, self.in_conflict + other.in_conflict, self.cmms_only + other.cmms_only)


def rates_by_site(
    correlation: Correlation, assets: Mapping[AssetTag, Asset], among: Collection[AssetTag] | None = None
) -> dict[SiteId, Rate]:
    """Return the match rate of each site that has a networked asset (of `among`, if given), in order of sites."""
    gone = {tag for conflict in correlation.conflicts for tag in _gone_of(conflict)}
    counts: Counter[tuple[SiteId, str]] = Counter(
        (assets[tag].site, kind)
        for kind, tag in _standing(correlation)
        if tag not in gone and (among is None or tag in among)
    )
    return {
        site: Rate(counts[site, "found"], counts[site, "conflict"], counts[site, "cmms_only"])
        for site in sorted({site for site, _ in counts})
    }


def _standing(correlation: Correlation) -> Iterator[tuple[str, AssetTag]]:
    yield from (("found", match.asset_tag) for match in correlation.matches)
    yield from (("conflict", tag) for conflict in correlation.conflicts for tag in conflict.asset_tags)
    yield from (("cmms_only", tag) for tag in correlation.cmms_only)


def _gone_of(conflict: Conflict) -> tuple[AssetTag, ...]:
    return conflict.asset_tags if conflict.kind is ConflictKind.GONE_BUT_SEEN else ()
