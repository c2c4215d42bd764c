"""The correlation of the inventory with the CMDB: rates by site against their targets, and the lists that matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.correlation import Conflict, Correlation, Rate, rates_by_site
from scheduler.correlation.keys import identifier
from scheduler.domain.ids import SiteId
from scheduler.domain.security import NetworkRow
from scheduler.domain.service_terms import CorrelationTarget
from scheduler.outputs.appendix.agreed import Agreed, Agreements, figure_said
from scheduler.outputs.appendix.paper import (
    Cell,
    Column,
    Row,
    Source,
    State,
    Table,
    Value,
    given,
    several,
    tenths,
    word,
)
from scheduler.outputs.appendix.subject import Subject


def match_rates(said: Agreements, found: Correlation) -> Table:
    """Say how many of the networked assets of each site were found, and whether that is what was agreed.

    Where the whole programme is the subject, its own rates come first, without a target.
    """
    of_all = _rate_rows(said.subject, found, None) if said.subject.contract is None else ()
    return Table(
        "match_rates",
        word("scope.rates_caption"),
        said.columns(
            Column("site", 50), Column("networked_assets", 26), Column("found", 24), Column("in_conflict", 24),
            Column("cmms_only", 26), Column("match_rate", 26), Column("target_rate", 26), Column("target_by", 32),
            Column("target_state", 30),
        ),
        (*of_all, *(row for each in said.every for row in _rate_rows(each.scope, found, each))),
        said.identity("site"),
        compared=False,
    )  # fmt: skip


def _rate_rows(subject: Subject, found: Correlation, each: Agreed | None) -> Iterator[Row]:
    assets = subject.facts.programme.assets
    rates = rates_by_site(found, assets, {asset.asset_tag for asset in subject.assets})
    named = {target.site for target in each.contract.correlation if target.site} if each else set()
    for site in sorted({*rates, *named}):
        yield _rate_row(_Target.of(site, each), rates.get(site, Rate()), subject, each)


@dataclass(frozen=True, slots=True)
class _Target:
    """What is agreed for a site, and where."""

    site: SiteId
    said: CorrelationTarget | None
    source: tuple[Source, ...]

    @classmethod
    def of(cls, site: SiteId, each: Agreed | None) -> "_Target":
        """Return the site's own target, else the general one."""
        if each is None:
            return cls(site, None, ())
        targets = {target.site: (place, target) for place, target in enumerate(each.contract.correlation)}
        place, said = targets.get(site) or targets.get(None) or (None, None)
        return cls(site, said, (each.source("correlation" if place is None else f"correlation[{place}]"),))

    def state(self, rate: Rate, today: date) -> Value:
        """Say whether the target is reached, and if not, whether its day has come."""
        if self.said is None or self.said.percent is None or not rate.networked:
            return State.NOT_APPLICABLE
        if 100 * rate.found >= self.said.percent * rate.networked:
            return word("target.reached")
        if self.said.by is None:
            return word("target.not_reached")
        return word("target.missed" if self.said.by < today else "target.ahead")


def _rate_row(target: _Target, rate: Rate, subject: Subject, each: Agreed | None) -> Row:
    programme = subject.facts.programme
    site = programme.sites[target.site]
    counted = (Source("assets", f"site={target.site}"), Source("network", "all rows"))
    said, nothing = target.said, State.NOT_GIVEN if each else State.NOT_APPLICABLE
    share: Value = tenths(100 * rate.found / rate.networked) if rate.networked else State.NOT_APPLICABLE
    cells = (
        Cell(site.name or target.site, (Source("sites", f"site={target.site}"),)),
        Cell(rate.networked, counted),
        Cell(rate.found, counted),
        Cell(rate.in_conflict, counted),
        Cell(rate.cmms_only, counted),
        Cell(share, counted),
        Cell(figure_said(said.percent if said else None) if each else State.NOT_APPLICABLE, target.source or counted),
        Cell((said.by if said else None) or nothing, target.source or counted),
        Cell(target.state(rate, subject.facts.today), (*target.source, *counted)),
    )
    return Row((Cell(word("scope.all_agreements")), *cells), counted) if each is None else each.row(cells, *counted)


def cmms_only(subject: Subject, found: Correlation) -> Table:
    """List the networked assets that the CMDB does not know."""
    missed = set(found.cmms_only)
    rows = []
    for asset in subject.assets:
        if asset.asset_tag in missed:
            modality = subject.modality_of(asset)
            said = (
                asset.asset_tag, given(asset.serial_number), given(asset.cmdb_id, State.NONE_EXISTS),
                modality.name or modality.modality, asset.make, asset.model, asset.site, asset.department,
            )  # fmt: skip
            rows.append(Row(tuple(map(Cell, said)), (Source("assets", asset.row or f"asset_tag={asset.asset_tag}"),)))
    return Table(
        "in_cmms_only",
        word("scope.cmms_only_caption"),
        (
            Column("asset_tag", 30), Column("serial_number", 34), Column("cmdb_id", 30), Column("modality", 44),
            Column("make", 38), Column("model", 38), Column("site", 22), Column("department", 26),
        ),
        tuple(rows),
        ("asset_tag",),
        is_asset_list=True,
        compared=False,
    )  # fmt: skip


def cmdb_only(subject: Subject, found: Correlation) -> Table:
    """List the entries that no asset explains; under an agreement, those that may be of a make that it covers."""
    return Table(
        "in_cmdb_only",
        word("scope.cmdb_only_caption"),
        (
            Column("entry_row", 16), Column("cmdb_id", 28), Column("hostname", 48), Column("mac", 36),
            Column("serial_number", 32), Column("make", 32), Column("model", 36), Column("last_seen", 26),
        ),
        tuple(_entry_row(entry) for entry in _entries_here(subject, found)),
        ("entry_row",),
        is_asset_list=True,
        compared=False,
    )  # fmt: skip


def entries_elsewhere(subject: Subject, found: Correlation) -> int:
    """Count the entries that no asset explains and that are of makes which the agreement does not cover."""
    return len(found.cmdb_only) - len(_entries_here(subject, found))


def _entries_here(subject: Subject, found: Correlation) -> list[NetworkRow]:
    if subject.contract is None:
        return list(found.cmdb_only)
    makes = {identifier(asset.make) for asset in (*subject.assets, *subject.left_out)}
    return [entry for entry in found.cmdb_only if not entry.make.strip() or identifier(entry.make) in makes]


def _entry_row(entry: NetworkRow) -> Row:
    said = (
        entry.row, given(entry.cmdb_id, State.NONE_EXISTS), given(entry.hostname), given(entry.mac),
        given(entry.serial_number), given(entry.make), given(entry.model), entry.last_seen or State.UNKNOWN,
    )  # fmt: skip
    return Row(tuple(map(Cell, said)), (Source("network", entry.row),))


def conflicts(subject: Subject, found: Correlation) -> Table:
    """List what contradicts itself, each with what a person has to look at."""
    here = {asset.asset_tag for asset in (*subject.assets, *subject.left_out)}
    rows = [
        _conflict_row(conflict, subject)
        for conflict in found.conflicts
        if here.intersection(conflict.asset_tags) or conflict.beside in here
    ]
    return Table(
        "in_conflict",
        word("scope.conflicts_caption"),
        (
            Column("asset_tags", 40), Column("entries", 40), Column("conflict", 76), Column("found_by", 36),
            Column("beside", 34), Column("last_seen", 30),
        ),
        tuple(rows),
        ("asset_tags", "entries"),
        is_asset_list=True,
        compared=False,
    )  # fmt: skip


def _conflict_row(conflict: Conflict, subject: Subject) -> Row:
    assets = subject.facts.programme.assets
    seen = sorted(entry.last_seen for entry in conflict.entries if entry.last_seen is not None)
    named = (*conflict.asset_tags, *((conflict.beside,) if conflict.beside else ()))
    sources = [Source("assets", assets[tag].row or f"asset_tag={tag}") for tag in named]
    said = (
        several(conflict.asset_tags),
        several(_entries_said(conflict.entries)),
        word(f"conflict.{conflict.kind}"),
        word(f"found_by.{conflict.key}"),
        conflict.beside or State.NOT_APPLICABLE,
        seen[-1] if seen else State.UNKNOWN if conflict.entries else State.NOT_APPLICABLE,
    )
    return Row(tuple(map(Cell, said)), (*sources, *(Source("network", entry.row) for entry in conflict.entries)))


def _entries_said(entries: Iterable[NetworkRow]) -> Iterator[Value]:
    for entry in entries:
        yield entry.cmdb_id.strip() or entry.hostname.strip() or word("scope.entry_of_row", row=str(entry.row))
