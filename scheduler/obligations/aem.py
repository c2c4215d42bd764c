"""What takes an alternative (AEM) periodicity away from a model, as data that reasons and contracts put into words."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from scheduler.domain.calendar import add_months
from scheduler.domain.equipment import Answer, EquipmentClass, Modality, Model
from scheduler.domain.ids import ModalityId
from scheduler.domain.policy import Policies

_BARRED_CLASSES = frozenset({EquipmentClass.IMAGING, EquipmentClass.LASER})


class AemBarKind(Enum):
    """The bars, in the order in which they are asked; the value is the sentence."""

    EQUIPMENT_CLASS = "alternative maintenance is barred for the class {bar.equipment_class}"
    MODALITY = "alternative maintenance is barred for {bar.modality}"
    MODEL = "alternative maintenance is barred for {bar.model}"
    LIFE_SUPPORT = "alternative maintenance is barred for life support by policy"
    NO_HISTORY = "alternative maintenance needs {bar.months} months of history, and {bar.model} has none"
    TOO_NEW = (
        "alternative maintenance needs {bar.months} months of history, and {bar.model} is in service since {bar.since}"
    )


@dataclass(frozen=True, slots=True)
class AemBar:
    """Why a model may not have an alternative periodicity. `model` is its make and model as shown."""

    kind: AemBarKind
    equipment_class: EquipmentClass
    modality: ModalityId
    model: str
    months: int
    since: date | None

    def __str__(self) -> str:
        return self.kind.value.format(bar=self)


def aem_bar(model: Model, modality: Modality, policies: Policies, first: date | None, today: date) -> AemBar | None:
    """Say why a model may not have an alternative periodicity, None if it may (42 CFR 482.41; CMS S&C 14-07).

    `first` is the day on which the first of its make and model went into service.
    """
    kind = _kind(model, modality, policies, first, today)
    if kind is None:
        return None
    shown, months = f"{model.make} {model.model}", policies.aem_months_of_history
    return AemBar(kind, modality.equipment_class, modality.modality, shown, months, first)


def _kind(model: Model, modality: Modality, policies: Policies, first: date | None, today: date) -> AemBarKind | None:
    if modality.equipment_class in _BARRED_CLASSES:
        return AemBarKind.EQUIPMENT_CLASS
    if modality.aem_barred:
        return AemBarKind.MODALITY
    if model.aem is Answer.NO:
        return AemBarKind.MODEL
    if _is_life_support(modality) and not policies.aem_for_life_support:
        return AemBarKind.LIFE_SUPPORT
    return _too_new(policies.aem_months_of_history, first, today)


def _is_life_support(modality: Modality) -> bool:
    return modality.life_support or modality.equipment_class is EquipmentClass.LIFE_SUPPORT


def _too_new(months: int, first: date | None, today: date) -> AemBarKind | None:
    if months == 0:
        return None
    if first is None:
        return AemBarKind.NO_HISTORY
    return AemBarKind.TOO_NEW if today < add_months(first, months) else None
