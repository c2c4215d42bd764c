"""Software of modalities: how often it is updated, who may do it, by which rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.equipment import (
    Answer,
    Asset,
    MakeModel,
    Modality,
    Model,
    PatchPerformer,
    ProcedureKind,
    Support,
)
from scheduler.domain.ids import ModalityId
from scheduler.domain.security import Severity
from scheduler.obligations.patch_performer import where_updated
from scheduler.outputs.appendix.paper import Apart, Cell, Column, Row, Source, State, Table, Value, several, word
from scheduler.outputs.appendix.promise_terms import every_said
from scheduler.outputs.appendix.promises import performers_said
from scheduler.outputs.appendix.subject import ModelWork, Subject

_SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True)
class Software:
    """The covered models by modality, as far as software of theirs is known of."""

    subject: Subject

    @cached_property
    def assets(self) -> Mapping[MakeModel, Sequence[Asset]]:
        found: dict[MakeModel, list[Asset]] = defaultdict(list)
        for asset in self.subject.assets:
            found[asset.make_model].append(asset)
        return found

    @cached_property
    def models(self) -> Mapping[ModalityId, Sequence[Model]]:
        """Return the models of each modality that has software, by make and model."""
        programme = self.subject.facts.programme
        by_modality: dict[ModalityId, list[Model]] = defaultdict(list)
        for key in sorted(self.assets):
            by_modality[programme.models[key].modality].append(programme.models[key])
        return {
            modality: models
            for modality, models in by_modality.items()
            if self.routines(modality)
            or any(self.has_release(model) or self.unfixed(model) for model in models)
            or any(asset.networked is Answer.YES for model in models for asset in self.assets[model.key])
        }

    def has_release(self, model: Model) -> bool:
        """Whether a release for it is on record."""
        return model.key in self._released

    def unfixed(self, model: Model) -> Sequence[str]:
        """The advisories without a fix that concern one of its covered assets for certain."""
        found = (one for asset in self.assets[model.key] for one in self.subject.unfixed.get(asset.asset_tag, ()))
        return sorted({one.advisory for one in found if one.is_certain})

    @cached_property
    def _released(self) -> frozenset[MakeModel]:
        return frozenset((patch.make, patch.model) for patch in self.subject.facts.programme.patches)

    def routines(self, modality: ModalityId) -> Sequence[ModelWork]:
        work = self.subject.work.get(modality, ())
        return [each for each in work if each.regime.procedure.kind is ProcedureKind.PATCH]


def modality_software(subject: Subject) -> Table:
    """Say for each modality with software how often it is updated, by whom, and what the manufacturers still do."""
    software = Software(subject)
    present = [modality for modality in subject.modalities if modality.modality in software.models]
    return Table(
        "software",
        word("software.caption"),
        (
            Column("modality", 40), Column("assets", 18), Column("networked", 18, under="assets"),
            Column("routine", 42), Column("where", 24), Column("performer", 36), Column("may_patch", 48),
            Column("os_patches", 34), Column("support", 36), Column("support_ends", 26),
        ),
        tuple(_modality_row(modality, software) for modality in present),
        ("modality",),
    )  # fmt: skip


def _modality_row(modality: Modality, software: Software) -> Row:
    key = modality.modality
    models, routines = software.models[key], software.routines(key)
    assets = [asset for model in models for asset in software.assets[model.key]]
    own = (Source("models", f"modality={key}"),)
    procedures = tuple(Source("procedures", row) for row in sorted({each.regime.procedure.row for each in routines}))
    counted = (Source("assets", f"modality={key}"),)
    ends = sorted(model.support_ends for model in models if model.support_ends is not None)
    return Row(
        (
            Cell(modality.name or key),
            Cell(len(assets), counted),
            Cell(sum(asset.networked is Answer.YES for asset in assets), counted),
            Cell(several(_routine_said(routines), Apart.LINE, word("every.none")), procedures or own),
            Cell(several(map(_where_said, routines), Apart.LINE,
                         State.NOT_APPLICABLE), procedures or own),
            _performers(routines, software.subject, procedures or own),
            Cell(_counted("may_patch", (model.patch_performer for model in models)), own),
            Cell(_counted("os_patches", (model.third_party_os_patches for model in models)), own),
            Cell(_counted("support", (model.support for model in models)), own),
            Cell(word("software.first_end", day=ends[0]) if ends else State.UNKNOWN, own),
        ),
        (Source("modalities", modality.row or f"modality={key}"),),
    )  # fmt: skip


def _routine_said(routines: Iterable[ModelWork]) -> Iterator[Value]:
    for each in routines:
        row = each.regime.procedure
        yield word("software.routine", every=every_said(row.every), procedure=row.procedure)


def _where_said(each: ModelWork) -> Value:
    """Say where a model is updated, as the plan does it."""
    row, model = each.regime.procedure, each.model
    if model.patch_automatic is Answer.YES:
        return word("software.by_itself", where=word(f"where.{row.where}"))
    return word(f"where.{where_updated(row, model)}")


def _performers(routines: Sequence[ModelWork], subject: Subject, otherwise: tuple[Source, ...]) -> Cell:
    if not routines:
        return Cell(State.NOT_APPLICABLE, otherwise)
    by_row: dict[int, list[Asset]] = defaultdict(list)
    for each in routines:
        by_row[each.regime.procedure.row].extend(each.assets)
    rows = {each.regime.procedure.row: each.regime.procedure for each in routines}
    said = [performers_said(by_row[number], rows[number], subject) for number in sorted(rows)]
    sources = tuple(dict.fromkeys(source for cell in said for source in cell.sources))
    return Cell(several((cell.value for cell in said), Apart.LINE), sources)


def _counted(prefix: str, answers: Iterable[Answer | Support | PatchPerformer]) -> Value:
    """Say how many models have each answer, the most frequent first."""
    count = Counter(answers)
    order = sorted(count, key=lambda answer: (-count[answer], answer))
    return several((word("software.of_models", what=word(f"{prefix}.{each}"), n=count[each]) for each in order),
                   Apart.LINE)  # fmt: skip


def patch_rules(subject: Subject) -> Table:
    """Say the rules of updates: the deadline of each severity with its clock, validation, pilot and waves."""
    patching = subject.facts.programme.patching
    clock = word(f"clock.{patching.clock}")
    rows = [
        _rule(word("patch_rule.deadline", severity=word(f"severity.{severity}")), _deadline(severity, subject, clock),
              "patching.contract_days")
        for severity in _SEVERITIES
    ]  # fmt: skip
    rows += [
        _rule(word("patch_rule.validation"), word("patch_rule.validation_said"), "patching.clock"),
        _rule(
            word("patch_rule.rollout"),
            word("patch_rule.rollout_said", pilot=patching.pilot, days=word("count.days", n=patching.soak_days),
                 waves=patching.waves),
            "patching.pilot, patching.soak_days, patching.waves",
        ),
        _rule(word("patch_rule.no_patch"), word("patch_rule.no_patch_said"), "patching"),
    ]  # fmt: skip
    return Table(
        "patch_rules",
        word("patch_rule.caption"),
        (Column("rule", 80), Column("holds", 190)),
        tuple(rows),
        ("rule",),
    )


def _rule(rule: Value, holds: Value, place: str) -> Row:
    return Row((Cell(rule), Cell(holds)), (Source("programme.yaml", place),))


def _deadline(severity: Severity, subject: Subject, clock: Value) -> Value:
    patching = subject.facts.programme.patching
    days = patching.contract_days.get(severity.value)
    if days is not None:
        return word("patch_rule.days", days=word("count.days", n=days), clock=clock)
    if patching.deadline_table == "routine":
        return word("patch_rule.routine")
    return word("patch_rule.by_table", table=patching.deadline_table, clock=clock)
