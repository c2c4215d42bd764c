"""Software of assets: patches, what the network sees, what scanners find."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.equipment import Answer, Model
from scheduler.domain.ids import AssetTag


class Severity(StrEnum):
    """Severity as published."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NONE = "none"
    UNKNOWN = "unknown"


class TechnicalImpact(StrEnum):
    """SSVC technical impact."""

    TOTAL = "total"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Software(StrEnum):
    """Whose software a release is of: the device's own, or the operating system that a third party makes."""

    DEVICE = "device"
    OPERATING_SYSTEM = "operating_system"


@dataclass(frozen=True, slots=True)
class Patch:
    """A release of software for a model; `validated_on` None = waiting for the manufacturer.

    `minutes`: installation, restart and check together; `check_minutes`: the check alone.
    """

    row: int
    patch: str
    make: str
    model: str
    from_versions: tuple[str, ...]
    version: str
    severity: Severity
    kev: Answer
    automatable: Answer
    technical_impact: TechnicalImpact
    cves: tuple[str, ...]
    advisory: str
    advisory_on: date | None
    released_on: date | None
    validated_on: date | None
    minutes: int | None
    reboot: Answer
    pilot: int | None
    soak_days: int | None
    waves: int | None
    supersedes: tuple[str, ...]
    check_minutes: int | None = None
    software: Software = Software.DEVICE

    def is_free_for(self, model: Model) -> bool:
        """Whether the model takes it without its manufacturer's approval, by the owner's hand."""
        return self.software is Software.OPERATING_SYSTEM and model.third_party_os_patches is Answer.YES

    @property
    def waits_since(self) -> date | None:
        """The day from which assets wait for its validation; None: nobody knows."""
        return self.released_on or self.advisory_on

    def ready_on(self, model: Model) -> date | None:
        """The day from which it may be installed: its validation, or its release where it needs none; None: not yet."""
        return self.validated_on or (self.released_on if self.is_free_for(model) else None)


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """An entry of the CMDB or of passive monitoring."""

    row: int
    cmdb_id: str
    hostname: str
    mac: str
    serial_number: str
    make: str
    model: str
    risk_score: float | None
    last_seen: date | None


class FindingState(StrEnum):
    """Where a vulnerability finding stands."""

    OPEN = "open"
    MITIGATED = "mitigated"
    FIXED = "fixed"
    NOT_AFFECTED = "not_affected"


@dataclass(frozen=True, slots=True)
class Finding:
    """A vulnerability seen on an asset; `detected_on` starts the clock."""

    row: int
    cmdb_id: str
    asset_tag: AssetTag | None
    cve: str
    detected_on: date | None
    source: str
    state: FindingState
    verified_on: date | None
