"""What an appendix is about: a contract or the whole programme, with the assets it covers and the work on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from scheduler.correlation import Correlation, correlate
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
    agreement covers, where the subject is the whole programme; an agreement's own subject has none. `among`: all
    subjects of the programme.
    """

    facts: Facts
    contract: Contract | None
    assets: tuple[Asset, ...]
    left_out: tuple[Asset, ...]
    coverage: Mapping[AssetTag, CoverageRow]
    work: Mapping[ModalityId, tuple[ModelWork, ...]]
    among: "Subjects"
    plan: Plan | None = None
    agreements: tuple["Subject", ...] = ()

    @property
    def unfixed(self) -> UnfixedByAsset:
        return self.among.unfixed

    @property
    def correlation(self) -> Correlation:
        """How far the inventory and the CMDB of the whole programme know each other."""
        return self.among.correlation

    def modality_of(self, asset: Asset) -> Modality:
        return self.facts.modality_of(asset.asset_tag)

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """Return the modalities that have an asset here, covered or left out, by key."""
        present = {self.facts.model_of(asset.asset_tag).modality for asset in (*self.assets, *self.left_out)}
        return tuple(modality for key, modality in sorted(self.facts.programme.modalities.items()) if key in present)


class Subjects:
    """The subjects of a programme; each, and what they have in common, is worked out once, when it is asked for."""

    def __init__(self, facts: Facts, plan: Plan | None = None) -> None:
        self._facts, self._plan = facts, plan
        self._known: dict[int, Subject] = {}

    def of(self, contract: Contract | None) -> Subject:
        """Return what a contract covers in the horizon; without one, everything."""
        if id(contract) not in self._known:
            self._known[id(contract)] = self._worked_out(contract)
        return self._known[id(contract)]

    @cached_property
    def unfixed(self) -> UnfixedByAsset:
        """The advisories without a fix that concern an asset."""
        return unfixed_by_asset(self._facts.programme, self._facts.today)

    @cached_property
    def correlation(self) -> Correlation:
        """The inventory and the CMDB as they know each other."""
        return correlate(self._facts.programme.assets.values(), self._facts.programme.network)

    @cached_property
    def regimes(self) -> Regimes:
        """What is done of which asset how often."""
        return Regimes(self._facts, Records.of(self._facts.programme))

    def _worked_out(self, contract: Contract | None) -> Subject:
        facts = self._facts
        coverage = _coverage(facts, contract)
        reached = [
            asset
            for tag, asset in sorted(facts.programme.assets.items())
            if contract is None or (tag in coverage and coverage[tag].level is not CoverageLevel.NONE)
        ]
        assets = tuple(asset for asset in reached if asset.status not in NEVER_COVERED)
        left_out = tuple(asset for asset in reached if asset.status in NEVER_COVERED)
        contracts = facts.programme.contracts if contract is None else ()
        agreements = tuple(self.of(each) for each in contracts)
        work = _work(facts, assets, self.regimes)
        return Subject(facts, contract, assets, left_out, coverage, work, self, self._plan, agreements)


def subject_of(facts: Facts, contract: Contract | None = None, plan: Plan | None = None) -> Subject:
    """Work out what a contract covers in the horizon; without one, everything."""
    return Subjects(facts, plan).of(contract)


def _coverage(facts: Facts, contract: Contract | None) -> Mapping[AssetTag, CoverageRow]:
    """Find the most specific row of each asset: by asset, make and model, modality, site; then as in the table."""
    rows = [row for row in facts.programme.coverage if _is_asked_for(row, contract) and _meets(row, facts.horizon)]
    by_scope: dict[tuple[str | None, ...], CoverageRow] = {}
    for row in sorted(rows, key=_most_specific_first, reverse=True):
        by_scope[row.site, row.modality, row.make, row.model, row.asset_tag] = row
    if not by_scope:
        return {}
    reach = _Reach(by_scope)
    found = ((tag, reach.row_of(asset, facts.model_of(tag).modality)) for tag, asset in facts.programme.assets.items())
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


class _Reach:
    """Which row reaches an asset; looked for once for all assets of a kind at a site."""

    def __init__(self, by_scope: Mapping[tuple[str | None, ...], CoverageRow]) -> None:
        self._by_scope = by_scope
        self._named = {scope[-1] for scope in by_scope}
        self._of_kind: dict[tuple[str, ...], list[CoverageRow]] = {}

    def row_of(self, asset: Asset, modality: ModalityId) -> CoverageRow | None:
        kind = (asset.site, modality, asset.make, asset.model)
        if kind not in self._of_kind:
            self._of_kind[kind] = self._best(kind, None)
        found = self._of_kind[kind]
        if asset.asset_tag in self._named:
            found = found + self._best(kind, asset.asset_tag)
        return min(found, key=_most_specific_first, default=None)

    def _best(self, kind: tuple[str, str, str, str], tag: AssetTag | None) -> list[CoverageRow]:
        found = [self._by_scope[scope] for scope in _scopes(*kind, tag) if scope in self._by_scope]
        return sorted(found, key=_most_specific_first)[:1]


def _scopes(site: str, modality: str, make: str, model: str, tag: str | None) -> Iterator[tuple[str | None, ...]]:
    """List all scopes that reach an asset: each part given or blank, a model only with its make."""
    for at in (site, None):
        for kind in (modality, None):
            for of in ((make, model), (make, None), (None, None)):
                yield (at, kind, *of, tag)


def _work(facts: Facts, assets: Iterable[Asset], regimes: Regimes) -> Mapping[ModalityId, tuple[ModelWork, ...]]:
    by_model: dict[MakeModel, list[Asset]] = defaultdict(list)
    for asset in assets:
        by_model[asset.make_model].append(asset)
    work: dict[ModalityId, list[ModelWork]] = defaultdict(list)
    for key, group in sorted(by_model.items()):
        model = facts.programme.models[key]
        for regime in regimes.of(group[0].asset_tag).values():
            work[model.modality].append(ModelWork(model, regime, tuple(group)))
    return {key: tuple(each) for key, each in work.items()}
