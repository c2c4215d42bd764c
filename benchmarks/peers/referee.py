"""The same referee for everybody: what a proposal breaks is dropped, the rest is checked and priced by the rules."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.case import Case, Proposed
from constraints import catalogue
from scheduler.domain.ids import VisitId
from scheduler.domain.obligation import ReasonCode
from scheduler.domain.plan import Plan, Settings, Visit
from scheduler.solve.cause import Cause
from scheduler.solve.ids import visit_id
from scheduler.solve.intervals import FAR
from scheduler.solve.outcome import outcomes_of, with_causes
from scheduler.solve.placement import Placement
from scheduler.solve.rounds import with_rounds
from scheduler.solve.search import earliest_in_shift, shift_at
from scheduler.solve.shares import shares_of
from scheduler.solve.visits import visits_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The plan that is left of proposals, how many visits were taken back, and what the rules still find in it."""

    plan: Plan
    taken_back: int
    violations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """How many proposals are as they were made, at another hour of their day, and not to be had at all."""

    kept: int
    moved: int
    dropped: int


def seated(case: Case, proposals: Sequence[Proposed]) -> Seated:
    """Put proposals on the timetable in order of time: as proposed, else with the same person in the same shift."""
    moved = dropped = 0
    for one in sorted(proposals, key=lambda one: (one.begin, one.until, one.wish)):
        visit = case.wishes[one.wish].visit
        placement = _placement(case, one, one.begin, one.until - 1 + visit.minutes)
        if placement is None:
            placement = _placement(case, one, -FAR, FAR)
            moved += placement is not None
        if placement is None:
            dropped += 1
        else:
            case.timetable.commit(placement)
    return Seated(len(proposals) - moved - dropped, moved, dropped)


def _placement(case: Case, one: Proposed, begin: int, until: int) -> Placement | None:
    """The earliest place in [begin, until) in the proposed shift that keeps every rule beside what is there."""
    visit = case.wishes[one.wish].visit
    person = next((who for who in visit.legs[visit.lead].people if who.technician == one.person), None)
    if person is None or any(task in case.timetable.placements for task in case.wishes[one.wish].task_ids):
        return None
    shift = shift_at(person, one.begin + visit.legs[visit.lead].offset)
    return None if shift is None else earliest_in_shift(case.timetable, visit, person, shift, begin, until)


def judged(case: Case) -> Judged:
    """The plan on the timetable, checked; what may wait joins visits that are there, as in this project's own plans."""
    taken_back = _take_back(case)
    placements = {id(one): one for one in case.timetable.placements.values()}
    visits = visits_of(placements.values(), case.facts, case.timetable.timeline)
    plan = _plan(case, visits)
    broken = list(catalogue.violations(plan, case.facts))
    subjects = {one.subject for one in broken}
    offending = {visit.visit_id for visit in visits if subjects & {visit.visit_id, *visit.task_ids}}
    if offending:
        plan = _plan(case, tuple(visit for visit in visits if visit.visit_id not in offending))
        broken = list(catalogue.violations(plan, case.facts))
    return Judged(plan, taken_back + len(offending), tuple(one.sentence for one in broken))


def _take_back(case: Case) -> int:
    """Take back what has to be placed with something that is not; return how many visits that are."""
    before = {id(one) for one in case.timetable.placements.values()}
    case.schedule.finish([task for task in case.obligations if task.is_open])
    return max(0, len(before) - len({id(one) for one in case.timetable.placements.values()}))


def _plan(case: Case, visits: Sequence[Visit]) -> Plan:
    visits = with_rounds(tuple(visits), case.facts)
    there = {visit.visit_id for visit in visits}
    satisfied: dict[object, VisitId] = {
        task: visit_id(placement.task_ids) for task, placement in case.timetable.satisfied.items()
    }
    kept = {task: visit for task, visit in satisfied.items() if visit in there}
    found = outcomes_of(case.obligations, visits, kept, case.facts)  # type: ignore[arg-type]
    outcomes = with_causes(found, case.obligations, lambda _: Cause(ReasonCode.CAPACITY, "", ""))
    return Plan(
        today=case.facts.today,
        horizon=case.facts.horizon,
        obligations=tuple(case.obligations),
        outcomes=outcomes,
        visits=visits,
        objective={},
        price_of_nothing=0,
        bound=0,
        shares=shares_of(case.obligations, outcomes, {}),
        shortfall=(),
        load=(),
        settings=Settings(),
        fingerprint=case.facts.programme.fingerprint,
    )


def cost(plan: Plan, case: Case) -> int:
    """What the plan costs, added up from the rules' charges."""
    return sum(catalogue.objective(catalogue.ledger(plan, case.facts)).values())
