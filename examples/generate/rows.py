"""The rows of a programme's tables as the generator writes them: one class a table, its fields the columns in order."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | date
"""What stands in a cell; "" is a blank."""


@dataclass(frozen=True, slots=True)
class SiteRow:
    site: str
    name: str
    timezone: str
    country: str
    subdivision: str


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    department: str
    site: str
    name: str
    acuity: str
    max_out_share: Cell
    max_parallel_visits: Cell
    email: str


@dataclass(frozen=True, slots=True)
class DowntimeRow:
    site: str = ""
    department: str = ""
    modality: str = ""
    asset_tag: str = ""
    kind: str = "open"
    weekdays: str = ""
    start: str = ""
    end: str = ""
    first_day: Cell = ""
    last_day: Cell = ""
    on_holidays: str = ""
    ics: str = ""


@dataclass(frozen=True, slots=True)
class ModalityRow:
    modality: str
    name: str
    class_: str
    life_support: str
    high_risk: str
    aem_barred: str
    life_safety: Cell
    acuity: Cell
    phi: str
    phi_500: str
    care_delivery: Cell
    lateral_access: Cell
    financial: Cell
    reputational: Cell
    response_critical_h: Cell
    response_routine_h: Cell


@dataclass(frozen=True, slots=True)
class ModelRow:
    make: str
    model: str
    modality: str
    high_risk: str
    support: str
    support_ends: Cell
    aem: str
    aem_reference: str
    patch_performer: str
    third_party_os_patches: str
    sbom: str
    operating_system: str


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    modality: str
    make: str
    model: str
    procedure: str
    kind: str
    every: str
    oem_every: str
    runtime_hours: Cell
    window: str
    anchor: str
    minutes: Cell
    crew: Cell
    skill: str
    instrument: str
    performer: str
    where: str
    out_hours: Cell
    interrupts: str
    splittable: str
    includes: str
    follow_up: str
    basis: str
    basis_reference: str
    responsible: str
    accountable: str
    consulted: str
    informed: str


@dataclass(frozen=True, slots=True)
class AssetRow:
    asset_tag: str
    serial_number: str
    udi: str
    make: str
    model: str
    site: str
    department: str
    room: str
    status: str
    in_service_on: Cell
    series_start: Cell
    runtime_hours: Cell
    software_version: str
    cmdb_id: str
    part_of: str
    serviced_with: str
    system_critical: str
    networked: str
    exposed: str
    expected_back: Cell
    owner: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    asset_tag: str
    procedure: str
    done_on: date
    outcome: str
    technician: str
    runtime_hours: Cell
    note: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    department: str
    modality: str
    procedure: str
    series_start: date


@dataclass(frozen=True, slots=True)
class DueRow:
    asset_tag: str
    procedure: str
    last_done: Cell
    next_due: date
    work_order: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    asset_tag: str
    procedure: str
    reason: str
    earliest: Cell
    deadline: date
    holds_asset: str
    work_order: str


@dataclass(frozen=True, slots=True)
class DeferralRow:
    asset_tag: str
    procedure: str
    reason: str
    approved_by: str
    until: Cell


@dataclass(frozen=True, slots=True)
class TechnicianRow:
    technician: str
    name: str
    email: str
    performer: str
    home_site: str
    sites: str
    scheduled_share: str
    max_hours_week: Cell
    overtime_hours_week: Cell


@dataclass(frozen=True, slots=True)
class SkillRow:
    technician: str
    skill: str
    valid_from: Cell
    valid_until: Cell


@dataclass(frozen=True, slots=True)
class ShiftRow:
    technician: str
    weekdays: str
    start: str
    end: str
    site: str = ""
    first_day: Cell = ""
    last_day: Cell = ""
    on_holidays: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    technician: str
    first_day: Cell
    last_day: Cell
    start: str
    end: str
    kind: str
    available_share: str
    ics: str


@dataclass(frozen=True, slots=True)
class PerformerRow:
    performer: str
    kind: str
    sites: str
    skills: str
    weekdays: str
    start: str
    end: str
    on_holidays: str
    notice_days: Cell
    max_people_day: Cell
    after_hours: str
    email: str


@dataclass(frozen=True, slots=True)
class CoverRow:
    site: str
    department: str
    modality: str
    asset_tags: str
    min_available: int
    count_spares: str


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    instrument: str
    class_: str
    site: str
    calibrated_until: Cell


@dataclass(frozen=True, slots=True)
class TravelRow:
    from_site: str
    to_site: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PatchRow:
    patch: str
    make: str
    model: str
    from_versions: str
    version: str
    severity: str
    kev: str
    automatable: str
    technical_impact: str
    cve: str
    advisory: str
    advisory_on: Cell
    released_on: Cell
    validated_on: Cell
    minutes: Cell
    reboot: str
    pilot: Cell
    soak_days: Cell
    waves: Cell
    supersedes: str


@dataclass(frozen=True, slots=True)
class NetworkRow:
    cmdb_id: str
    hostname: str
    mac: str
    serial_number: str
    make: str
    model: str
    risk_score: Cell
    last_seen: Cell


@dataclass(frozen=True, slots=True)
class FindingRow:
    cmdb_id: str
    asset_tag: str
    cve: str
    detected_on: Cell
    source: str
    state: str
    verified_on: Cell


@dataclass(frozen=True, slots=True)
class CoverageRow:
    contract: str
    site: str
    modality: str
    make: str
    model: str
    asset_tag: str
    level: str
    performer: str
    first_day: Cell
    last_day: Cell


@dataclass(frozen=True, slots=True)
class LockRow:
    asset_tag: str
    procedure: str
    start: str
    technicians: str
