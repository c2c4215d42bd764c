"""Procedures beside each other, and the records that name them for an asset."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.domain.equipment import MakeModel
from scheduler.domain.ids import AssetTag, ModalityId, ProcedureName
from scheduler.inputs.checks.graph import on_cycles
from scheduler.inputs.columns import Column, Table
from scheduler.inputs.names import did_you_mean
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import agreements, deferrals, due, history, locks, models, orders, procedures, recorded

_SCOPE = (procedures.MODALITY, procedures.MAKE, procedures.MODEL, procedures.PROCEDURE)


@dataclass(frozen=True, slots=True)
class _Scoped:
    """A row of procedures with the modality and the make and model (None: all) it is for."""

    row: Row
    modality: ModalityId
    make_model: MakeModel | None

    @property
    def name(self) -> ProcedureName:
        return self.row[procedures.PROCEDURE]


def check_work(sheets: Sheets) -> None:
    """Note what is wrong with procedures, and with records of work that an asset does not have."""
    if not sheets.readable(procedures.PROCEDURES, models.MODELS):
        return
    scoped = _scoped(sheets)
    _refuse_shadows(scoped)
    by_modality: defaultdict[ModalityId, list[_Scoped]] = defaultdict(list)
    for procedure in scoped:
        by_modality[procedure.modality].append(procedure)
    for group in by_modality.values():
        _check_links(group)
    _check_records(sheets, scoped)


def _scoped(sheets: Sheets) -> list[_Scoped]:
    modality_of = sheets.fleet.modality_of
    found = []
    for row in sheets[procedures.PROCEDURES].having(*_SCOPE):
        make, model = row[procedures.MAKE], row[procedures.MODEL]
        make_model = sheets.lexicon.model(make, model) if make and model else None
        modality = row[procedures.MODALITY]
        of_model = modality_of.get(make_model) if make_model else None
        if modality and of_model and modality != of_model:
            expected = f"the modality of {make} {model}, which is {of_model}"
            row.fault(procedures.MODALITY, expected, "leave it blank, or correct it")
        if (scope := of_model or modality) is not None and bool(make) == bool(model):
            found.append(_Scoped(row, scope, make_model))
    return found


def _refuse_shadows(scoped: Iterable[_Scoped]) -> None:
    """Note two rows for one make and model of which only one gives the modality; equal keys are seen before."""
    first_rows: dict[object, Row] = {}
    for procedure in scoped:
        key = (procedure.modality, procedure.make_model, procedure.name)
        first = first_rows.setdefault(key, procedure.row)
        if first.number != procedure.row.number and first[procedures.MODALITY] != procedure.row[procedures.MODALITY]:
            expected = f"each procedure of a make and model once; row {first.number} has it too"
            procedure.row.fault(procedures.PROCEDURE, expected, "remove one of the two rows")


def _check_links(group: list[_Scoped]) -> None:
    """Check what the procedures of one modality include and what follows them."""
    names = {procedure.name for procedure in group}
    arrows: defaultdict[ProcedureName, set[ProcedureName]] = defaultdict(set)
    for procedure in group:
        for column, targets in _links(procedure.row):
            for target in targets:
                if target not in names:
                    expected = f"a procedure of {procedure.modality}; {target} is none of them"
                    procedure.row.fault(column, expected, did_you_mean(target, sorted(names)))
                else:
                    arrows[procedure.name].add(target)
    circling = on_cycles(arrows)
    for procedure in group:
        for column, targets in _links(procedure.row):
            if procedure.name in circling and circling & set(targets) - {procedure.name}:
                expected = f"no circle; following it from {procedure.name} leads back to it"
                procedure.row.fault(column, expected, "remove one link of the circle")


def _links(row: Row) -> list[tuple[Column[Any], tuple[ProcedureName, ...]]]:
    found: list[tuple[Column[Any], tuple[ProcedureName, ...]]] = []
    if row.sound(procedures.INCLUDES):
        found.append((procedures.INCLUDES, row[procedures.INCLUDES]))
    if row.sound(procedures.FOLLOW_UP):
        follow_up = row[procedures.FOLLOW_UP]
        found.append((procedures.FOLLOW_UP, (follow_up,) if follow_up else ()))
    return found


@dataclass(frozen=True, slots=True)
class _Record:
    """A table of records of work on assets, and how a record of unknown work is told."""

    table: Table
    asset: Column[AssetTag]
    procedure: Column[ProcedureName]
    tell: Callable[[Row, Column[ProcedureName], str, str], None]


def _as_error(row: Row, column: Column[ProcedureName], expected: str, hint: str) -> None:
    row.fault(column, expected, hint)


def _as_warning(row: Row, column: Column[ProcedureName], expected: str, hint: str) -> None:
    row.warn(column, expected, hint)


_RECORDS = (
    _Record(due.DUE, due.ASSET_TAG, due.PROCEDURE, _as_error),
    _Record(orders.ORDERS, orders.ASSET_TAG, orders.PROCEDURE, _as_error),
    _Record(locks.LOCKS, locks.ASSET_TAG, locks.PROCEDURE, _as_error),
    _Record(deferrals.DEFERRALS, deferrals.ASSET_TAG, deferrals.PROCEDURE, _as_warning),
    _Record(history.HISTORY, history.ASSET_TAG, history.PROCEDURE, _as_warning),
    _Record(agreements.AGREEMENTS, agreements.ASSET_TAG, agreements.PROCEDURE, _as_warning),
    _Record(recorded.RECORDED_DEFERRALS, deferrals.ASSET_TAG, deferrals.PROCEDURE, _as_warning),
    _Record(recorded.RECORDED_HISTORY, history.ASSET_TAG, history.PROCEDURE, _as_warning),
    _Record(recorded.RECORDED_AGREEMENTS, agreements.ASSET_TAG, agreements.PROCEDURE, _as_warning),
)


def _check_records(sheets: Sheets, scoped: Iterable[_Scoped]) -> None:
    modality_of = sheets.fleet.modality_of
    names: defaultdict[object, set[ProcedureName]] = defaultdict(set)
    for procedure in scoped:
        names[procedure.make_model or procedure.modality].add(procedure.name)
    model_of = {member.tag: member.model for member in sheets.fleet.members if member.model is not None}
    names_of = {model: names[modality_of.get(model)] | names[model] for model in set(model_of.values())}
    for record in _RECORDS:
        _check_record(sheets[record.table], record, model_of, names_of)


def _check_record(
    sheet: Sheet,
    record: _Record,
    model_of: Mapping[AssetTag, MakeModel],
    names_of: Mapping[MakeModel, set[ProcedureName]],
) -> None:
    told: set[tuple[MakeModel, ProcedureName]] = set()
    for row in sheet.having(record.asset, record.procedure):
        model, name = model_of.get(row[record.asset]), row[record.procedure]
        if model is None or name in names_of[model]:
            continue
        if record.tell is _as_warning and (model, name) in told:
            continue
        told.add((model, name))
        expected = f"a procedure of {' '.join(model)}; it has no {name}"
        record.tell(row, record.procedure, expected, did_you_mean(name, sorted(names_of[model])))
