"""A quarter of a small hospital with everything that documents show, laid out by hand rules instead of a solver."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from scheduler.domain.calendar import Span, iso_week, local
from scheduler.domain.equipment import AssetStatus, EquipmentClass, Procedure, ProcedureKind, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import (
    IN_HOUSE,
    DepartmentId,
    InstrumentId,
    PerformerId,
    RoundId,
    SiteId,
    TaskId,
    TechnicianId,
    VisitId,
)
from scheduler.domain.obligation import Obligation, ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import (
    Agreement,
    Leg,
    Plan,
    Settings,
    Shares,
    Shortfall,
    TaskOutcome,
    VerifiedPlan,
    Visit,
    WeekLoad,
)
from scheduler.domain.policy import RiskClass
from scheduler.domain.programme import SetAsideRow
from tests.builders import (
    MADRID,
    QUARTER,
    TODAY,
    a_department,
    a_modality,
    a_model,
    a_performer,
    a_procedure,
    a_programme,
    a_site,
    a_technician,
    a_way,
    an_asset,
    an_instrument,
    an_obligation,
    facts_of,
)

WARDS = ("4W", "ICU", "OR 1", "Imaging")
SITES = ("North", "South")
SKILLS = ("biomed", "imaging", "respiratory")

PUMP_PM = a_procedure("PM pump", modality="infusion pump", minutes=30, where=Where.BENCH, skill="biomed")
PUMP_TEST = a_procedure("Safety", modality="infusion pump", kind=ProcedureKind.SAFETY, minutes=10, where=Where.BENCH)
VENT_PM = a_procedure(
    "PM ventilator",
    modality="ventilator",
    every="6 months",
    minutes=90,
    skill="respiratory",
    instruments=[["flow analyser"]],
)
VENT_PATCH = a_procedure("Patch CVE-2024-0001", modality="ventilator", kind=ProcedureKind.PATCH, minutes=20)
CT_PM = a_procedure("PM CT", modality="CT", every="3 months", minutes=240, performer="GE")
CT_TEST = a_procedure("Constancy test", modality="CT", kind=ProcedureKind.CALIBRATION, minutes=60, skill="imaging")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A plan, checked by nobody, with the facts it is about."""

    verified: VerifiedPlan
    facts: Facts

    @property
    def plan(self) -> Plan:
        return self.verified.plan


def a_quarter(technicians: int = 4, weeks: int = 12) -> Quarter:
    """Each technician has a bench round and a ward round every weekday; a vendor comes to a CT by night every week."""
    people = tuple(_people(technicians))
    visits, assets = [], []
    for week in range(weeks):
        for each, person in enumerate(people):
            for weekday in range(5):
                day = date(2027, 1, 4) + timedelta(days=7 * week + weekday)
                made = _bench_round(each, person, day) if weekday % 2 else _ward_round(each, person, day)
                visits += made
        visits.append(_night_visit(week))
    departments = [
        replace(a_department(f"{site} {ward}", site), name=ward, email=f"{ward.replace(' ', '').lower()}@example.org")
        for site in SITES
        for ward in WARDS
    ]
    assets = [_asset_of(visit, number) for number, visit in enumerate(visits)]
    assets.append(an_asset("LOST-1", make="Acme", model="P1", department="North 4W", status=AssetStatus.MISSING))
    assets.append(an_asset("OLD-1", make="Acme", model="P1", department="North 4W", status=AssetStatus.RETIRED))
    owed = tuple(sorted(_owed(visits), key=lambda each: each.task_id)) + tuple(_unplaced())
    assets += [_extra(each) for each in _unplaced() if not each.asset_tag.startswith("LOST")]
    facts = facts_of(
        a_programme(
            sites=[a_site(site) for site in SITES],
            departments=departments,
            modalities=[
                a_modality("infusion pump"),
                a_modality("ventilator", equipment_class=EquipmentClass.LIFE_SUPPORT, life_support=True),
                a_modality("CT", equipment_class=EquipmentClass.IMAGING),
            ],
            models=[
                a_model("Acme", "P1", modality="infusion pump"),
                a_model("Braun", "Space", modality="infusion pump"),
                a_model("Breathe", "V60", modality="ventilator", high_risk=True),
                a_model("GE", "Revolution", modality="CT"),
            ],
            procedures=[PUMP_PM, PUMP_TEST, VENT_PM, VENT_PATCH, CT_PM, CT_TEST, _special()],
            assets=assets,
            technicians=[*people, a_technician("GE#1", performer="GE", anonymous=True)],
            performers=[replace(a_performer("GE"), email="service@ge.example")],
            instruments=[
                an_instrument("Flow-1", "flow analyser"),
                an_instrument("Flow-2", "flow analyser", site="South"),
            ],
            travel=(a_way("North", "South", 25),),
            set_aside=(SetAsideRow("assets", 17, "A-99", "unknown model"),),
        )
    )
    return Quarter(VerifiedPlan(_plan(tuple(visits), owed, weeks), ("everything",)), facts)


def _people(number: int) -> Iterator[object]:
    for each in range(number):
        home = SITES[each % 2]
        other = SITES[1 - each % 2]
        person = a_technician(f"T{each:02d}", home_site=home, sites=[other])
        yield replace(person, name=f"Tech {each:02d}", email=f"t{each:02d}@example.org")


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), MADRID).astimezone(UTC)


def _bench_round(each: int, person, day: date) -> list[Visit]:  # type: ignore[no-untyped-def]
    site = person.home_site
    made = []
    for number in range(6):
        start = _at(day, 8) + timedelta(minutes=40 * number)
        tag = f"PUMP-{each:02d}-{day:%m%d}-{number}"
        leg = _leg(start, 40, Where.BENCH, [person.technician], [f"{tag} PM pump", f"{tag} Safety"])
        out = Span(_at(day, 7), _at(day + timedelta(days=1), 10))
        ward = f"{site} {WARDS[number % 2]}"
        made.append(_visit(tag, site, ward, (leg,), out, f"R-{each:02d}-{day:%m%d}"))
    return made


def _ward_round(each: int, person, day: date) -> list[Visit]:  # type: ignore[no-untyped-def]
    site = SITES[(each + day.toordinal() // 7) % 2]
    made = []
    for number in range(2):
        start = _at(day, 9) + timedelta(minutes=120 * number)
        tag = f"VENT-{each:02d}-{day:%m%d}-{number}"
        tasks = [f"{tag} PM ventilator", f"{tag} Patch CVE-2024-0001"]
        crew = [person.technician] if number else [person.technician, "T00"] if each == 1 else [person.technician]
        leg = _leg(start, 110, Where.IN_PLACE, crew, tasks, [f"Flow-{1 + SITES.index(site)}"])
        made.append(_visit(tag, site, f"{site} ICU", (leg,), leg.span, f"R-{each:02d}-{day:%m%d}"))
    return made


def _night_visit(week: int) -> Visit:
    day = date(2027, 1, 6) + timedelta(days=7 * week)
    tag = f"CT-{week:02d}"
    start = _at(day, 21)
    first = _leg(start, 240, Where.IN_PLACE, ["GE#1"], [f"{tag} PM CT"], performer="GE")
    second = _leg(first.span.end, 60, Where.IN_PLACE, ["T00"], [f"{tag} Constancy test"])
    span = Span(first.span.start, second.span.end)
    return replace(
        _visit(tag, "North", "North Imaging", (first, second), span, ""),
        agreement=Agreement.PROPOSED if week % 2 else Agreement.AGREED,
    )


def _leg(start, minutes, where, people, tasks, instruments=(), performer=IN_HOUSE) -> Leg:  # type: ignore[no-untyped-def]
    return Leg(
        Span(start, start + timedelta(minutes=minutes)),
        where,
        PerformerId(performer),
        tuple(TechnicianId(each) for each in people),
        tuple(InstrumentId(each) for each in instruments),
        tuple(TaskId(each) for each in tasks),
    )


def _visit(tag: str, site: str, ward: str, legs: tuple[Leg, ...], out: Span | None, round_id: str) -> Visit:
    day = local(legs[0].span.start, MADRID).date()
    return Visit(
        VisitId(f"V {tag}"),
        tag,  # type: ignore[arg-type]
        SiteId(site),
        DepartmentId(ward),
        legs,
        out,
        f"{day}: the first open period in which a qualified person is free",
        RoundId(round_id),
    )


def _asset_of(visit: Visit, number: int):  # type: ignore[no-untyped-def]
    make, model = {"PUMP": ("Acme", "P1") if number % 3 else ("Braun", "Space"), "VENT": ("Breathe", "V60")}.get(
        visit.asset_tag[:4], ("GE", "Revolution")
    )
    return an_asset(
        visit.asset_tag,
        make=make,
        model=model,
        site=visit.site,
        department=visit.department,
        room=f"{100 + number % 40}",
    )


def _special() -> Procedure:
    return replace(PUMP_PM, make="Braun", model="Space", minutes=45, row=9, basis_reference="AEM-7")


def _procedure_of(task: TaskId) -> Procedure:
    _, name = task.split(" ", 1)
    return {each.procedure: each for each in (PUMP_PM, PUMP_TEST, VENT_PM, VENT_PATCH, CT_PM, CT_TEST)}[name]  # type: ignore[index]


def _owed(visits: list[Visit]) -> Iterator[Obligation]:
    for visit in visits:
        day = local(visit.span.start, MADRID).date()
        for task in visit.task_ids:
            procedure = _procedure_of(task)
            high = procedure.modality == "ventilator"
            yield replace(
                an_obligation(
                    visit.asset_tag,
                    procedure,
                    task=task,
                    due=day + timedelta(days=3),
                    first_day=day - timedelta(days=10),
                    last_day=day + timedelta(days=13),
                    risk_class=RiskClass.HIGH_RISK if high else RiskClass.OTHER,
                ),
                reason="1 year after the completion of 2026-01-14",
                work_order=f"WO-{task[-4:]}",
                impact_class="high" if high else "low",
            )


def _unplaced() -> Iterator[Obligation]:
    reasons = (ReasonCode.CAPACITY, ReasonCode.NO_OPEN_WINDOW, ReasonCode.NO_INSTRUMENT)
    for number in range(9):
        high = number % 3 == 0
        procedure = VENT_PM if high else PUMP_PM
        yield an_obligation(
            f"U-{number}",
            procedure,
            due="2027-02-01",
            first_day="2027-01-12",
            last_day="2027-02-21",
            risk_class=RiskClass.HIGH_RISK if high else RiskClass.OTHER,
            impact_score=number,
        )
    yield an_obligation(
        "LOST-1",
        PUMP_PM,
        settled=Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, "missing since its last attempt"),
    )
    assert len(reasons) == 3


def _extra(owed: Obligation):  # type: ignore[no-untyped-def]
    high = owed.risk_class is RiskClass.HIGH_RISK
    make, model = ("Breathe", "V60") if high else ("Acme", "P1")
    return an_asset(owed.asset_tag, make=make, model=model, department="North ICU")


def _plan(visits: tuple[Visit, ...], owed: tuple[Obligation, ...], weeks: int) -> Plan:
    placed = {task: visit.visit_id for visit in visits for task in visit.task_ids}
    outcomes = {each.task_id: _outcome(number, each, placed) for number, each in enumerate(owed)}
    load = tuple(
        WeekLoad(
            iso_week(date(2027, 1, 4) + timedelta(days=7 * week)), SiteId(site), skill, 4800, 700 * rank + 60 * week, 0
        )
        for week in range(weeks)
        for site in SITES
        for rank, skill in enumerate(SKILLS, start=2)
    )
    year_after = WeekLoad("2027-W20", SiteId("North"), "biomed", 4800, 0, 5100)
    high = Shares(400, 380, 4, 390, 36000, 34000)
    return Plan(
        today=TODAY,
        horizon=QUARTER,
        obligations=owed,
        outcomes=outcomes,
        visits=visits,
        objective={"unplaced": 340_000, "late": 4_000, "take_downs": 9_060, "rounds": 600},
        price_of_nothing=9_000_000,
        bound=341_000,
        shares={
            "all": Shares(1000, 960, 6, 971, 60000, 57600),
            "high_risk": high,
            "other": Shares(600, 580, 2, 581, 24000, 23600),
        },
        shortfall=(
            Shortfall("2027-W05", (SiteId("North"),), ("respiratory",), 2600, 2100, 7, 40),
            Shortfall("2027-W06", (SiteId("North"), SiteId("South")), ("imaging",), 900, 800, 2, 3),
        ),
        load=(*load, year_after),
        settings=Settings(time_limit_s=60),
        fingerprint="ab" * 32,
        duals={"count|g1": 12, "week|T00|2027-W02": -3},
        stage_seconds={"Reading the files": 1.25, "Checking the plan": 0.5},
    )


def _outcome(number: int, owed: Obligation, placed: dict[TaskId, VisitId]) -> TaskOutcome:
    if owed.settled is not None:
        return TaskOutcome(owed.task_id, owed.settled.status, None, 0, owed.settled.reason_code, owed.settled.reason)
    if owed.task_id in placed:
        late = 5 if number % 97 == 0 else 0
        return TaskOutcome(
            owed.task_id, TaskStatus.PLACED, placed[owed.task_id], late, reason="first free day", escalate=late > 0
        )
    return TaskOutcome(
        owed.task_id,
        TaskStatus.UNPLACED,
        None,
        0,
        ReasonCode.CAPACITY if number % 2 else ReasonCode.NO_OPEN_WINDOW,
        "90 minutes needed, 35 minutes free of respiratory at North from 2027-W02 to 2027-W07",
        "4 hours more of respiratory at North in 2027-W05",
    )
