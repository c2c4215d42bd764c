"""What an appendix is about: a contract or the whole programme, with the assets it covers and the work on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scheduler.domain.agreement import Contract, CoverageLevel, CoverageRow
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset, AssetStatus, MakeModel, Modality, Model
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ModalityId
from scheduler.domain.plan import Plan
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime, Regimes
from scheduler.risk.advisories.unfixed import Unfixed, unfixed_by_asset

UnfixedByAsset: TypeAlias = Mapping[AssetTag, tuple[Unfixed, ...]]
NEVER_COVERED = frozenset({AssetStatus.RETIRED, AssetStatus.MISSING})


@dataclass(frozen=True, slots=True)
class ModelWork:
    """One procedure in force of one model, with the assets of it that are covered."""

    model: Model
    regime: Regime
    assets: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a part may ask for. `contract` None: the whole programme. `plan` None: no plan was given.

    `assets` are covered, `left_out` would be if they were not missing or retired; both by tag. `coverage` holds the
    most specific coverage row of an asset that meets the horizon: the contract's own, or that of any contract where
    the subject is the whole programme. `work` has a modality's procedures by model, then name. `agreements`: what each
    agreement covers, where the subject is the whole programme; an agreement's own subject has none. `unfixed`: the
    advisories without a fix that concern an asset.
    """

    facts: Facts
    contract: Contract | None
    assets: tuple[Asset, ...]
    left_out: tuple[Asset, ...]
    coverage: Mapping[AssetTag, CoverageRow]
    work: Mapping[ModalityId, tuple[ModelWork, ...]]
    plan: Plan | None = None
    agreements: tuple["Subject", ...] = ()
    unfixed: UnfixedByAsset = field(default_factory=dict)

    def modality_of(self, asset: Asset) -> Modality:
        return self.facts.modality_of(asset.asset_tag)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Return the modalities that have an asset here, covered or left out, by key."""
        present = {self.facts.model_of(asset.asset_tag).modality for asset in (*self.assets, *self.left_out)}
        return tuple(modality for key, modality in sorted(self.facts.programme.modalities.items()) if key in present)


def subject_of(
    facts: Facts, contract: Contract | None = None, plan: Plan | None = None, unfixed: UnfixedByAsset | None = None
) -> Subject:
    """Work out what a contract covers in the horizon; without one, everything. `unfixed`: if it is known already."""
    if unfixed is None:
        unfixed = unfixed_by_asset(facts.programme, facts.today)
    coverage = _coverage(facts, contract)
    reached = [
        asset
        for tag, asset in sorted(facts.programme.assets.items())
        if contract is None or (tag in coverage and coverage[tag].level is not CoverageLevel.NONE)
    ]
    assets = tuple(asset for asset in reached if asset.status not in NEVER_COVERED)
    left_out = tuple(asset for asset in reached if asset.status in NEVER_COVERED)
    contracts = facts.programme.contracts if contract is None else ()
    agreements = tuple(subject_of(facts, each, plan, unfixed) for each in contracts)
    return Subject(facts, contract, assets, left_out, coverage, _work(facts, assets), plan, agreements, unfixed)


def _coverage(facts: Facts, contract: Contract | None) -> Mapping[AssetTag, CoverageRow]:
    """Find the most specific row of each asset: by asset, make and model, modality, site; then as in the table."""
    rows = [row for row in facts.programme.coverage if _is_asked_for(row, contract) and _meets(row, facts.horizon)]
    by_scope: dict[tuple[str | None, ...], CoverageRow] = {}
    for row in sorted(rows, key=_most_specific_first, reverse=True):
        by_scope[row.site, row.modality, row.make, row.model, row.asset_tag] = row
    if not by_scope:
        return {}
    found = ((tag, _row_of(asset, facts, by_scope)) for tag, asset in facts.programme.assets.items())
    return {tag: row for tag, row in found if row is not None}


def _is_asked_for(row: CoverageRow, contract: Contract | None) -> bool:
    return contract is None or row.contract.casefold().strip() == contract.contract.casefold().strip()


def _meets(row: CoverageRow, horizon: Horizon) -> bool:
    ended = row.last_day is not None and row.last_day < horizon.first_day
    to_come = row.first_day is not None and row.first_day > horizon.last_day
    return not ended and not to_come


def _most_specific_first(row: CoverageRow) -> tuple[int, int, int]:
    given = (row.asset_tag, row.make, row.modality, row.site)
    first = next((place for place, scope in enumerate(given) if scope is not None), len(given))
    return (first, -sum(scope is not None for scope in (*given, row.model)), row.row)


def _row_of(asset: Asset, facts: Facts, by_scope: Mapping[tuple[str | None, ...], CoverageRow]) -> CoverageRow | None:
    found = [by_scope[scope] for scope in _scopes(asset, facts.model_of(asset.asset_tag).modality) if scope in by_scope]
    return min(found, key=_most_specific_first, default=None)


def _scopes(asset: Asset, modality: ModalityId) -> Iterator[tuple[str | None, ...]]:
    """List all scopes that reach an asset: each part given or blank, a model only with its make."""
    for site in (asset.site, None):
        for kind in (modality, None):
            for make, model in ((asset.make, asset.model), (asset.make, None), (None, None)):
                for tag in (asset.asset_tag, None):
                    yield (site, kind, make, model, tag)


def _work(facts: Facts, assets: Iterable[Asset]) -> Mapping[ModalityId, tuple[ModelWork, ...]]:
    regimes = Regimes(facts, Records.of(facts.programme))
    by_model: dict[MakeModel, list[Asset]] = defaultdict(list)
    for asset in assets:
        by_model[asset.make_model].append(asset)
    work: dict[ModalityId, list[ModelWork]] = defaultdict(list)
    for key, group in sorted(by_model.items()):
        model = facts.programme.models[key]
        for regime in regimes.of(group[0].asset_tag).values():
            work[model.modality].append(ModelWork(model, regime, tuple(group)))
    return {key: tuple(each) for key, each in work.items()}
