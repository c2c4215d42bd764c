"""The table modalities: kinds of equipment, with the eight factors of clinical impact."""

from scheduler.domain.equipment import EquipmentClass, ImpactFactors, Modality
from scheduler.domain.ids import ModalityId
from scheduler.inputs.cells import TEXT, YES_NO, choice, number, whole
from scheduler.inputs.columns import Column, Table, optional, required
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import MODALITY as MODALITY_NAME

MOST_SERIOUS = 3


def _factor(name: str, meaning: str) -> Column[int | None]:
    return optional(name, whole(0, MOST_SERIOUS), None, "not assessed", "2", f"{meaning}, from 0 (none) to 3.")


def _response(name: str, meaning: str) -> Column[float | None]:
    return optional(name, number(0, 8760, "hours"), None, "none agreed", "4", meaning, "hours")


MODALITY = required("modality", MODALITY_NAME, "ventilator", "The short name of the kind of equipment.")
NAME = optional("name", TEXT, "", "the same as modality", "Intensive care ventilator", "The name that people read.")
CLASS = optional(
    "class",
    choice(EquipmentClass),
    EquipmentClass.GENERAL,
    "general",
    "life_support",
    "Its family: imaging and laser bar AEM; imaging, therapy and life_support have cover by default.",
)
LIFE_SUPPORT = optional(
    "life_support", YES_NO, None, "yes if class is life_support", "yes", "It keeps a patient alive."
)
HIGH_RISK = optional(
    "high_risk",
    YES_NO,
    None,
    "yes if life_support, or life_safety is 3",
    "yes",
    "Its failure can kill or seriously injure.",
)
AEM_BARRED = optional(
    "aem_barred", YES_NO, False, "no", "no", "An alternative programme (AEM) may not be used; imaging and laser never."
)
LIFE_SAFETY = _factor("life_safety", "What a failure can do to a patient")
ACUITY = _factor("acuity", "How sick the patients are")
PHI = optional("phi", YES_NO, None, "not assessed", "yes", "It holds patients' data.")
PHI_500 = optional("phi_500", YES_NO, None, "not assessed", "no", "It holds the data of 500 patients or more.")
CARE_DELIVERY = _factor("care_delivery", "How much care stops without it")
LATERAL_ACCESS = _factor("lateral_access", "How far an intruder gets from it")
FINANCIAL = _factor("financial", "What a failure costs")
REPUTATIONAL = _factor("reputational", "What a failure does to the hospital's name")
RESPONSE_CRITICAL_H = _response("response_critical_h", "Hours to respond when it is down and critical.")
RESPONSE_ROUTINE_H = _response("response_routine_h", "Hours to respond otherwise.")

MODALITIES = Table(
    "modalities",
    "Kinds of equipment, and what a failure of one would mean.",
    (
        MODALITY,
        NAME,
        CLASS,
        LIFE_SUPPORT,
        HIGH_RISK,
        AEM_BARRED,
        LIFE_SAFETY,
        ACUITY,
        PHI,
        PHI_500,
        CARE_DELIVERY,
        LATERAL_ACCESS,
        FINANCIAL,
        REPUTATIONAL,
        RESPONSE_CRITICAL_H,
        RESPONSE_ROUTINE_H,
    ),
    key=(MODALITY,),
    absent="every modality that models names is general, not life support, not high risk",
)


def read_modalities(sheet: Sheet) -> dict[ModalityId, Modality]:
    """Return the modalities by name."""
    return {row[MODALITY]: _modality(row) for row in sheet}


def plain_modality(modality: ModalityId) -> Modality:
    """Return what a modality is when there is no table of modalities."""
    nothing = ImpactFactors(None, None, None, None, None, None, None, None)
    return Modality(modality, modality, EquipmentClass.GENERAL, False, False, False, nothing, None, None)


def _modality(row: Row) -> Modality:
    life_support = row[LIFE_SUPPORT]
    if life_support is None:
        life_support = row[CLASS] is EquipmentClass.LIFE_SUPPORT
    high_risk = row[HIGH_RISK]
    return Modality(
        modality=row[MODALITY],
        name=row[NAME] or row[MODALITY],
        equipment_class=row[CLASS],
        life_support=life_support,
        high_risk=life_support or row[LIFE_SAFETY] == MOST_SERIOUS if high_risk is None else high_risk,
        aem_barred=row[AEM_BARRED],
        factors=_factors(row),
        response_critical_h=row[RESPONSE_CRITICAL_H],
        response_routine_h=row[RESPONSE_ROUTINE_H],
        row=row.number,
    )


def _factors(row: Row) -> ImpactFactors:
    return ImpactFactors(
        life_safety=row[LIFE_SAFETY],
        acuity=row[ACUITY],
        phi=row[PHI],
        phi_500=row[PHI_500],
        care_delivery=row[CARE_DELIVERY],
        lateral_access=row[LATERAL_ACCESS],
        financial=row[FINANCIAL],
        reputational=row[REPUTATIONAL],
    )
