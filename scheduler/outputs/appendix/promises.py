"""What is promised, procedure by procedure: a modality's own row, and every model that differs from it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Asset, Modality, Model, NoPeriod, Procedure
from scheduler.domain.ids import IN_HOUSE, ProcedureName
from scheduler.obligations.aem import AemBar
from scheduler.outputs.appendix.paper import Apart, Cell, Source, Value, several, word
from scheduler.outputs.appendix.promise_terms import Difference, Terms, differences, terms_of_modality, terms_of_model
from scheduler.outputs.appendix.subject import ModelWork, Subject


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a promise covers and what it takes in a year; None where nothing is owed by date.

    Hours count each procedure by itself, every person of its crew.
    """

    models: int
    assets: int
    visits_a_year: Fraction | None
    hours_a_year: Fraction | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One procedure of a modality: what holds for all of its models that are not exceptions."""

    modality: Modality
    procedure: Procedure
    terms: Terms
    quantity: Quantity
    assets: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class ModelException:
    """One procedure of a model that differs; `differences` empty = the modality has no such procedure."""

    modality: Modality
    model: Model
    procedure: Procedure
    terms: Terms
    differences: tuple[Difference, ...]
    quantity: Quantity
    assets: tuple[Asset, ...]


def promises(subject: Subject) -> Iterator[Promise | ModelException]:
    """Part what is like the modality's row from what is not; by modality and procedure, exceptions after their row."""
    rows: dict[str, list[Procedure]] = defaultdict(list)
    for row in subject.facts.programme.procedures:
        if row.make is None and row.model is None:
            rows[row.modality].append(row)
    for modality in subject.modalities:
        work = subject.work.get(modality.modality, ())
        yield from _of_modality(modality, rows[modality.modality], work, subject)


def _of_modality(
    modality: Modality, own: Iterable[Procedure], work: Iterable[ModelWork], subject: Subject
) -> Iterator[Promise | ModelException]:
    general = {row.procedure: row for row in own}
    by_procedure: dict[ProcedureName, list[ModelWork]] = defaultdict(list)
    for each in work:
        by_procedure[each.regime.procedure.procedure].append(each)
    for procedure in sorted({*general, *by_procedure}):
        models, row = by_procedure.get(procedure, []), general.get(procedure)
        terms = _general_terms(row, modality, models, subject) if row else None
        if row and terms:
            yield _promise(modality, row, terms, [each for each in models if terms_of_model(each.regime) == terms])
        yield from (_exception(each, modality, terms) for each in models if terms_of_model(each.regime) != terms)


def _general_terms(row: Procedure, modality: Modality, models: Iterable[ModelWork], subject: Subject) -> Terms:
    """Print the modality's row with the manufacturer's periodicity only where all that use it have lost the other."""
    return terms_of_modality(row, modality.high_risk, _lost_by_all(row, models), subject.facts.programme.policies)


def _lost_by_all(row: Procedure, models: Iterable[ModelWork]) -> AemBar | None:
    lost = [each.regime.lost_aem for each in models if each.regime.procedure == row]
    if not lost or any(bar is None for bar in lost):
        return None
    return min((bar for bar in lost if bar is not None), key=str)


def _promise(modality: Modality, row: Procedure, terms: Terms, alike: Sequence[ModelWork]) -> Promise:
    assets = tuple(asset for each in alike for asset in each.assets)
    return Promise(modality, row, terms, _quantity(alike, row), assets)


def _exception(each: ModelWork, modality: Modality, general: Terms | None) -> ModelException:
    own = terms_of_model(each.regime)
    differing = differences(general, own) if general else ()
    row = each.regime.procedure
    return ModelException(modality, each.model, row, own, differing, _quantity([each], row), each.assets)


def _quantity(work: Sequence[ModelWork], row: Procedure) -> Quantity:
    assets = sum(len(each.assets) for each in work)
    if not work and isinstance(row.every, NoPeriod):
        return Quantity(0, 0, None, None)
    periods = [each.regime.every for each in work]
    if any(not isinstance(every, Periodicity) for every in periods):
        return Quantity(len(work), assets, None, None)
    visits = sum((each.regime.every.per_year * len(each.assets) for each in work if each.regime.every), Fraction(0))
    return Quantity(len(work), assets, visits, visits * row.minutes * row.crew / 60)


def performers_said(assets: Iterable[Asset], row: Procedure, subject: Subject) -> Cell:
    """Name who does it on the horizon's first day, with the number of assets where coverage rows divide them."""
    facts, source = subject.facts, Source("procedures", row.row)
    count: Counter[str] = Counter()
    sources = {source: None}
    for asset in assets:
        performer = facts.performer_on(asset.asset_tag, row, facts.horizon.first_day)
        count[performer] += 1
        covering = subject.coverage.get(asset.asset_tag)
        if covering is not None and covering.performer == performer:
            sources[Source("coverage", covering.row)] = None
    if len(count) <= 1:
        return Cell(performer_said(next(iter(count), row.performer)), tuple(sources))
    said = (word("performer.of_assets", performer=performer_said(name), n=count[name]) for name in sorted(count))
    return Cell(several(said, Apart.LINE), tuple(sources))


def performer_said(performer: str) -> Value:
    """Name a performer; the hospital's own people by the catalogue's word."""
    return word("performer.in_house") if performer == IN_HOUSE else performer
