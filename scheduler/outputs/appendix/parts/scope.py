"""Part: which assets are served, and how far the inventory and the CMDB know each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.correlation import Correlation
from scheduler.correlation.udi import read_udi
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag
from scheduler.outputs.appendix.agreed import Agreements, every_said
from scheduler.outputs.appendix.paper import Cell, Column, Part, Row, Section, Source, State, Table, Value, given, word
from scheduler.outputs.appendix.subject import Subject
from scheduler.outputs.appendix.tables.correlation import (
    cmdb_only,
    cmms_only,
    conflicts,
    entries_elsewhere,
    match_rates,
)


def part(subject: Subject) -> Part:
    """List what is covered, what never is, and what only one of the two inventories knows."""
    said, found = Agreements.of(subject), subject.correlation
    return Part(
        "scope",
        (
            Section(
                word("scope.equipment_heading"),
                (word("scope.equipment_intro"), *_sharing(said)),
                (_equipment(subject, found), _never_covered(subject)),
            ),
            Section(
                word("scope.correlation_heading"),
                (word("scope.correlation_intro"), word("scope.rate_means"), *_not_counted(subject, found)),
                (match_rates(said, found),),
            ),
            Section(
                word("scope.lists_heading"),
                tuple(_lists_said(subject, found)),
                (cmms_only(subject, found), cmdb_only(subject, found), conflicts(subject, found)),
            ),
        ),
    )


def _sharing(said: Agreements) -> Iterator[Value]:
    yield from said.gap_said()
    for each in said.every:
        sharing = each.contract.equipment_list
        yield word(
            "scope.sharing",
            contract=each.contract.contract,
            parties=each.roles_said(sharing.shared_with),
            every=every_said(sharing.every),
        )


def _not_counted(subject: Subject, found: Correlation) -> Iterator[Value]:
    tags = {asset.asset_tag for asset in subject.assets}
    yield word("scope.not_networked", n=sum(tag in tags for tag in found.not_networked))
    yield word("scope.networked_unknown", n=sum(tag in tags for tag in found.networked_unknown))


def _lists_said(subject: Subject, found: Correlation) -> Iterator[Value]:
    yield word("scope.lists_intro")
    if subject.contract is not None:
        yield word("scope.entries_elsewhere", n=entries_elsewhere(subject, found))


def _equipment(subject: Subject, found: Correlation) -> Table:
    seen = _Seen.of(found)
    return Table(
        "equipment",
        word("scope.equipment_caption"),
        (
            Column("asset_tag", 24), Column("serial_number", 28), Column("udi", 38),
            Column("udi_check", 38, under="udi"), Column("modality", 30), Column("make", 28),
            Column("model", 28, under="make"), Column("site", 18),
            Column("department", 18, under="site"), Column("owner", 24), Column("status", 20),
            Column("coverage_level", 26), Column("contract", 26, under="coverage_level"), Column("networked", 28),
            Column("found_by", 28, under="networked"),
        ),
        tuple(_equipment_row(asset, subject, seen) for asset in subject.assets),
        ("asset_tag",),
        is_asset_list=True,
    )  # fmt: skip


def _equipment_row(asset: Asset, subject: Subject, seen: "_Seen") -> Row:
    own = Source("assets", asset.row or f"asset_tag={asset.asset_tag}")
    modality = subject.modality_of(asset)
    coverage = subject.coverage.get(asset.asset_tag)
    covered = (Source("coverage", coverage.row),) if coverage else (Source("coverage", f"asset_tag={asset.asset_tag}"),)
    return Row(
        (
            *_who(asset, modality.name or modality.modality),
            Cell(asset.owner if asset.owner.strip() else word("scope.the_hospital")),
            Cell(word(f"status.{asset.status}")),
            Cell(word(f"level.{coverage.level}") if coverage else State.NONE_EXISTS, covered),
            Cell(coverage.contract if coverage else State.NONE_EXISTS, covered),
            Cell(word(f"networked.{asset.networked}")),
            Cell(seen.said(asset), (own, *seen.sources(asset))),
        ),
        (own,),
    )


def _who(asset: Asset, modality: str) -> Iterator[Cell]:
    yield Cell(asset.asset_tag)
    yield Cell(given(asset.serial_number))
    yield Cell(given(asset.udi))
    yield Cell(word(f"udi.{read_udi(asset.udi).verdict}") if asset.udi.strip() else State.NOT_APPLICABLE)
    yield Cell(modality)
    yield Cell(asset.make)
    yield Cell(asset.model)
    yield Cell(asset.site)
    yield Cell(asset.department)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the correlation says of single assets."""

    matched: Mapping[AssetTag, tuple[Value, Source]]
    in_conflict: frozenset[AssetTag]
    missed: frozenset[AssetTag]

    @classmethod
    def of(cls, found: Correlation) -> "_Seen":
        return cls(
            {
                match.asset_tag: (word(f"found_by.{match.key}"), Source("network", match.entry.row))
                for match in found.matches
            },
            frozenset(tag for conflict in found.conflicts for tag in conflict.asset_tags),
            frozenset(found.cmms_only),
        )

    def said(self, asset: Asset) -> Value:
        """Say by what an asset was found in the CMDB."""
        tag = asset.asset_tag
        if tag in self.matched:
            return self.matched[tag][0]
        if tag in self.in_conflict:
            return word("found_by.conflict")
        return word("found_by.missed") if tag in self.missed else State.NOT_APPLICABLE

    def sources(self, asset: Asset) -> tuple[Source, ...]:
        return (self.matched[asset.asset_tag][1],) if asset.asset_tag in self.matched else ()


def _never_covered(subject: Subject) -> Table:
    return Table(
        "never_covered",
        word("scope.never_caption"),
        (
            Column("asset_tag", 30), Column("serial_number", 32), Column("modality", 44), Column("make", 38),
            Column("model", 38), Column("site", 24), Column("department", 28), Column("status", 26),
        ),
        tuple(_never_row(asset, subject) for asset in subject.left_out),
        ("asset_tag",),
        is_asset_list=True,
    )  # fmt: skip


def _never_row(asset: Asset, subject: Subject) -> Row:
    modality = subject.modality_of(asset)
    said = (
        asset.asset_tag, given(asset.serial_number), modality.name or modality.modality, asset.make, asset.model,
        asset.site, asset.department, word(f"status.{asset.status}"),
    )  # fmt: skip
    return Row(tuple(map(Cell, said)), (Source("assets", asset.row or f"asset_tag={asset.asset_tag}"),))
