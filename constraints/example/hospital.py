"""Single rows of a hospital's tables, with a default for everything."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from constraints.example.moments import MADRID, Day, Moment, at, day, maybe_day
from scheduler.domain.agreement import CoverageLevel, CoverageRow, CoverRow
from scheduler.domain.calendar import (
    EMPTY,
    HolidayRule,
    Periodicity,
    Span,
    Spans,
    WeeklyPeriod,
    WindowProfile,
    parse_periodicity,
    parse_time,
    parse_weekdays,
    parse_window,
)
from scheduler.domain.equipment import (
    Anchor,
    Answer,
    Asset,
    AssetStatus,
    Basis,
    EquipmentClass,
    ImpactFactors,
    Modality,
    Model,
    NoPeriod,
    PatchPerformer,
    Procedure,
    ProcedureKind,
    Responsibility,
    Support,
    Where,
)
from scheduler.domain.ids import (
    IN_HOUSE,
    AssetTag,
    DepartmentId,
    InstrumentClass,
    InstrumentId,
    ModalityId,
    PerformerId,
    ProcedureName,
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
from scheduler.domain.places import Acuity, Department, DowntimeKind, DowntimeRow, Site, TravelRow
from scheduler.domain.record import Lock

_NO_FACTORS = ImpactFactors(None, None, None, None, None, None, None, None)
_NOBODY = Responsibility((), (), (), ())


def weekly(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    first_day: Day | None = None,
    last_day: Day | None = None,
    on_holidays: HolidayRule = HolidayRule.YES,
) -> WeeklyPeriod:
    """Hours of every week; without arguments always."""
    return WeeklyPeriod(
        parse_weekdays(weekdays),
        parse_time(start),
        parse_time(end),
        maybe_day(first_day),
        maybe_day(last_day),
        on_holidays,
    )


def a_site(site: str = "North", *, zone: ZoneInfo = MADRID, holidays: Iterable[Day] = ()) -> Site:
    """A site in Madrid without holidays."""
    return Site(SiteId(site), site, zone, "ES", "MD", frozenset(day(one) for one in holidays))


def a_department(
    department: str = "Ward",
    site: str = "North",
    *,
    acuity: Acuity = Acuity.INPATIENT,
    max_out_share: float = 1.0,
    max_parallel_visits: int | None = None,
) -> Department:
    """A ward that limits neither the share of a fleet nor visits in parallel."""
    return Department(
        DepartmentId(department), SiteId(site), department, acuity, max_out_share, max_parallel_visits, ""
    )


def an_open_row(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    *,
    site: str | None = None,
    department: str | None = None,
    modality: str | None = None,
    asset_tag: str | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    on_holidays: HolidayRule = HolidayRule.YES,
    busy: Spans | None = None,
    kind: DowntimeKind = DowntimeKind.OPEN,
    row: int = 2,
) -> DowntimeRow:
    """Open hours for all assets; `busy` gives them as single spans instead of weekly ones."""
    return DowntimeRow(
        row,
        kind,
        None if site is None else SiteId(site),
        None if department is None else DepartmentId(department),
        None if modality is None else ModalityId(modality),
        None if asset_tag is None else AssetTag(asset_tag),
        weekly(weekdays, start, end, first_day, last_day, on_holidays) if busy is None else None,
        EMPTY if busy is None else busy,
    )


def a_closed_row(
    weekdays: str = "*",
    start: str = "00:00",
    end: str = "24:00",
    *,
    department: str | None = None,
    asset_tag: str | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    busy: Spans | None = None,
) -> DowntimeRow:
    """Hours in which nothing can be taken."""
    return an_open_row(
        weekdays,
        start,
        end,
        department=department,
        asset_tag=asset_tag,
        first_day=first_day,
        last_day=last_day,
        busy=busy,
        kind=DowntimeKind.CLOSED,
    )


def a_modality(
    modality: str = "Pump",
    *,
    equipment_class: EquipmentClass = EquipmentClass.GENERAL,
    life_support: bool = False,
    high_risk: bool | None = None,
    aem_barred: bool = False,
) -> Modality:
    """A general kind of equipment; life support is high risk unless said otherwise."""
    risk = life_support if high_risk is None else high_risk
    return Modality(
        ModalityId(modality), modality, equipment_class, life_support, risk, aem_barred, _NO_FACTORS, None, None
    )


def a_model(
    make: str = "Acme", model: str = "P1", *, modality: str = "Pump", high_risk: bool = False, aem: Answer = Answer.NO
) -> Model:
    """A supported model without alternative maintenance."""
    return Model(
        make,
        model,
        ModalityId(modality),
        high_risk,
        Support.SUPPORTED,
        None,
        aem,
        "",
        PatchPerformer.OWNER,
        Answer.UNKNOWN,
        "",
        "",
    )


def a_procedure(
    procedure: str = "PM",
    *,
    modality: str = "Pump",
    make: str | None = None,
    model: str | None = None,
    kind: ProcedureKind = ProcedureKind.PM,
    every: str | Periodicity | NoPeriod = "1 year",
    oem_every: str | None = None,
    runtime_hours: float | None = None,
    window: str | WindowProfile | None = None,
    anchor: Anchor | None = None,
    minutes: int = 60,
    crew: int = 1,
    skill: str | None = None,
    instruments: Iterable[Iterable[str]] = (),
    performer: str = IN_HOUSE,
    where: Where = Where.IN_PLACE,
    out_hours: float = 24.0,
    interrupts: bool | None = None,
    splittable: bool = False,
    includes: Iterable[str] = (),
    follow_up: str | None = None,
    basis: Basis = Basis.MANUFACTURER,
    row: int = 2,
) -> Procedure:
    """An hour of yearly work by one person of the house that needs no skill and takes the asset out where it stands."""
    return Procedure(
        row=row,
        modality=ModalityId(modality),
        make=make,
        model=model,
        procedure=ProcedureName(procedure),
        kind=kind,
        every=parse_periodicity(every) if isinstance(every, str) else every,
        oem_every=None if oem_every is None else parse_periodicity(oem_every),
        runtime_hours=runtime_hours,
        window=parse_window(window) if isinstance(window, str) else window,
        anchor=anchor,
        minutes=minutes,
        crew=crew,
        skill=None if skill is None else SkillName(skill),
        instruments=tuple(tuple(InstrumentClass(one) for one in group) for group in instruments),
        performer=PerformerId(performer),
        where=where,
        out_hours=out_hours,
        interrupts=where in (Where.IN_PLACE, Where.REMOTE) if interrupts is None else interrupts,
        splittable=splittable,
        includes=tuple(ProcedureName(one) for one in includes),
        follow_up=None if follow_up is None else ProcedureName(follow_up),
        basis=basis,
        basis_reference="",
        responsibility=_NOBODY,
    )


def an_asset(
    asset_tag: str = "A-1",
    *,
    make: str = "Acme",
    model: str = "P1",
    site: str = "North",
    department: str = "Ward",
    room: str = "",
    status: AssetStatus = AssetStatus.IN_USE,
    in_service_on: Day | None = "2020-01-15",
    series_start: Day | None = None,
    runtime_hours: float | None = None,
    software_version: str = "",
    part_of: str | None = None,
    serviced_with: str | None = None,
    system_critical: bool = False,
    expected_back: Day | None = None,
) -> Asset:
    """A pump in use on the ward."""
    return Asset(
        asset_tag=AssetTag(asset_tag),
        serial_number=f"SN {asset_tag}",
        udi="",
        make=make,
        model=model,
        site=SiteId(site),
        department=DepartmentId(department),
        room=room,
        status=status,
        in_service_on=maybe_day(in_service_on),
        series_start=maybe_day(series_start),
        runtime_hours=runtime_hours,
        software_version=software_version,
        cmdb_id="",
        part_of=None if part_of is None else AssetTag(part_of),
        serviced_with=None if serviced_with is None else AssetTag(serviced_with),
        system_critical=system_critical,
        networked=Answer.NO,
        exposed=Answer.NO,
        expected_back=maybe_day(expected_back),
        owner="",
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


def a_way(from_site: str = "North", to_site: str = "South", minutes: int = 30) -> TravelRow:
    """Half an hour between two sites."""
    return TravelRow(SiteId(from_site), SiteId(to_site), minutes)


def a_cover_row(
    *asset_tags: str,
    min_available: int = 1,
    site: str | None = None,
    department: str | None = None,
    modality: str | None = None,
    count_spares: bool = False,
    row: int = 2,
) -> CoverRow:
    """At least one of these assets in service at every minute."""
    return CoverRow(
        row,
        None if site is None else SiteId(site),
        None if department is None else DepartmentId(department),
        None if modality is None else ModalityId(modality),
        tuple(AssetTag(tag) for tag in asset_tags),
        min_available,
        count_spares,
    )


def a_coverage_row(
    performer: str | None = "GE",
    *,
    site: str | None = None,
    modality: str | None = None,
    make: str | None = None,
    model: str | None = None,
    asset_tag: str | None = None,
    first_day: Day | None = None,
    last_day: Day | None = None,
    level: CoverageLevel = CoverageLevel.FULL,
    row: int = 2,
) -> CoverageRow:
    """A full service contract for everything."""
    return CoverageRow(
        row,
        "C-1",
        None if site is None else SiteId(site),
        None if modality is None else ModalityId(modality),
        make,
        model,
        None if asset_tag is None else AssetTag(asset_tag),
        level,
        None if performer is None else PerformerId(performer),
        maybe_day(first_day),
        maybe_day(last_day),
    )


def a_lock(
    start: Moment, asset_tag: str = "A-1", procedure: str = "PM", *, technicians: Iterable[str] = (), row: int = 2
) -> Lock:
    """A visit of any technician that must stay."""
    return Lock(
        row,
        AssetTag(asset_tag),
        ProcedureName(procedure),
        at(start),
        tuple(TechnicianId(technician) for technician in technicians),
    )
