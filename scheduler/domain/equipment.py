"""What is maintained and how: modalities, models, procedures, assets."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import TypeAlias

from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.domain.ids import (
    AssetTag,
    DepartmentId,
    InstrumentClass,
    ModalityId,
    PerformerId,
    ProcedureName,
    SiteId,
    SkillName,
)
from scheduler.domain.quick import quickly_made


class EquipmentClass(StrEnum):
    """The families of modalities that rules speak of."""

    IMAGING = "imaging"
    LASER = "laser"
    LIFE_SUPPORT = "life_support"
    MONITORING = "monitoring"
    THERAPY = "therapy"
    LABORATORY = "laboratory"
    STERILE = "sterile"
    IT = "it"
    GENERAL = "general"


class Answer(StrEnum):
    """A fact that may be unknown; never a blank that could mean either."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ImpactFactors:
    """The eight data points of clinical impact; scores 0-3, None = not assessed."""

    life_safety: int | None
    acuity: int | None
    phi: bool | None
    phi_500: bool | None
    care_delivery: int | None
    lateral_access: int | None
    financial: int | None
    reputational: int | None


@dataclass(frozen=True, slots=True)
class Modality:
    """A kind of equipment. `high_risk` is the value in force (default: life support, or life_safety = 3).

    `row` is its row in the table, as Excel shows it; 0 = made from the models alone.
    """

    modality: ModalityId
    name: str
    equipment_class: EquipmentClass
    life_support: bool
    high_risk: bool
    aem_barred: bool
    factors: ImpactFactors
    response_critical_h: float | None
    response_routine_h: float | None
    row: int = field(default=0, compare=False)


class Support(StrEnum):
    """What the manufacturer still does for a model."""

    SUPPORTED = "supported"
    LIMITED = "limited"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


class PatchPerformer(StrEnum):
    """Who may patch a model."""

    OWNER = "owner"
    MANUFACTURER = "manufacturer"
    SERVICE_PROVIDER = "service_provider"
    NONE = "none"
    UNKNOWN = "unknown"


MakeModel: TypeAlias = tuple[str, str]
"""The key of a model: make and model as shown (joined with case and outer space folded)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A make and model. `high_risk` is the value in force (the model's own, else its modality's).

    `patch_applicable` no: it takes no updates. `patch_remote`: they can be installed without a trip. `patch_automatic`:
    it installs them itself, and only the check afterwards is work.
    """

    make: str
    model: str
    modality: ModalityId
    high_risk: bool
    support: Support
    support_ends: date | None
    aem: Answer
    aem_reference: str
    patch_performer: PatchPerformer
    third_party_os_patches: Answer
    sbom: str
    operating_system: str
    patch_applicable: Answer = Answer.UNKNOWN
    patch_remote: Answer = Answer.UNKNOWN
    patch_automatic: Answer = Answer.UNKNOWN
    row: int = field(default=0, compare=False)

    @property
    def key(self) -> MakeModel:
        return (self.make, self.model)


class ProcedureKind(StrEnum):
    """Kinds of work."""

    PM = "pm"
    CALIBRATION = "calibration"
    SAFETY = "safety"
    INSPECTION = "inspection"
    INCOMING = "incoming"
    RECALL = "recall"
    PATCH = "patch"
    CLEANING = "cleaning"
    OTHER = "other"


class NoPeriod(Enum):
    """A periodicity that is no number of days, and is printed as such."""

    ON_EVENT = "on-event"
    NONE = "none"


class Anchor(StrEnum):
    """What the next due date is counted from."""

    COMPLETION = "completion"
    SCHEDULE = "schedule"


class Where(StrEnum):
    """Where the work is done."""

    IN_PLACE = "in_place"
    BENCH = "bench"
    REMOTE = "remote"
    UNOBTRUSIVE = "unobtrusive"


class Basis(StrEnum):
    """Why a procedure has its periodicity."""

    MANUFACTURER = "manufacturer"
    AEM = "aem"
    REGULATION = "regulation"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who is responsible, accountable, consulted and informed, as written (a lawyer's words, not keys)."""

    responsible: tuple[str, ...]
    accountable: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@quickly_made
@dataclass(frozen=True, slots=True)
class Procedure:
    """One row of the procedures table: a kind of work for a modality, or for one make and model of it.

    `window` and `anchor` None = the policy of the risk class. `instruments`: all of the groups, any one of a group.
    `minutes` per person; `out_hours` from collection to return for bench work; `interrupts`: it can't serve meanwhile.
    """

    row: int
    modality: ModalityId
    make: str | None
    model: str | None
    procedure: ProcedureName
    kind: ProcedureKind
    every: Periodicity | NoPeriod
    oem_every: Periodicity | NoPeriod | None
    runtime_hours: float | None
    window: WindowProfile | None
    anchor: Anchor | None
    minutes: int
    crew: int
    skill: SkillName | None
    instruments: tuple[tuple[InstrumentClass, ...], ...]
    performer: PerformerId
    where: Where
    out_hours: float
    interrupts: bool
    splittable: bool
    includes: tuple[ProcedureName, ...]
    follow_up: ProcedureName | None
    basis: Basis
    basis_reference: str
    responsibility: Responsibility


class AssetStatus(StrEnum):
    """Where an asset stands in its life."""

    IN_USE = "in_use"
    SPARE = "spare"
    LOANER = "loaner"
    IN_REPAIR = "in_repair"
    MISSING = "missing"
    RETIRED = "retired"


@quickly_made
@dataclass(frozen=True, slots=True)
class Asset:
    """One physical device with a tag. Blank optional columns are None or ""."""

    asset_tag: AssetTag
    serial_number: str
    udi: str
    make: str
    model: str
    site: SiteId
    department: DepartmentId
    room: str
    status: AssetStatus
    in_service_on: date | None
    series_start: date | None
    runtime_hours: float | None
    software_version: str
    cmdb_id: str
    part_of: AssetTag | None
    serviced_with: AssetTag | None
    system_critical: bool
    networked: Answer
    exposed: Answer
    expected_back: date | None
    owner: str
    mac: str = ""
    hostname: str = ""
    row: int = field(default=0, compare=False)

    @property
    def make_model(self) -> MakeModel:
        return (self.make, self.model)
