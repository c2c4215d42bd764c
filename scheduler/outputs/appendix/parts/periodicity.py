"""Part: periodicity by modality, with the software of it, the downtime windows and the rules that are cited."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from scheduler.domain.equipment import AssetStatus, MakeModel, Modality
from scheduler.domain.ids import ModalityId
from scheduler.domain.policy import RiskClass
from scheduler.outputs.appendix.paper import Cell, Column, Part, Row, Section, Source, State, Table, cells, word
from scheduler.outputs.appendix.phrases import impact_class_said
from scheduler.outputs.appendix.promise_figures import figures
from scheduler.outputs.appendix.promises import Promise, performers_said, promises
from scheduler.outputs.appendix.subject import Subject
from scheduler.outputs.appendix.tables.citations import citations
from scheduler.outputs.appendix.tables.downtime import downtime_windows, windows_said
from scheduler.outputs.appendix.tables.impact_points import impact_points
from scheduler.outputs.appendix.tables.software import modality_software, patch_rules
from scheduler.risk.impact import NOT_ASSESSED, impact_of_modality

COLUMNS = (
    Column("modality", 30),
    Column("procedure", 27),
    Column("kind", 27, under="procedure"),
    Column("every", 23),
    Column("counted_from", 23, under="every"),
    Column("tolerance", 44),
    Column("minutes", 17),
    Column("people", 17, under="minutes"),
    Column("takes_down", 20),
    Column("where", 20, under="takes_down"),
    Column("downtime_window", 36),
    Column("skill", 28),
    Column("instruments", 28, under="skill"),
    Column("includes", 24),
    Column("follow_up", 24, under="includes"),
    Column("performer", 24),
    Column("basis", 30),
    Column("reference", 30, under="basis"),
    Column("models", 17),
    Column("assets", 17, under="models"),
    Column("visits_a_year", 16),
    Column("hours_a_year", 16, under="visits_a_year"),
)


def part(subject: Subject) -> Part:
    """Say what holds for every make and model of a modality that is no exception."""
    return Part(
        "periodicity",
        (
            Section(word("periodicity.quantities"), (word("periodicity.quantities_intro"),), (_quantities(subject),)),
            Section(word("impact_points.heading"), (word("impact_points.intro"),), (impact_points(subject),)),
            Section(word("periodicity.procedures"), (word("periodicity.intro"),), (_periodicity(subject),)),
            Section(
                word("software.heading"),
                (word("software.intro"),),
                (modality_software(subject), patch_rules(subject)),
            ),
            Section(word("downtime.heading"), (word("downtime.intro"),), (downtime_windows(subject),)),
            Section(word("citations.heading"), (word("citations.intro"),), (citations(subject),)),
        ),
    )


def _quantities(subject: Subject) -> Table:
    status: Counter[tuple[ModalityId, AssetStatus]] = Counter()
    models: dict[ModalityId, set[MakeModel]] = defaultdict(set)
    for asset in (*subject.assets, *subject.left_out):
        status[subject.modality_of(asset).modality, asset.status] += 1
    for asset in subject.assets:
        models[subject.modality_of(asset).modality].add(asset.make_model)
    return Table(
        "quantities",
        word("periodicity.quantities_caption"),
        (
            Column("modality", 62), Column("class", 30), Column("risk_class", 24), Column("impact_score", 20),
            Column("impact_class", 24), Column("models", 20), Column("assets", 20), Column("missing", 20),
            Column("retired", 20), Column("inventory", 22),
        ),
        tuple(_quantity(modality, models, status, subject) for modality in subject.modalities),
        ("modality",),
    )  # fmt: skip


def _quantity(
    modality: Modality,
    models: Mapping[ModalityId, set[MakeModel]],
    status: Counter[tuple[ModalityId, AssetStatus]],
    subject: Subject,
) -> Row:
    key = modality.modality
    impact = impact_of_modality(modality, subject.facts.programme.impact)
    assessed = impact.impact_class != NOT_ASSESSED
    retired, missing = status[key, AssetStatus.RETIRED], status[key, AssetStatus.MISSING]
    all_of_it = sum(status[key, each] for each in AssetStatus)
    own = Source("modalities", modality.row or f"modality={key}")
    assets = Source("assets", f"modality={key}")
    return Row(
        (
            Cell(modality.name or key),
            Cell(word(f"class.{modality.equipment_class}")),
            Cell(word(f"risk.{RiskClass.HIGH_RISK if modality.high_risk else RiskClass.OTHER}")),
            Cell(impact.score if assessed else State.UNKNOWN, (own, Source("programme.yaml", "impact.weights"))),
            Cell(impact_class_said(impact.impact_class) if assessed else State.UNKNOWN,
                 (own, Source("programme.yaml", "impact.borders"))),
            Cell(len(models[key]), (assets,)),
            Cell(all_of_it - retired - missing, (assets,)),
            Cell(missing, (Source("assets", f"modality={key}, status=missing"),)),
            Cell(retired, (Source("assets", f"modality={key}, status=retired"),)),
            Cell(all_of_it, (assets,)),
        ),
        (own,),
    )  # fmt: skip


def _periodicity(subject: Subject) -> Table:
    rows = [_row(each, subject) for each in promises(subject) if isinstance(each, Promise)]
    return Table(
        "periodicity", word("periodicity.caption"), COLUMNS, tuple(rows), ("modality", "procedure"), "modality"
    )


def _row(promise: Promise, subject: Subject) -> Row:
    row, terms = promise.procedure, promise.terms
    counted = (Source("assets", f"modality={promise.modality.modality}"), Source("procedures", row.row))
    said = cells(
        promise.modality.name or promise.modality.modality, row.procedure, word(f"kind.{row.kind}"), terms.every,
        terms.counted_from, terms.tolerance, terms.minutes, terms.people, terms.takes_down, terms.where,
    )  # fmt: skip
    return Row(
        (
            *said,
            windows_said(promise.assets, row, subject),
            *cells(terms.skill, terms.instruments, terms.includes, terms.follow_up),
            performers_said(promise.assets, row, subject),
            *cells(terms.basis, terms.reference),
            Cell(promise.quantity.models, counted[:1]),
            Cell(promise.quantity.assets, counted[:1]),
            *(Cell(figure, counted) for figure in figures(promise.quantity, terms)),
        ),
        (Source("procedures", row.row),),
    )
