"""Alternative maintenance (AEM): which models keep another periodicity than the manufacturer's, by which decision."""

from scheduler.domain.equipment import Basis, Modality
from scheduler.outputs.appendix.paper import Cell, Column, Row, Source, State, Table, given, word
from scheduler.outputs.appendix.promise_terms import every_said, lost_aem_said
from scheduler.outputs.appendix.subject import ModelWork, Subject


def aem_decisions(subject: Subject) -> Table:
    """List every procedure with an alternative periodicity by model, and whether it is in force."""
    rows = [
        _row(modality, each)
        for modality in subject.modalities
        for each in subject.work.get(modality.modality, ())
        if each.regime.procedure.basis is Basis.AEM
    ]
    return Table(
        "aem_decisions",
        word("aem.caption"),
        (
            Column("modality", 40), Column("make", 38), Column("model", 38), Column("procedure", 28),
            Column("alternative", 24), Column("manufacturers", 26), Column("decision", 40), Column("aem_state", 60),
        ),
        tuple(rows),
        ("make", "model", "procedure"),
        "modality",
    )  # fmt: skip


def _row(modality: Modality, each: ModelWork) -> Row:
    row, model, lost = each.regime.procedure, each.model, each.regime.lost_aem
    return Row(
        (
            Cell(modality.name or modality.modality, (Source("modalities", modality.row),)),
            Cell(model.make),
            Cell(model.model),
            Cell(row.procedure),
            Cell(every_said(row.every)),
            Cell(every_said(row.oem_every) if row.oem_every is not None else State.NOT_GIVEN),
            Cell(given(model.aem_reference or row.basis_reference, State.NOT_GIVEN)),
            Cell(word("aem.in_force") if lost is None else word("aem.lost", why=lost_aem_said(lost))),
        ),
        (Source("procedures", row.row), Source("models", model.row)),
    )
