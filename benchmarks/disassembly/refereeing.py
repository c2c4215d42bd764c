"""From minutes and crews to a plan on real dates, and what the rules and the instance itself say of it."""

from collections.abc import Iterator

from benchmarks.disassembly.hospital import Hospital, worker_number
from benchmarks.disassembly.instance import Assigned, Instance, faults, makespan
from benchmarks.disassembly.preparing import Listed, Prepared
from constraints.example import a_plan
from scheduler.domain.ids import TechnicianId
from scheduler.domain.plan import Plan
from scheduler.domain.work import OutKind
from scheduler.solve.placement import PlacedLeg, Placement, PreparedVisit
from scheduler.solve.rounds import with_rounds
from scheduler.solve.visits import visits_of


def plan_of(best: Listed, prepared: Prepared, hospital: Hospital) -> Plan:
    """The plan on real dates, with every task of the hospital."""
    facts, timeline = hospital.facts, prepared.timetable.timeline
    placed = (
        _placement(visit, start, crew, prepared)
        for visit, start, crew in zip(prepared.visits, best.starts, best.crews, strict=True)
    )
    visits = with_rounds(visits_of(placed, facts, timeline), facts)
    owed = [task for some in hospital.tasks.values() for task in some]
    return a_plan(*visits, obligations=owed, today=facts.today, horizon=facts.horizon)


def _placement(visit: PreparedVisit, start: int, crew: frozenset[TechnicianId], prepared: Prepared) -> Placement:
    """A visit at its start with its crew."""
    leg = visit.legs[0]
    people = tuple(one for one in leg.people if one.technician in crew)
    shifts = tuple(one.shifts[one.first_day][0] for one in people)
    places = tuple(prepared.timetable.candidates.place(leg.draft.profile, shift.base) for shift in shifts)
    placed = PlacedLeg(start, start + leg.minutes, leg.draft, people, shifts, places, ())
    out = None if visit.draft.out is OutKind.NOT else (start, start + visit.minutes)
    return Placement(visit, (placed,), out)


def faults_of(plan: Plan, length: int, instance: Instance) -> Iterator[str]:
    """What the plan breaks of the instance itself; it is to end when it is said to."""
    timetable = dict(_read(plan))
    ends = makespan(instance, timetable)
    if ends != length:
        yield f"the last operation ends at {ends}, not {length}"
    yield from faults(instance, timetable)


def _read(plan: Plan) -> Iterator[tuple[int, Assigned]]:
    """The plan's visits in the instance's own terms: the minute of the day, and numbers."""
    for visit in plan.visits:
        start = visit.span.start.hour * 60 + visit.span.start.minute
        workers = frozenset(worker_number(who) for who in visit.legs[0].technicians)
        yield operation_number(visit.asset_tag), Assigned(start, workers)


def operation_number(tag: str) -> int:
    """The number of the operation that an asset stands for."""
    return int(tag.removeprefix("OP-"))
