"""What the appendix says: periodicity by modality, exceptions by make and model, and what is not covered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Asset, AssetStatus, MakeModel, Modality, NoPeriod, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import ModalityId, ProcedureName
from scheduler.domain.programme import SetAsideRow
from scheduler.obligations.records import Records
from scheduler.obligations.regime import Regime, Regimes
from scheduler.outputs.appendix.definitions import Definition, definitions
from scheduler.outputs.appendix.terms import (
    Difference,
    Terms,
    differences,
    terms_of_modality,
    terms_of_model,
)

NEVER_COVERED = frozenset({AssetStatus.RETIRED, AssetStatus.MISSING})


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a row covers and what it takes in a year; None where nothing is owed by date.

    Hours count each procedure by itself, every person of its crew.
    """

    models: int
    assets: int
    visits_a_year: Fraction | None
    hours_a_year: Fraction | None


@dataclass(frozen=True, slots=True)
class ModalityRow:
    """One procedure of a modality: what holds for all of its models that are not listed as exceptions."""

    modality: ModalityId
    name: str
    procedure: ProcedureName
    kind: str
    terms: Terms
    performers: str
    quantity: Quantity
    source: int


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One procedure of one make and model that differs; `differences` empty = the modality has no such procedure."""

    modality: ModalityId
    name: str
    make: str
    model: str
    procedure: ProcedureName
    kind: str
    terms: Terms
    differences: tuple[Difference, ...]
    performers: str
    quantity: Quantity
    source: int


@dataclass(frozen=True, slots=True)
class ModalityCount:
    """The inventory of a modality: what is covered, and what never is."""

    modality: ModalityId
    name: str
    models: int
    covered: int
    retired: int
    missing: int


@dataclass(frozen=True, slots=True)
class Appendix:
    """The whole content, sorted; every format writes the same."""

    definitions: tuple[Definition, ...]
    rows: tuple[ModalityRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    counts: tuple[ModalityCount, ...]
    not_covered: tuple[Asset, ...]
    set_aside: tuple[SetAsideRow, ...]


@dataclass(frozen=True, slots=True)
class _ModelWork:
    """One procedure of one model with its covered assets."""

    key: MakeModel
    regime: Regime
    terms: Terms
    assets: tuple[Asset, ...]


def appendix_of(facts: Facts) -> Appendix:
    """Work out the appendix of a programme on its day."""
    by_modality = _work_by_modality(facts)
    rows: list[ModalityRow] = []
    exceptions: list[ExceptionRow] = []
    for key, modality in sorted(facts.programme.modalities.items()):
        for made in _of_modality(modality, by_modality.get(key, ()), facts):
            (rows if isinstance(made, ModalityRow) else exceptions).append(made)  # type: ignore[arg-type]
    work = [each for group in by_modality.values() for each in group]
    assets = facts.programme.assets.values()
    return Appendix(
        definitions((each.regime for each in work), facts),
        tuple(rows),
        tuple(exceptions),
        _counts(facts),
        tuple(sorted((a for a in assets if a.status in NEVER_COVERED), key=lambda a: (a.status, a.asset_tag))),
        facts.programme.set_aside,
    )


def _work_by_modality(facts: Facts) -> Mapping[ModalityId, Sequence[_ModelWork]]:
    """List the procedures in force of every model that has an asset to cover."""
    regimes = Regimes(facts, Records.of(facts.programme))
    covered: dict[MakeModel, list[Asset]] = defaultdict(list)
    for asset in facts.programme.assets.values():
        if asset.status not in NEVER_COVERED:
            covered[asset.make_model].append(asset)
    work: dict[ModalityId, list[_ModelWork]] = defaultdict(list)
    for key, assets in sorted(covered.items()):
        for regime in regimes.of(assets[0].asset_tag).values():
            modality = facts.programme.models[key].modality
            work[modality].append(_ModelWork(key, regime, terms_of_model(regime), tuple(assets)))
    return work


def _of_modality(modality: Modality, work: Sequence[_ModelWork], facts: Facts) -> Iterator[ModalityRow | ExceptionRow]:
    """Part what is like the modality's row from what is not, procedure by procedure."""
    own = [each for each in facts.programme.procedures if each.modality == modality.modality]
    general = {row.procedure: row for row in own if row.make is None and row.model is None}
    by_procedure: dict[ProcedureName, list[_ModelWork]] = defaultdict(list)
    for each in work:
        by_procedure[each.regime.procedure.procedure].append(each)
    for procedure in sorted({*general, *by_procedure}):
        models = by_procedure.get(procedure, [])
        row = general.get(procedure)
        terms = _general_terms(row, modality, models, facts) if row else None
        if row and terms:
            alike = [each for each in models if each.terms == terms]
            yield _modality_row(row, modality, terms, alike, facts)
        for each in models:
            if each.terms != terms:
                yield _exception_row(each, modality, differences(terms, each.terms) if terms else (), facts)


def _general_terms(row: Procedure, modality: Modality, models: Iterable[_ModelWork], facts: Facts) -> Terms:
    """Print the modality's row with the manufacturer's periodicity only where all that use it have lost the other."""
    lost = {each.regime.lost_aem for each in models if each.regime.procedure == row}
    reason = min(lost) if lost and "" not in lost else ""
    return terms_of_modality(row, modality.high_risk, reason, facts.programme.policies)


def _modality_row(
    row: Procedure, modality: Modality, terms: Terms, alike: Sequence[_ModelWork], facts: Facts
) -> ModalityRow:
    return ModalityRow(
        modality.modality,
        modality.name or modality.modality,
        row.procedure,
        row.kind,
        terms,
        _performers(row, alike, facts),
        _quantity(alike, row),
        row.row,
    )


def _exception_row(
    each: _ModelWork, modality: Modality, differing: tuple[Difference, ...], facts: Facts
) -> ExceptionRow:
    row = each.regime.procedure
    return ExceptionRow(
        modality.modality,
        modality.name or modality.modality,
        *each.key,
        row.procedure,
        row.kind,
        each.terms,
        differing,
        _performers(row, [each], facts),
        _quantity([each], row),
        row.row,
    )


def _quantity(work: Sequence[_ModelWork], row: Procedure) -> Quantity:
    assets = sum(len(each.assets) for each in work)
    if not work and isinstance(row.every, NoPeriod):
        return Quantity(0, 0, None, None)
    if any(not isinstance(each.regime.every, Periodicity) for each in work):
        return Quantity(len(work), assets, None, None)
    visits = sum((each.regime.every.per_year * len(each.assets) for each in work if each.regime.every), Fraction(0))
    return Quantity(len(work), assets, visits, visits * row.minutes * row.crew / 60)


def _performers(row: Procedure, work: Iterable[_ModelWork], facts: Facts) -> str:
    """Name who does it on the horizon's first day, with the number of assets where coverage rows divide them."""
    day = facts.horizon.first_day
    count = Counter(facts.performer_on(asset.asset_tag, row, day) for each in work for asset in each.assets)
    if len(count) <= 1:
        return next(iter(count), row.performer)
    return ", ".join(f"{performer} ({number})" for performer, number in sorted(count.items()))


def _counts(facts: Facts) -> tuple[ModalityCount, ...]:
    status: Counter[tuple[ModalityId, AssetStatus]] = Counter()
    models: dict[ModalityId, set[MakeModel]] = defaultdict(set)
    for asset in facts.programme.assets.values():
        modality = facts.programme.models[asset.make_model].modality
        status[modality, asset.status] += 1
        if asset.status not in NEVER_COVERED:
            models[modality].add(asset.make_model)
    return tuple(
        ModalityCount(
            key,
            modality.name or key,
            len(models[key]),
            sum(status[key, each] for each in AssetStatus if each not in NEVER_COVERED),
            status[key, AssetStatus.RETIRED],
            status[key, AssetStatus.MISSING],
        )
        for key, modality in sorted(facts.programme.modalities.items())
    )
