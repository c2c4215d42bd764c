"""Which row of the procedures table is in force for a model, and with which periodicity."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from scheduler.domain.calendar import Periodicity
from scheduler.domain.equipment import Answer, Basis, EquipmentClass, Modality, Model, Procedure
from scheduler.domain.ids import ProcedureName
from scheduler.domain.policy import Policies

NEVER_AEM = frozenset({EquipmentClass.IMAGING, EquipmentClass.LASER})
"""CMS S&C 14-07: imaging and lasers keep the manufacturer's frequency."""


def rows_in_force(model: Model, table: Iterable[Procedure]) -> Mapping[ProcedureName, Procedure]:
    """For each procedure of a model the row that names the most of it; the first one where two name as much."""
    chosen: dict[ProcedureName, Procedure] = {}
    for row in table:
        if row.modality != model.modality or row.make not in (None, model.make) or row.model not in (None, model.model):
            continue
        rival = chosen.get(row.procedure)
        if rival is None or _precision(row) > _precision(rival):
            chosen[row.procedure] = row
    return chosen


def with_lawful_periodicity(
    row: Procedure, model: Model, modality: Modality, first_in_service: date | None, today: date, policies: Policies
) -> Procedure:
    """Put the manufacturer's periodicity in the place of an alternative one (AEM) that this model may not have."""
    if row.basis is not Basis.AEM or row.oem_every is None:
        return row
    lawful = may_have_aem(model, modality, first_in_service, today, policies)
    return row if lawful else replace(row, every=row.oem_every)


def may_have_aem(
    model: Model, modality: Modality, first_in_service: date | None, today: date, policies: Policies
) -> bool:
    """Whether the law and the hospital's policy leave a model to alternative equipment maintenance."""
    if model.aem is Answer.NO or modality.aem_barred or modality.equipment_class in NEVER_AEM:
        return False
    supports_life = modality.life_support or modality.equipment_class is EquipmentClass.LIFE_SUPPORT
    if supports_life and not policies.aem_for_life_support:
        return False
    if policies.aem_months_of_history == 0:
        return True
    if first_in_service is None:
        return False
    return Periodicity(months=policies.aem_months_of_history).after(first_in_service) <= today


def _precision(row: Procedure) -> int:
    return (row.make is not None) + (row.model is not None)
