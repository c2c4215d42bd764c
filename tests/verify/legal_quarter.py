"""A small quarter that keeps every rule, made by hand, with one visit for each thing that can go wrong."""

from collections.abc import Mapping
from dataclasses import replace

from constraints import catalogue
from constraints.example import (
    a_certificate,
    a_closed_row,
    a_department,
    a_history_row,
    a_leg,
    a_lock,
    a_modality,
    a_model,
    a_patch,
    a_performer,
    a_plan,
    a_procedure,
    a_programme,
    a_shift,
    a_technician,
    a_visit,
    a_way,
    an_asset,
    an_instrument,
    an_open_row,
    an_order,
    facts_of,
    weekly,
)
from scheduler.domain.calendar import HolidayRule
from scheduler.domain.equipment import AssetStatus, EquipmentClass, NoPeriod, ProcedureKind, Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.people import PerformerKind, Technician
from scheduler.domain.places import Acuity
from scheduler.domain.plan import Plan, Shares, TaskOutcome, Visit
from scheduler.domain.policy import Patching
from scheduler.domain.programme import Programme
from scheduler.domain.security import Severity
from scheduler.obligations import owed
from scheduler.verify.ledger import without_visits
from scheduler.verify.outcomes import SATISFIED, in_time

_ON_EVENT = NoPeriod.ON_EVENT


def the_programme() -> Programme:
    """Two sites, nine departments, a system with its monitors, and whatever a rule needs to be broken."""
    return a_programme(
        departments=[
            a_department("Ward", max_out_share=0.5, max_parallel_visits=1),
            a_department("Imaging", acuity=Acuity.IMAGING),
            a_department("ICU", acuity=Acuity.CRITICAL_CARE),
            a_department("Clinic", "South"),
            a_department("RT"),
            a_department("Sterile"),
            a_department("Store"),
            a_department("Tele", acuity=Acuity.AMBULATORY),
            a_department("Step", acuity=Acuity.EMERGENCY),
        ],
        downtime=[
            an_open_row(row=2),
            an_open_row("Mon-Fri", "18:00", "20:00", department="Imaging", row=3),
            a_closed_row("Sun", department="ICU"),
        ],
        modalities=[
            a_modality("Pump"),
            *(a_modality(name, equipment_class=EquipmentClass.IT) for name in ("Server", "Monitor")),
            a_modality("CT", equipment_class=EquipmentClass.IMAGING),
            a_modality("Mammography", equipment_class=EquipmentClass.IMAGING),
            a_modality("Ventilator", equipment_class=EquipmentClass.LIFE_SUPPORT, life_support=True),
        ],
        models=[
            a_model("Acme", "P1"),
            a_model("Acme", "P2"),
            a_model("GE", "Revo", modality="CT"),
            a_model("Philips", "Bril", modality="CT"),
            a_model("GE", "Mam", modality="Mammography"),
            a_model("Vel", "Vent", modality="Ventilator", high_risk=True),
            a_model("Acme", "Server", modality="Server"),
            a_model("Acme", "Monitor", modality="Monitor"),
            *(a_model("Acme", name, modality=name) for name in ("Lift", "AED", "Linac", "Steriliser", "Scale")),
        ],
        procedures=[
            a_procedure("PM", skill="pumps", row=2),
            a_procedure("incoming", every=_ON_EVENT, minutes=30, skill="pumps", row=3),
            a_procedure("PM", modality="CT", every="6 months", minutes=120, skill="imaging", row=4),
            a_procedure("PM", modality="Mammography", skill="mammography", follow_up="evaluation", row=5),
            a_procedure("evaluation", modality="Mammography", every=_ON_EVENT, performer="Physics", row=6),
            a_procedure(
                "PM", modality="Ventilator", where=Where.BENCH, skill="respiratory", instruments=[["analyser"]], row=7
            ),
            a_procedure("load test", modality="Lift", minutes=30, crew=2, skill="lifts", row=8),
            a_procedure("check", modality="AED", every="1 month", minutes=10, where=Where.UNOBTRUSIVE, row=9),
            a_procedure("PM", modality="Linac", minutes=960, splittable=True, performer="Altamont", row=10),
            a_procedure("validation", modality="Steriliser", minutes=180, includes=["PM"], row=11),
            a_procedure("PM", modality="Steriliser", every="6 months", minutes=120, row=12),
            a_procedure("PM", modality="Scale", skill="scales", row=13),
            *(
                a_procedure("patching", modality=name, kind=ProcedureKind.PATCH, every=_ON_EVENT, minutes=30, row=row)
                for row, name in enumerate(("Server", "Monitor"), start=14)
            ),
        ],
        assets=[
            an_asset("P-1"),
            an_asset("P-2"),
            an_asset("P-3", site="South", department="Clinic"),
            an_asset("P-4", department="Store"),
            an_asset("P-9", status=AssetStatus.MISSING),
            an_asset("H-1", model="P2"),
            an_asset("H-2", model="P2"),
            an_asset("CT-1", make="GE", model="Revo", department="Imaging"),
            an_asset("CT-2", make="Philips", model="Bril", department="Imaging"),
            an_asset("M-1", make="GE", model="Mam", department="Imaging"),
            an_asset("V-1", make="Vel", model="Vent", department="ICU"),
            an_asset("V-2", make="Vel", model="Vent", department="ICU"),
            an_asset("L-1", model="Lift"),
            an_asset("X-1", model="AED"),
            an_asset("N-1", model="Linac", department="RT"),
            an_asset("S-1", model="Steriliser", department="Sterile"),
            an_asset("K-1", model="Scale", department="Store"),
            an_asset("SV-1", model="Server", department="Store", software_version="1.0"),
            *(
                an_asset(tag, model="Monitor", department=ward, software_version="1.0", part_of="SV-1")
                for tag, ward in (("MO-1", "Tele"), ("MO-2", "Tele"), ("MO-3", "Step"), ("MO-4", "Step"))
            ),
        ],
        history=(
            *(a_history_row("2026-02-15", tag) for tag in ("P-1", "P-2", "P-3", "P-9", "H-2", "M-1", "V-1", "V-2")),
            *(a_history_row("2026-02-15", tag) for tag in ("N-1", "K-1")),
            a_history_row("2026-02-15", "L-1", "load test"),
            a_history_row("2026-02-15", "S-1", "validation"),
            a_history_row("2026-08-15", "S-1"),
            a_history_row("2026-08-15", "CT-1"),
            a_history_row("2026-08-15", "CT-2"),
            a_history_row("2026-11-20", "X-1", "check"),
            a_history_row("2026-10-01", "H-1"),
            a_history_row("2026-03-25", "P-4"),
        ),
        orders=(an_order("2027-02-26", "H-1", "incoming", earliest="2027-01-04", holds_asset=True, work_order="W-7"),),
        patches=tuple(
            replace(a_patch(f"{name}-2", model=name, pilot=1, soak_days=7, waves=1), severity=Severity.CRITICAL)
            for name in ("Server", "Monitor")
        ),
        patching=Patching(deadline_table="contract", contract_days={"critical": 150}),
        locks=(a_lock("2027-02-10 09:00", "P-3", technicians=["Ann"]),),
        technicians=[
            a_technician("Ann", sites=["South"]),
            a_technician("Bob"),
            a_technician("Cyd", sites=["South"]),
            _anonymous("Physics#1", "Physics"),
            _anonymous("Altamont#1", "Altamont"),
            _anonymous("Altamont#2", "Altamont"),
        ],
        certificates=(
            *(a_certificate("Ann", skill) for skill in ("pumps", "respiratory", "lifts")),
            *(a_certificate("Bob", skill) for skill in ("mammography", "lifts")),
            a_certificate("Bob", "imaging", valid_until="2027-02-11"),
            a_certificate("Cyd", "pumps"),
        ),
        shifts=[
            a_shift("Ann"),
            a_shift("Bob", start="12:00", end="20:00"),
            a_shift("Cyd"),
        ],
        performers=[
            a_performer(
                "Physics",
                kind=PerformerKind.PHYSICIST,
                working=weekly("Tue|Thu", "08:00", "20:00", on_holidays=HolidayRule.NO),
                notice_days=77,
            ),
            a_performer("Altamont", working=weekly("Mon-Fri", "08:00", "18:00"), max_people_day=2),
        ],
        instruments=[an_instrument("Analyser-1", "analyser", calibrated_until="2027-02-12")],
        travel=(a_way("North", "South", 30),),
    )


def _anonymous(name: str, performer: str) -> Technician:
    return a_technician(name, performer=performer, anonymous=True)


def the_visits(tasks: Mapping[str, TaskId]) -> tuple[Visit, ...]:
    """The quarter's visits, by asset and start; `tasks` by "asset procedure" and, for the AED, its number."""
    return (
        *(
            a_visit(tag, start, 30, ["Cyd"], tasks=[tasks[f"{tag} patching"]], department=ward)
            for tag, start, ward in (
                ("SV-1", "2027-01-11 09:00", "Store"),
                ("MO-1", "2027-01-11 10:00", "Tele"),
                ("MO-2", "2027-01-18 09:00", "Tele"),
                ("MO-3", "2027-01-18 10:00", "Step"),
                ("MO-4", "2027-01-18 10:30", "Step"),
            )
        ),
        a_visit("H-1", "2027-02-01 09:00", 30, tasks=[tasks["H-1 incoming"]]),
        a_visit("H-2", "2027-02-02 09:00", tasks=[tasks["H-2 PM"]]),
        a_visit("P-1", "2027-02-08 09:00", tasks=[tasks["P-1 PM"]]),
        a_visit("P-2", "2027-02-08 10:00", tasks=[tasks["P-2 PM"]]),
        a_visit("L-1", "2027-02-09 13:00", 30, ["Ann", "Bob"], tasks=[tasks["L-1 load test"]]),
        a_visit("CT-1", "2027-02-09 18:00", 120, ["Bob"], tasks=[tasks["CT-1 PM"]], department="Imaging"),
        a_visit("P-3", "2027-02-10 09:00", tasks=[tasks["P-3 PM"]], site="South", department="Clinic"),
        _on_the_bench("V-1", "2027-02-10 10:30", "2027-02-11 10:30", tasks),
        a_visit("CT-2", "2027-02-11 18:00", 120, ["Bob"], tasks=[tasks["CT-2 PM"]], department="Imaging"),
        _on_the_bench("V-2", "2027-02-12 09:00", "2027-02-13 09:00", tasks),
        a_visit("S-1", "2027-02-16 09:00", 180, tasks=[tasks["S-1 validation"]], department="Sterile"),
        a_visit(
            "M-1",
            department="Imaging",
            legs=[
                a_leg("2027-02-16 18:00", 60, ["Bob"], tasks=[tasks["M-1 PM"]]),
                a_leg("2027-02-16 19:00", 60, ["Physics#1"], tasks=[tasks["M-1 evaluation"]], performer="Physics"),
            ],
        ),
        a_visit(
            "N-1",
            department="RT",
            legs=[
                a_leg(f"2027-02-{day} 08:00", 480, ["Altamont#1"], tasks=[tasks["N-1 PM"]], performer="Altamont")
                for day in (22, 23)
            ],
        ),
        *(
            a_visit("X-1", f"2027-{day} 14:00", 10, tasks=[tasks[f"X-1 check {number}"]], visit_id=f"V X-1 {number}",
                    where=Where.UNOBTRUSIVE)
            for number, day in enumerate(("01-20", "02-17", "03-17"), start=1)
        ),
    )  # fmt: skip


def _on_the_bench(tag: str, start: str, until: str, tasks: Mapping[str, TaskId]) -> Visit:
    return a_visit(
        tag,
        start,
        tasks=[tasks[f"{tag} PM"]],
        where=Where.BENCH,
        instruments=["Analyser-1"],
        out=(start, until),
        department="ICU",
    )


def the_facts(programme: Programme | None = None) -> Facts:
    """The programme seen on 1 December 2026 for the first quarter of 2027."""
    return facts_of(the_programme() if programme is None else programme)


def names(obligations: tuple[Obligation, ...]) -> dict[str, TaskId]:
    """Task ids by "asset procedure"; the open checks of the AED by their number."""
    found, checks = {}, 0
    for task in obligations:
        if task.name == "check" and task.is_open:
            checks += 1
            found[f"{task.asset_tag} check {checks}"] = task.task_id
        elif task.is_open:
            found[f"{task.asset_tag} {task.name}"] = task.task_id
    return found


def the_plan(facts: Facts) -> Plan:
    """All of it placed but the scale that nobody may touch, the pump that is not due and the one that is missing."""
    obligations = owed(facts)
    tasks = names(obligations)
    because = "It needs scales at North: 0 of 3 people of in_house hold it, 0 of them serve North."
    nobody = TaskOutcome(tasks["K-1 PM"], TaskStatus.UNPLACED, None, 0, ReasonCode.NO_QUALIFIED_PERSON, because)
    waits = TaskOutcome(tasks["P-4 PM"], TaskStatus.NOT_DUE)
    visits = the_visits(tasks)
    within = next(visit for visit in visits if visit.asset_tag == "S-1")
    nested = TaskOutcome(tasks["S-1 PM"], TaskStatus.DONE_ELSEWHERE, within.visit_id)
    return sealed(a_plan(*visits, obligations=obligations, outcomes=[nobody, waits, nested]), facts)


def sealed(plan: Plan, facts: Facts) -> Plan:
    """The plan with the points and shares that belong to it, so that a fault is never found for its price alone."""
    return replace(
        plan,
        fingerprint=facts.programme.fingerprint,
        objective=catalogue.objective(catalogue.ledger(plan, facts)),
        price_of_nothing=sum(catalogue.objective(catalogue.ledger(without_visits(plan), facts)).values()),
        shares={name: _shares(plan, name) for name in ("all", "high_risk", "other")},
    )


def _shares(plan: Plan, name: str) -> Shares:
    tasks = [task for task in plan.obligations if task.counts and name in ("all", task.risk_class)]
    outcomes = [(task, plan.outcomes[task.task_id]) for task in tasks]
    placed = [task for task, outcome in outcomes if in_time(task, outcome)]
    done = sum(outcome.status in SATISFIED for _, outcome in outcomes)
    minutes = [sum(task.procedure.minutes * task.procedure.crew for task in some) for some in (tasks, placed)]
    return Shares(len(tasks), len(placed), done - len(placed), len(tasks), minutes[0], minutes[1])


def visit_of(plan: Plan, tag: str, number: int = 0) -> Visit:
    """A visit by its asset."""
    return [visit for visit in plan.visits if visit.asset_tag == AssetTag(tag)][number]


def with_visit(plan: Plan, old: Visit, new: Visit | None) -> Plan:
    """The plan with one visit changed, or taken out."""
    kept = [new if visit is old else visit for visit in plan.visits]
    return replace(plan, visits=tuple(visit for visit in kept if visit is not None))
