"""Who does the work: performers, technicians, certificates, shifts, absences; and the test instruments they bring."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.calendar import Span, Spans, WeeklyPeriod
from scheduler.domain.ids import InstrumentClass, InstrumentId, PerformerId, SiteId, SkillName, TechnicianId


class PerformerKind(StrEnum):
    """Kinds of organisations that do work."""

    IN_HOUSE = "in_house"
    SERVICE_PROVIDER = "service_provider"
    MANUFACTURER = "manufacturer"
    PHYSICIST = "physicist"


class AfterHours(StrEnum):
    """Whether a performer comes outside its working hours."""

    NO = "no"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Performer:
    """An organisation that does work. `sites` and `skills` empty = all sites, no skill.

    `working` are its hours (None: no hours given, any time). A performer without named technicians supplies anonymous
    people, at most `max_people_day`. A visit starts at least `notice_days` after `today`.
    """

    performer: PerformerId
    kind: PerformerKind
    sites: frozenset[SiteId]
    skills: frozenset[SkillName]
    working: WeeklyPeriod | None
    notice_days: int
    max_people_day: int
    after_hours: AfterHours
    email: str


@dataclass(frozen=True, slots=True)
class Technician:
    """A person. `sites` is the reach, home included; `scheduled_share` the part of the shift for scheduled work."""

    technician: TechnicianId
    name: str
    email: str
    performer: PerformerId
    home_site: SiteId
    sites: frozenset[SiteId]
    scheduled_share: float
    max_hours_week: float | None
    overtime_hours_week: float
    anonymous: bool = False
    """One of the people of a performer without named technicians: share 1, no travel from home."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A skill that a technician holds; None = no limit on that side. Valid through `valid_until`."""

    technician: TechnicianId
    skill: SkillName
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A weekly working period; work and travel of the day start and end at `site`."""

    technician: TechnicianId
    site: SiteId
    period: WeeklyPeriod


class AbsenceKind(StrEnum):
    """Why somebody is away, or there only in part."""

    LEAVE = "leave"
    TRAINING = "training"
    ON_CALL = "on_call"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Absence:
    """Time away. `busy` in UTC: one block from first_day start to last_day end, or the events of a calendar file.

    `available_share` 0 = away; 0.6 = there, with 60 % of the shift minutes.
    """

    row: int
    technician: TechnicianId
    kind: AbsenceKind
    busy: Spans
    available_share: float


class NoCalibration(StrEnum):
    """Calibration states that are no date."""

    UNKNOWN = "unknown"
    NOT_NEEDED = "none"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A test instrument of one class; site `*` travels with its technician. UNKNOWN calibration = not usable."""

    instrument: InstrumentId
    instrument_class: InstrumentClass
    site: SiteId
    calibrated_until: date | NoCalibration


@dataclass(frozen=True, slots=True)
class WorkingSpan:
    """A stretch of a shift on real dates: where it starts and ends, and the local day that it belongs to."""

    span: Span
    site: SiteId
    day: date
