"""Pairs that only make, model and the name on the network speak for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.correlation.keys import host, identifier, numbers
from scheduler.correlation.likeness import MakeAndModel, nearest_models
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag
from scheduler.domain.security import NetworkRow

NEAR_NAMES = 80
"""Names on the network this like, with the same numbers in them, may be one."""

MOST_COMPARED = 200
"""Of one make and model, names are compared letter by letter only where no more assets, or entries, are left."""

SHORTEST_TAG = 4
"""A shorter tag at the end of a name may stand there by chance."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Assets and entries that fit each other; one of each is a match, more are nobody's guess."""

    assets: tuple[Asset, ...]
    entries: tuple[NetworkRow, ...]
    likeness: int


Contradict = Callable[[Asset, NetworkRow], bool]


def likely_pairs(assets: Sequence[Asset], entries: Sequence[NetworkRow], contradict: Contradict) -> Iterator[Likely]:
    """Yield what fits, no asset and no entry twice: first by equal names, then by names that are nearly equal."""
    named = [entry for entry in entries if (entry.make or entry.model) and host(entry.hostname)]
    nearest = nearest_models(
        ((entry.make, entry.model) for entry in named), ((asset.make, asset.model) for asset in assets)
    )
    by_model: defaultdict[MakeAndModel, list[Asset]] = defaultdict(list)
    for asset in assets:
        by_model[asset.make, asset.model].append(asset)
    seen: defaultdict[MakeAndModel, list[NetworkRow]] = defaultdict(list)
    likeness: dict[int, int] = {}
    for entry in named:
        if (found := nearest.get((entry.make, entry.model))) is not None:
            seen[found[0]].append(entry)
            likeness[entry.row] = found[1]
    for model, group in seen.items():
        yield from _of_one_model(_Group(by_model[model], group, contradict, likeness))


@dataclass(frozen=True, slots=True)
class _Group:
    """The free assets and entries of one make and model."""

    assets: Sequence[Asset]
    entries: Sequence[NetworkRow]
    contradict: Contradict
    likeness: Mapping[int, int]


def _of_one_model(group: _Group) -> Iterator[Likely]:
    edges = _equal_names(group)
    yield from _components(edges, group.likeness, 100)
    used_assets = {asset.asset_tag for asset, _ in edges}
    used_entries = {entry.row for _, entry in edges}
    assets = [asset for asset in group.assets if asset.asset_tag not in used_assets and host(asset.hostname)]
    entries = [entry for entry in group.entries if entry.row not in used_entries]
    if len(assets) <= MOST_COMPARED and len(entries) <= MOST_COMPARED:
        yield from _components(_near_names(assets, entries, group.contradict), group.likeness, NEAR_NAMES)


Edge = tuple[Asset, NetworkRow]


def _equal_names(group: _Group) -> list[Edge]:
    """Return the pairs whose names are equal, or where the asset's tag ends the name."""
    by_name: defaultdict[str, list[Asset]] = defaultdict(list)
    for asset in group.assets:
        if name := host(asset.hostname):
            by_name[name].append(asset)
    by_tag = {tag: asset for asset in group.assets if len(tag := identifier(asset.asset_tag)) >= SHORTEST_TAG}
    lengths = sorted({len(tag) for tag in by_tag}, reverse=True)
    edges: list[Edge] = []
    for entry in group.entries:
        name = host(entry.hostname)
        ends = (by_tag[name[-length:]] for length in lengths if name[-length:] in by_tag)
        found = by_name.get(name) or [asset for asset in ends if not host(asset.hostname)][:1]
        edges += [(asset, entry) for asset in found if not group.contradict(asset, entry)]
    return edges


def _near_names(assets: Sequence[Asset], entries: Sequence[NetworkRow], contradict: Contradict) -> list[Edge]:
    from rapidfuzz import fuzz

    return [
        (asset, entry)
        for asset in assets
        for entry in entries
        if numbers(asset.hostname) == numbers(entry.hostname.partition(".")[0])
        and fuzz.ratio(host(asset.hostname), host(entry.hostname)) >= NEAR_NAMES
        and not contradict(asset, entry)
    ]


def _components(edges: Iterable[Edge], likeness: Mapping[int, int], most: int) -> Iterator[Likely]:
    """Yield the pairs that hang together, each group once."""
    assets: dict[AssetTag, Asset] = {}
    entries: dict[int, NetworkRow] = {}
    entries_of: defaultdict[AssetTag, list[int]] = defaultdict(list)
    assets_of: defaultdict[int, list[AssetTag]] = defaultdict(list)
    for asset, entry in edges:
        assets[asset.asset_tag], entries[entry.row] = asset, entry
        entries_of[asset.asset_tag].append(entry.row)
        assets_of[entry.row].append(asset.asset_tag)
    reached: set[AssetTag] = set()
    for start in assets:
        if start in reached:
            continue
        tags, rows = _hanging_together(start, entries_of, assets_of)
        reached |= tags
        yield Likely(
            tuple(assets[tag] for tag in sorted(tags)),
            tuple(entries[row] for row in sorted(rows)),
            min(most, *(likeness[row] for row in rows)),
        )


def _hanging_together(
    start: AssetTag, entries_of: Mapping[AssetTag, Sequence[int]], assets_of: Mapping[int, Sequence[AssetTag]]
) -> tuple[set[AssetTag], set[int]]:
    tags, rows, waiting = {start}, set[int](), [start]
    while waiting:
        for row in entries_of[waiting.pop()]:
            if row not in rows:
                rows.add(row)
                fresh = [tag for tag in assets_of[row] if tag not in tags]
                tags.update(fresh)
                waiting.extend(fresh)
    return tags, rows
