"""A hospital's programme: every table and decision, read and checked, and nothing derived."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.advisories import Advisory, Aliases, Component, Disclosure, MatchAnswer
from scheduler.domain.agreement import Contract, CoverageRow, CoverRow
from scheduler.domain.equipment import Asset, MakeModel, Modality, Model, Procedure
from scheduler.domain.ids import AssetTag, DepartmentId, InstrumentId, ModalityId, PerformerId, SiteId, TechnicianId
from scheduler.domain.people import Absence, Certificate, Instrument, Performer, Shift, Technician
from scheduler.domain.places import Department, DowntimeRow, Site, TravelRow
from scheduler.domain.policy import Capacity, Impact, Patching, Policies, Weights
from scheduler.domain.record import AgreementRow, Deferral, DueRow, HistoryRow, Lock, Order, SeriesRow
from scheduler.domain.security import Finding, NetworkRow, Patch


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A faulty row that the planner allowed to leave out, with why; counted in plan, report and appendix."""

    table: str
    row: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything that the hospital said. Mappings are in table order; keys are as shown in their table.

    `fingerprint` is the SHA-256 of all files read, in hex. `technicians` holds the anonymous people of performers
    (`GE#1` …) after the named ones. `known_exploited`: each CVE of the catalogue with the day of its listing.
    """

    name: str
    timezone: str
    fingerprint: str
    sites: Mapping[SiteId, Site]
    departments: Mapping[DepartmentId, Department]
    downtime: tuple[DowntimeRow, ...]
    modalities: Mapping[ModalityId, Modality]
    models: Mapping[MakeModel, Model]
    procedures: tuple[Procedure, ...]
    assets: Mapping[AssetTag, Asset]
    technicians: Mapping[TechnicianId, Technician]
    certificates: tuple[Certificate, ...]
    shifts: tuple[Shift, ...]
    performers: Mapping[PerformerId, Performer]
    absences: tuple[Absence, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    series: tuple[SeriesRow, ...] = ()
    due: tuple[DueRow, ...] = ()
    orders: tuple[Order, ...] = ()
    deferrals: tuple[Deferral, ...] = ()
    cover: tuple[CoverRow, ...] = ()
    instruments: Mapping[InstrumentId, Instrument] = field(default_factory=dict)
    travel: tuple[TravelRow, ...] = ()
    patches: tuple[Patch, ...] = ()
    network: tuple[NetworkRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    known_exploited: Mapping[str, date] = field(default_factory=dict)
    advisories: tuple[Advisory, ...] = ()
    match_answers: tuple[MatchAnswer, ...] = ()
    components: Mapping[MakeModel, tuple[Component, ...]] = field(default_factory=dict)
    disclosures: Mapping[MakeModel, Disclosure] = field(default_factory=dict)
    aliases: Aliases = field(default_factory=Aliases)
    coverage: tuple[CoverageRow, ...] = ()
    locks: tuple[Lock, ...] = ()
    agreements: tuple[AgreementRow, ...] = ()
    contracts: tuple[Contract, ...] = ()
    set_aside: tuple[SetAsideRow, ...] = ()
    policies: Policies = field(default_factory=Policies)
    capacity: Capacity = field(default_factory=Capacity)
    weights: Weights = field(default_factory=Weights)
    impact: Impact = field(default_factory=Impact)
    patching: Patching = field(default_factory=Patching)
