"""Rows about people: technicians, certificates, shifts, absences, performers, instruments."""

from collections.abc import Iterable

from constraints.example.moments import Day, Moment, at, day, maybe_day
from constraints.example.places import weekly
from scheduler.domain.calendar import (
    HolidayRule,
    Span,
    Spans,
    WeeklyPeriod,
)
from scheduler.domain.ids import (
    IN_HOUSE,
    InstrumentClass,
    InstrumentId,
    PerformerId,
    SiteId,
    SkillName,
    TechnicianId,
)
from scheduler.domain.people import (
    Absence,
    AbsenceKind,
    AfterHours,
    Certificate,
    Instrument,
    NoCalibration,
    Performer,
    PerformerKind,
    Shift,
    Technician,
)


def a_technician(
    technician: str = "Ann",
    *,
    performer: str = IN_HOUSE,
    home_site: str = "North",
    sites: Iterable[str] = (),
    scheduled_share: float = 1.0,
    max_hours_week: float | None = None,
    overtime_hours_week: float = 0.0,
    anonymous: bool = False,
) -> Technician:
    """A person of the house; `sites` are those beside the home site."""
    return Technician(
        TechnicianId(technician),
        technician,
        "",
        PerformerId(performer),
        SiteId(home_site),
        frozenset(SiteId(site) for site in (home_site, *sites)),
        scheduled_share,
        max_hours_week,
        overtime_hours_week,
        anonymous,
    )


def a_certificate(
    technician: str = "Ann",
    skill: str = "pumps",
    *,
    valid_from: Day | None = None,
    valid_until: Day | None = None,
) -> Certificate:
    """A skill without limits of time."""
    return Certificate(TechnicianId(technician), SkillName(skill), maybe_day(valid_from), maybe_day(valid_until))


def a_shift(
    technician: str = "Ann",
    weekdays: str = "Mon-Fri",
    start: str = "08:00",
    end: str = "16:00",
    *,
    site: str = "North",
    first_day: Day | None = None,
    last_day: Day | None = None,
    on_holidays: HolidayRule = HolidayRule.NO,
) -> Shift:
    """Eight hours on weekdays, not on holidays."""
    return Shift(TechnicianId(technician), SiteId(site), weekly(weekdays, start, end, first_day, last_day, on_holidays))


def an_absence(
    start: Moment = "2027-01-11 00:00",
    end: Moment = "2027-01-12 00:00",
    *,
    technician: str = "Ann",
    available_share: float = 0.0,
    kind: AbsenceKind = AbsenceKind.LEAVE,
) -> Absence:
    """One Monday away."""
    return Absence(2, TechnicianId(technician), kind, Spans.of([Span(at(start), at(end))]), available_share)


def a_performer(
    performer: str = "GE",
    *,
    kind: PerformerKind = PerformerKind.MANUFACTURER,
    sites: Iterable[str] = (),
    skills: Iterable[str] = (),
    working: WeeklyPeriod | None = None,
    notice_days: int = 0,
    max_people_day: int = 1,
    after_hours: AfterHours = AfterHours.NO,
) -> Performer:
    """A manufacturer that comes to all sites at any time without notice."""
    return Performer(
        PerformerId(performer),
        kind,
        frozenset(SiteId(site) for site in sites),
        frozenset(SkillName(skill) for skill in skills),
        working,
        notice_days,
        max_people_day,
        after_hours,
        "",
    )


def an_instrument(
    instrument: str = "Analyser-1",
    instrument_class: str = "analyser",
    *,
    site: str = "North",
    calibrated_until: Day | NoCalibration = NoCalibration.NOT_NEEDED,
) -> Instrument:
    """An instrument that stays at its site and needs no calibration."""
    until = calibrated_until if isinstance(calibrated_until, NoCalibration) else day(calibrated_until)
    return Instrument(InstrumentId(instrument), InstrumentClass(instrument_class), SiteId(site), until)
