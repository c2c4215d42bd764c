"""A finished plan as the checks read it: by task, by person, by asset, by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from constraints.once import once
from scheduler.domain.calendar import Span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag, ProcedureName, SiteId, TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.people import WorkingSpan
from scheduler.domain.plan import Leg, Place, Plan, Visit

SATISFIED = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})
"""What a visit of the plan did, itself or by including it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A leg as one of its people sees it; `stretch` is the part of a shift in which it starts (None: in no shift)."""

    person: TechnicianId
    visit: Visit
    leg: Leg
    place: Place
    stretch: WorkingSpan | None
    day: date

    @property
    def span(self) -> Span:
        return self.leg.span


@once
def obligations_by_id(plan: Plan) -> Mapping[TaskId, Obligation]:
    """Every obligation by its task id."""
    return {task.task_id: task for task in plan.obligations}


def tasks_of(visit: Visit, obligations: Mapping[TaskId, Obligation]) -> tuple[Obligation, ...]:
    """The tasks of a visit; ids that nobody owes are left out (`statuses` reports them)."""
    return tuple(obligations[task] for task in visit.task_ids if task in obligations)


@once
def visits_by_task(plan: Plan) -> Mapping[TaskId, Visit]:
    """The visit that does a task, or that satisfied it by including it."""
    visits: Mapping[VisitId | None, Visit] = {visit.visit_id: visit for visit in plan.visits}
    return {
        outcome.task_id: visits[outcome.visit_id]
        for outcome in plan.outcomes.values()
        if outcome.status in SATISFIED and outcome.visit_id in visits
    }


def assets_worked_on(visit: Visit, obligations: Mapping[TaskId, Obligation]) -> list[AssetTag]:
    """The assets that a visit has tasks on, and its main one."""
    return sorted({visit.asset_tag, *(task.asset_tag for task in tasks_of(visit, obligations))})


def is_at_the_bench(visit: Visit) -> bool:
    """Whether the asset is collected for the visit and returned after it."""
    return any(leg.where is Where.BENCH for leg in visit.legs)


def is_split(visit: Visit) -> bool:
    """Whether a task of the visit runs over several of its legs."""
    return sum(len(leg.task_ids) for leg in visit.legs) > len(visit.task_ids)


def occupied(visit: Visit) -> Span:
    """From when till when a visit has its asset, there or away."""
    if visit.out is None:
        return visit.span
    return Span(min(visit.span.start, visit.out.start), max(visit.span.end, visit.out.end))


def taken_out(visit: Visit, obligations: Mapping[TaskId, Obligation], facts: Facts) -> list[AssetTag]:
    """Every asset that is out of service with the visit's own; none if it serves on."""
    if visit.out is None:
        return []
    return sorted({out for tag in assets_worked_on(visit, obligations) for out in facts.taken_out_with(tag)})


def task_span(task: TaskId, visit: Visit) -> Span:
    """From the beginning of a task's first leg to the end of its last; the whole visit if it only includes the task."""
    spans = [leg.span for leg in visit.legs if task in leg.task_ids]
    return Span(spans[0].start, spans[-1].end) if spans else visit.span


def is_nested(task: Obligation, others: Iterable[Obligation], facts: Facts) -> bool:
    """Whether another task of the same asset includes this one, itself or through what it includes."""
    return any(
        task.name in _included(other, facts)
        for other in others
        if other.asset_tag == task.asset_tag and other.task_id != task.task_id
    )


def _included(task: Obligation, facts: Facts) -> set[ProcedureName]:
    found: set[ProcedureName] = set()
    frontier = list(task.procedure.includes)
    while frontier:
        name = frontier.pop()
        if name not in found:
            found.add(name)
            procedure = facts.procedure_of(task.asset_tag, name)
            frontier += procedure.includes if procedure else ()
    return found


@once
def stops_by_person(plan: Plan, facts: Facts) -> Mapping[TechnicianId, Sequence[Stop]]:
    """What every person does, in order of time."""
    found: dict[TechnicianId, list[Stop]] = defaultdict(list)
    for visit in plan.visits:
        for leg in visit.legs:
            for person in leg.technicians:
                found[person].append(_stop(person, visit, leg, facts))
    return {person: sorted(found[person], key=_in_time) for person in sorted(found)}


@once
def minutes_by_day(plan: Plan, facts: Facts) -> Mapping[TechnicianId, Mapping[date, int]]:
    """Minutes of legs and of counted travel that each person's days take, by the day on which the shift starts."""
    return {person: _minutes_by_day(stops, facts) for person, stops in stops_by_person(plan, facts).items()}


def moves(stops: Iterable[Stop], facts: Facts) -> Iterator[tuple[SiteId | None, SiteId | None, date]]:
    """Where a person comes from and goes to, stretch of shift by stretch; None is outside the hospital."""
    for day, base, chain in _chains(stops, facts):
        for leaving, entering in pairwise((base, *chain, base)):
            yield leaving, entering, day


def _stop(person: TechnicianId, visit: Visit, leg: Leg, facts: Facts) -> Stop:
    stretch = facts.shift_of(person, leg.span.start, visit.site)
    day = facts.local_day(leg.span.start, visit.site) if stretch is None else stretch.day
    site = stretch.site if leg.where is Where.REMOTE and stretch is not None else visit.site
    return Stop(person, visit, leg, facts.place(site, visit.department, leg.where), stretch, day)


def _in_time(stop: Stop) -> tuple[Span, VisitId]:
    return (stop.span, stop.visit.visit_id)


def _minutes_by_day(stops: Sequence[Stop], facts: Facts) -> Mapping[date, int]:
    minutes: dict[date, int] = defaultdict(int)
    for stop in stops:
        minutes[stop.day] += stop.span.minutes
    for leaving, entering, day in moves(stops, facts):
        if leaving is not None and entering is not None:
            minutes[day] += facts.travel_minutes(leaving, entering)
    return dict(sorted(minutes.items()))


def _chains(stops: Iterable[Stop], facts: Facts) -> Iterator[tuple[date, SiteId | None, list[SiteId]]]:
    """The sites of each stretch of a shift in order, with the site where it starts and ends."""
    chains: dict[tuple[date, Span | None], list[Stop]] = defaultdict(list)
    for stop in stops:
        anonymous = facts.programme.technicians[stop.person].anonymous
        chains[stop.day, None if anonymous or stop.stretch is None else stop.stretch.span].append(stop)
    for (day, span), chain in chains.items():
        stretch = chain[0].stretch
        base = stretch.site if span is not None and stretch is not None else None
        yield day, base, [stop.place.site for stop in chain]
