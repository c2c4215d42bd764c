"""Models with software that cannot simply be patched: why, and which control compensates, reviewed when and by whom."""

from collections.abc import Iterator

from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Answer, Modality, Model, PatchPerformer, Procedure, ProcedureKind, Support
from scheduler.outputs.appendix.agreed import role_said
from scheduler.outputs.appendix.paper import (
    Apart,
    Cell,
    Column,
    Row,
    Source,
    State,
    Table,
    Value,
    several,
    word,
)
from scheduler.outputs.appendix.phrases import periodicity_said
from scheduler.outputs.appendix.subject import Subject
from scheduler.outputs.appendix.tables.software import Software

_MAY_BE_PATCHED = frozenset({PatchPerformer.OWNER, PatchPerformer.MANUFACTURER, PatchPerformer.SERVICE_PROVIDER})
_NONE, _UNSUPPORTED, _UNFIXED = (word(f"patch_state.{name}") for name in ("none", "unsupported", "unfixed"))
_COMPENSATED = frozenset({_NONE, _UNSUPPORTED, _UNFIXED})


def model_software(subject: Subject) -> Table:
    """List the models with software that have no patch, no support, no fix, or no answer: all different words."""
    software = Software(subject)
    rows = [
        _model_row(modality, model, states, software)
        for modality in subject.modalities
        for model in software.models.get(modality.modality, ())
        if (states := tuple(_states(model, software)))
    ]
    return Table(
        "model_software",
        word("software.models_caption"),
        (
            Column("modality", 40), Column("make", 34), Column("model", 34), Column("assets", 14),
            Column("patch_state", 36), Column("may_patch", 26), Column("support", 24), Column("support_ends", 24),
            Column("control", 22), Column("review_every", 22), Column("approver", 30),
        ),
        tuple(rows),
        ("make", "model"),
        "modality",
    )  # fmt: skip


def _states(model: Model, software: Software) -> Iterator[Value]:
    """Say why a model cannot simply be patched; nothing if it can."""
    takes_none = model.patch_applicable is Answer.NO and not software.has_release(model)
    if model.patch_performer is PatchPerformer.NONE:
        yield _NONE
    if software.unfixed(model):
        yield _UNFIXED
    if takes_none:
        yield State.NOT_APPLICABLE
        return
    ended = model.support_ends is not None and model.support_ends < software.subject.facts.today
    if model.support is Support.UNSUPPORTED or ended:
        yield _UNSUPPORTED
    elif model.support is Support.LIMITED:
        yield word("patch_state.limited")
    elif model.support is Support.UNKNOWN or model.patch_performer is PatchPerformer.UNKNOWN:
        yield State.UNKNOWN


def _model_row(modality: Modality, model: Model, states: tuple[Value, ...], software: Software) -> Row:
    assets = (Source("assets", f"make={model.make}, model={model.model}"),)
    ends = State.NONE_EXISTS if model.support is Support.SUPPORTED else State.UNKNOWN
    advised = tuple(Source("advisories", name) for name in software.unfixed(model))
    return Row(
        (
            Cell(modality.name or modality.modality, (Source("modalities", modality.row),)),
            Cell(model.make),
            Cell(model.model),
            Cell(len(software.assets[model.key]), assets),
            Cell(several(states, Apart.LINE), (Source("models", model.row), *advised)),
            Cell(word(f"may_patch.{model.patch_performer}")),
            Cell(word(f"support.{model.support}")),
            Cell(model.support_ends or ends),
            *_control(model, software, needed=not _COMPENSATED.isdisjoint(states)),
        ),
        (Source("models", model.row),),
    )


def _control(model: Model, software: Software, *, needed: bool) -> tuple[Cell, Cell, Cell]:
    """Say whether a control has to compensate, how often it is reviewed, and who approves it."""
    if not needed:
        return Cell(State.NOT_APPLICABLE), Cell(State.NOT_APPLICABLE), Cell(State.NOT_APPLICABLE)
    said, row = Cell(word("patch_rule.control_needed")), _reviewing(model, software)
    if row is None:
        return said, Cell(State.NOT_GIVEN), Cell(State.NOT_GIVEN)
    own, patching = Source("procedures", row.row), software.subject.facts.programme.patching
    if isinstance(row.every, Periodicity):
        every = Cell(periodicity_said(row.every), (own,))
    else:
        days = Periodicity(days=patching.control_review)
        every = Cell(periodicity_said(days), (Source("programme.yaml", "patching.control_review"),))
    return said, every, _approver(row, software.subject)


def _reviewing(model: Model, software: Software) -> Procedure | None:
    """The patch procedure in whose cycle the control is reviewed; None: nobody has to, which is a gap."""
    works = [each.regime.procedure for each in software.routines(model.modality) if each.model.key == model.key]
    return min(works, key=lambda row: (not isinstance(row.every, Periodicity), row.procedure), default=None)


def _approver(row: Procedure, subject: Subject) -> Cell:
    """Who is accountable by the procedure; else whom the programme names; else the agreement's own."""
    if row.responsibility.accountable:
        return Cell(several(row.responsibility.accountable), (Source("procedures", row.row),))
    if named := subject.facts.programme.patching.control_approver.strip():
        return Cell(named, (Source("programme.yaml", "patching.control_approver"),))
    if subject.contract is not None:
        assignment = subject.contract.assignments.get(ProcedureKind.PATCH)
        if assignment is not None and assignment.accountable is not None:
            place = f"contracts[{subject.facts.programme.contracts.index(subject.contract)}].responsibilities.patch"
            name = subject.contract.roles.get(assignment.accountable, "")
            return Cell(role_said(assignment.accountable, name), (Source("programme.yaml", place),))
    return Cell(State.NOT_GIVEN)
