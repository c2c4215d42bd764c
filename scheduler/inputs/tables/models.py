"""The table models: what is owned, by make and model."""

from collections.abc import Mapping

from scheduler.domain.equipment import Answer, MakeModel, Modality, Model, PatchPerformer, Support
from scheduler.domain.ids import ModalityId
from scheduler.inputs.cells import TEXT, YES_NO, choice
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Column, Table, optional, required
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import MAKE as MAKE_NAME
from scheduler.inputs.tables.scopes import MODALITY as MODALITY_NAME


def _answer(name: str, meaning: str) -> Column[Answer]:
    return optional(name, choice(Answer), Answer.UNKNOWN, "unknown", "yes", meaning)


MAKE = required("make", MAKE_NAME, "Northwind", "The manufacturer, one spelling each.")
MODEL = required("model", TEXT, "V500", "The model as the manufacturer names it.")
MODALITY = required("modality", MODALITY_NAME, "ventilator", "The kind of equipment it is.")
HIGH_RISK = optional("high_risk", YES_NO, None, "as its modality", "yes", "Its failure can kill or seriously injure.")
SUPPORT = optional(
    "support", choice(Support), Support.UNKNOWN, "unknown", "supported", "What the manufacturer still does for it."
)
SUPPORT_ENDS = optional("support_ends", DAY, None, "not known", "2029-06-30", "The last day of support.")
AEM = _answer("aem", "Whether it is in the alternative equipment maintenance programme.")
AEM_REFERENCE = optional("aem_reference", TEXT, "", "none given", "AEM-2024-011", "The risk assessment behind it.")
PATCH_PERFORMER = optional(
    "patch_performer",
    choice(PatchPerformer),
    PatchPerformer.UNKNOWN,
    "unknown",
    "owner",
    "Who may install patches; none = nobody, a compensating control is needed.",
)
THIRD_PARTY_OS_PATCHES = _answer(
    "third_party_os_patches", "Whether patches of the operating system may be installed without approval."
)
SBOM = optional("sbom", TEXT, "", "none at hand", "v500.cdx.json", "The file under sbom/ that lists its software.")
OPERATING_SYSTEM = optional("operating_system", TEXT, "", "unknown", "Windows 10 IoT", "What it runs on.")
PATCH_APPLICABLE = _answer("patch_applicable", "Whether it takes updates at all; no = said so, and none is planned.")
PATCH_REMOTE = _answer("patch_remote", "Whether updates can be installed without a trip.")
PATCH_AUTOMATIC = _answer("patch_automatic", "Whether it installs updates itself; the check afterwards is the work.")

MODELS = Table(
    "models",
    "Makes and models that the hospital owns.",
    (
        MAKE,
        MODEL,
        MODALITY,
        HIGH_RISK,
        SUPPORT,
        SUPPORT_ENDS,
        AEM,
        AEM_REFERENCE,
        PATCH_PERFORMER,
        THIRD_PARTY_OS_PATCHES,
        SBOM,
        OPERATING_SYSTEM,
        PATCH_APPLICABLE,
        PATCH_REMOTE,
        PATCH_AUTOMATIC,
    ),
    key=(MAKE, MODEL),
)


def read_models(sheet: Sheet, modalities: Mapping[ModalityId, Modality]) -> dict[MakeModel, Model]:
    """Return the models by make and model."""
    models = (_model(row, modalities) for row in sheet)
    return {model.key: model for model in models}


def _model(row: Row, modalities: Mapping[ModalityId, Modality]) -> Model:
    high_risk = row[HIGH_RISK]
    return Model(
        make=row[MAKE],
        model=row[MODEL],
        modality=row[MODALITY],
        high_risk=modalities[row[MODALITY]].high_risk if high_risk is None else high_risk,
        support=row[SUPPORT],
        support_ends=row[SUPPORT_ENDS],
        aem=row[AEM],
        aem_reference=row[AEM_REFERENCE],
        patch_performer=row[PATCH_PERFORMER],
        third_party_os_patches=row[THIRD_PARTY_OS_PATCHES],
        sbom=row[SBOM],
        operating_system=row[OPERATING_SYSTEM],
        patch_applicable=row[PATCH_APPLICABLE],
        patch_remote=row[PATCH_REMOTE],
        patch_automatic=row[PATCH_AUTOMATIC],
        row=row.number,
    )
