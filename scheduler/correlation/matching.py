"""Assets of the CMMS found again in the CMDB or in passive monitoring, one to one, by the surest key first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from scheduler.correlation import keys
from scheduler.correlation.likeness import contradict
from scheduler.correlation.lists import Conflict, ConflictKind, Correlation, Match, MatchKey
from scheduler.correlation.names import Likely, likely_pairs
from scheduler.domain.equipment import Answer, Asset, AssetStatus
from scheduler.domain.ids import AssetTag
from scheduler.domain.security import NetworkRow

S = TypeVar("S", Asset, NetworkRow)

GONE = frozenset({AssetStatus.RETIRED, AssetStatus.MISSING})

_KEYS: tuple[tuple[MatchKey, Callable[[Asset | NetworkRow], str]], ...] = (
    (MatchKey.CMDB_ID, keys.cmdb_id),
    (MatchKey.SERIAL_NUMBER, keys.serial_number),
    (MatchKey.MAC, keys.mac),
)
_PLAIN = {**dict(_KEYS), MatchKey.SERIAL_NUMBER: keys.plain_serial_number}
"""What may contradict: a short serial number with and without its make is the same number."""

_DIFFERS = {
    MatchKey.CMDB_ID: ConflictKind.CMDB_ID_DIFFERS,
    MatchKey.SERIAL_NUMBER: ConflictKind.SERIAL_NUMBER_DIFFERS,
    MatchKey.MAC: ConflictKind.MAC_DIFFERS,
}


def correlate(assets: Iterable[Asset], network: Iterable[NetworkRow]) -> Correlation:
    """Match one to one by cmdb_id, serial number, MAC, then by make, model and name; list what is left.

    Retired and missing assets are matched with nothing: an entry that only they explain is a conflict.
    """
    ordered = sorted(assets, key=lambda asset: asset.asset_tag)
    matching = _Matching(
        [asset for asset in ordered if asset.status not in GONE], sorted(network, key=lambda entry: entry.row)
    )
    for key, value in _KEYS:
        matching.by_key(key, value)
    matching.by_likeness()
    matching.second_ones()
    gone = matching.gone_ones([asset for asset in ordered if asset.status in GONE])
    return matching.lists(gone)


class _Matching:
    """What is free on both sides, and what has been decided."""

    def __init__(self, assets: Sequence[Asset], entries: Sequence[NetworkRow]) -> None:
        self._all_assets, self._all_entries = assets, entries
        self._assets = {asset.asset_tag: asset for asset in assets}
        self._entries = {entry.row: entry for entry in entries}
        self._matches: list[Match] = []
        self._conflicts: list[Conflict] = []
        self._asset_of_entry: dict[int, AssetTag] = {}

    def by_key(self, key: MatchKey, value: Callable[[Asset | NetworkRow], str]) -> None:
        """Match the assets and entries that share a value of the key."""
        entries = _grouped(self._entries.values(), value)
        for name, assets in _grouped(self._assets.values(), value).items():
            if name in entries:
                self._match_group(key, assets, entries[name])

    def _match_group(self, key: MatchKey, assets: Sequence[Asset], entries: Sequence[NetworkRow]) -> None:
        """Match one asset with one entry; of several, those that a further key tells apart."""
        left, right = list(assets), list(entries)
        if len(left) > 1 or len(right) > 1:
            for _, value in (*_KEYS, (MatchKey.SIMILARITY, _model)):
                left, right = self._told_apart(key, left, right, value)
        if len(left) == 1 and len(right) == 1:
            self._settle(key, left[0], right[0])
        elif left and right:
            self._conflict(ConflictKind.SHARED_KEY, key, left, right)

    def _told_apart(
        self, key: MatchKey, assets: list[Asset], entries: list[NetworkRow], value: Callable[[Asset | NetworkRow], str]
    ) -> tuple[list[Asset], list[NetworkRow]]:
        """Settle the pairs that alone share a further value; return the others."""
        by_value = _grouped(entries, value)
        for name, group in _grouped(assets, value).items():
            found = by_value.get(name, [])
            if len(group) == 1 and len(found) == 1:
                self._settle(key, group[0], found[0])
        return (
            [asset for asset in assets if asset.asset_tag in self._assets],
            [entry for entry in entries if entry.row in self._entries],
        )

    def _settle(self, key: MatchKey, asset: Asset, entry: NetworkRow, likeness: int = 100) -> None:
        """Match two, unless something else that both sides know contradicts it."""
        kind = _contradiction(key, asset, entry)
        if kind is not None:
            self._conflict(kind, key, [asset], [entry])
            return
        del self._assets[asset.asset_tag], self._entries[entry.row]
        self._asset_of_entry[entry.row] = asset.asset_tag
        self._matches.append(Match(asset.asset_tag, entry, key, likeness))

    def _conflict(
        self,
        kind: ConflictKind,
        key: MatchKey,
        assets: Sequence[Asset],
        entries: Sequence[NetworkRow],
        beside: AssetTag | None = None,
    ) -> None:
        for asset in assets:
            self._assets.pop(asset.asset_tag, None)
        for entry in entries:
            self._entries.pop(entry.row, None)
            if beside is None and assets:
                self._asset_of_entry[entry.row] = assets[0].asset_tag
        tags = tuple(asset.asset_tag for asset in assets)
        self._conflicts.append(Conflict(kind, key, tags, tuple(entries), beside))

    def by_likeness(self) -> None:
        """Match by make, model and name on the network what no identifier contradicts."""
        free = [asset for asset in self._assets.values() if asset.networked is not Answer.NO]
        for likely in likely_pairs(free, list(self._entries.values()), _contradict_by_key):
            self._settle_likely(likely)

    def _settle_likely(self, likely: Likely) -> None:
        if len(likely.assets) == 1 and len(likely.entries) == 1:
            self._settle(MatchKey.SIMILARITY, likely.assets[0], likely.entries[0], likely.likeness)
        else:
            self._conflict(ConflictKind.SEVERAL_FIT, MatchKey.SIMILARITY, likely.assets, likely.entries)

    def second_ones(self) -> None:
        """Find what names an asset or an entry that is taken."""
        for key, value in _KEYS:
            assets, entries = _grouped(self._all_assets, value), _grouped(self._all_entries, value)
            for name in sorted(assets.keys() & entries.keys()):
                self._second_of(key, assets[name], entries[name])

    def _second_of(self, key: MatchKey, assets: Sequence[Asset], entries: Sequence[NetworkRow]) -> None:
        taken = next((asset.asset_tag for asset in assets if asset.asset_tag not in self._assets), None)
        owner = next((self._asset_of_entry[e.row] for e in entries if e.row in self._asset_of_entry), None)
        for entry in entries:
            if entry.row in self._entries and taken is not None:
                self._conflict(ConflictKind.SECOND_ENTRY, key, [], [entry], taken)
        for asset in assets:
            if asset.asset_tag in self._assets and owner is not None:
                self._conflict(ConflictKind.SECOND_ASSET, key, [asset], [], owner)

    def gone_ones(self, gone: Sequence[Asset]) -> list[AssetTag]:
        """Find retired and missing assets that the network still knows; return the others."""
        seen: set[AssetTag] = set()
        for key, value in _KEYS:
            entries = _grouped(self._entries.values(), value)
            for asset in gone:
                found = [entry for entry in entries.get(value(asset), ()) if entry.row in self._entries]
                if asset.asset_tag not in seen and found:
                    seen.add(asset.asset_tag)
                    self._conflict(ConflictKind.GONE_BUT_SEEN, key, [asset], found)
        return [asset.asset_tag for asset in gone if asset.asset_tag not in seen]

    def lists(self, gone: Sequence[AssetTag]) -> Correlation:
        """Return everything in its list."""
        by_answer: defaultdict[Answer, list[AssetTag]] = defaultdict(list)
        for asset in self._assets.values():
            by_answer[asset.networked].append(asset.asset_tag)
        return Correlation(
            tuple(sorted(self._matches, key=lambda match: match.asset_tag)),
            tuple(sorted(self._conflicts, key=_order)),
            tuple(by_answer[Answer.YES]),
            tuple(self._entries.values()),
            tuple(by_answer[Answer.NO]),
            tuple(by_answer[Answer.UNKNOWN]),
            tuple(gone),
        )


def _order(conflict: Conflict) -> tuple[bool, tuple[AssetTag, ...], tuple[int, ...]]:
    return not conflict.asset_tags, conflict.asset_tags, tuple(entry.row for entry in conflict.entries)


def _grouped(sides: Iterable[S], value: Callable[[Asset | NetworkRow], str]) -> dict[str, list[S]]:
    """Group by a value; what has none is in no group."""
    found: defaultdict[str, list[S]] = defaultdict(list)
    for side in sides:
        if name := value(side):
            found[name].append(side)
    return dict(found)


def _contradiction(key: MatchKey, asset: Asset, entry: NetworkRow) -> ConflictKind | None:
    other = next((each for each in _contradicting(asset, entry) if each is not key), None)
    if other is not None:
        return _DIFFERS[other]
    if contradict(asset.make, entry.make) or contradict(asset.model, entry.model):
        return ConflictKind.MODEL_DIFFERS
    return None


def _contradicting(asset: Asset, entry: NetworkRow) -> Iterator[MatchKey]:
    for key, value in _PLAIN.items():
        ours, theirs = value(asset), value(entry)
        if ours and theirs and ours != theirs:
            yield key


def _contradict_by_key(asset: Asset, entry: NetworkRow) -> bool:
    return any(_contradicting(asset, entry))


def _model(side: Asset | NetworkRow) -> str:
    return f"{keys.identifier(side.make)} {keys.identifier(side.model)}".strip()
