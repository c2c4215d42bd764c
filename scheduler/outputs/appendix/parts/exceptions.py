"""Part: make and model exceptions: only what differs from the modality's row, with the reason."""

from dataclasses import fields

from scheduler.outputs.appendix.paper import (
    Apart,
    Cell,
    Column,
    Part,
    Row,
    Section,
    Source,
    Table,
    Value,
    several,
    word,
)
from scheduler.outputs.appendix.promise_figures import figures
from scheduler.outputs.appendix.promise_terms import Terms
from scheduler.outputs.appendix.promises import ModelException, performers_said, promises
from scheduler.outputs.appendix.subject import Subject
from scheduler.outputs.appendix.tables.aem_decisions import aem_decisions
from scheduler.outputs.appendix.tables.model_software import model_software

COLUMNS = (
    Column("modality", 30),
    Column("make", 32),
    Column("model", 32),
    Column("procedure", 28),
    Column("kind", 28, under="procedure"),
    Column("differs", 84),
    Column("basis", 34),
    Column("reference", 34, under="basis"),
    Column("performer", 26),
    Column("assets", 15),
    Column("visits_a_year", 17),
    Column("hours_a_year", 17, under="visits_a_year"),
)
_SAID_BY_COLUMNS = frozenset({"basis", "reference"})
"""What differs here stands in its own column, as the reason."""


def part(subject: Subject) -> Part:
    """List every procedure of a model that is not as its modality's."""
    rows = [_row(each, subject) for each in promises(subject) if isinstance(each, ModelException)]
    table = Table(
        "exceptions",
        word("exceptions.caption"),
        COLUMNS,
        tuple(rows),
        ("modality", "make", "model", "procedure"),
        "modality",
    )
    return Part(
        "exceptions",
        (
            Section(word("exceptions.heading"), (word("exceptions.intro"),), (table,)),
            Section(word("software.models_heading"), (word("software.models_intro"),), (model_software(subject),)),
            Section(word("aem.heading"), (word("aem.intro"),), (aem_decisions(subject),)),
        ),
    )


def _row(each: ModelException, subject: Subject) -> Row:
    row = each.procedure
    assets = Source("assets", f"make={each.model.make}, model={each.model.model}")
    return Row(
        (
            Cell(each.modality.name or each.modality.modality),
            Cell(each.model.make),
            Cell(each.model.model),
            Cell(row.procedure),
            Cell(word(f"kind.{row.kind}")),
            Cell(_differs(each)),
            Cell(each.terms.basis),
            Cell(each.terms.reference),
            performers_said(each.assets, row, subject),
            Cell(each.quantity.assets, (assets,)),
            *(Cell(figure, (assets, Source("procedures", row.row))) for figure in figures(each.quantity, each.terms)),
        ),
        (Source("procedures", row.row), Source("models", each.model.row)),
    )


def _differs(each: ModelException) -> Value:
    if not each.differences:
        return word("exceptions.only_here", **_all_terms(each.terms))
    said = [difference.said() for difference in each.differences if difference.field not in _SAID_BY_COLUMNS]
    return several(said, Apart.LINE, word("exceptions.reason_only"))


def _all_terms(terms: Terms) -> dict[str, Value]:
    return {field.name: getattr(terms, field.name) for field in fields(Terms)}
