"""Rows about equipment: modalities, models, procedures, assets, cover and coverage, locks."""

from collections.abc import Iterable

from constraints.example.moments import Day, Moment, at, maybe_day
from scheduler.domain.agreement import CoverageLevel, CoverageRow, CoverRow
from scheduler.domain.calendar import (
    Periodicity,
    WindowProfile,
    parse_periodicity,
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
    ModalityId,
    PerformerId,
    ProcedureName,
    SiteId,
    SkillName,
    TechnicianId,
)
from scheduler.domain.record import Lock

_NO_FACTORS = ImpactFactors(None, None, None, None, None, None, None, None)
_NOBODY = Responsibility((), (), (), ())


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
