"""A visit of a plan on real dates, as a placement in minutes with the people and instruments of today."""

from collections.abc import Mapping, Sequence

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Visit
from scheduler.obligations import draft_visit
from scheduler.solve.candidates import Candidate, Tool, WorkShift
from scheduler.solve.placement import PlacedLeg, Placement, PreparedLeg, PreparedVisit
from scheduler.solve.search import shift_at
from scheduler.solve.timetable import Timetable


def placed(visit: Visit, owed: Mapping[TaskId, Obligation], timetable: Timetable) -> Placement | None:
    """A visit as a placement; None if it holds work that is not owed, or somebody who may not do it."""
    tasks = [owed[task] for task in visit.task_ids if task in owed]
    draft = draft_visit(tasks, timetable.facts) if len(tasks) == len(visit.task_ids) and tasks else None
    if draft is None:
        return None
    prepared = timetable.prepare(draft)
    legs = [_leg(leg, _of(leg, prepared), timetable) for leg in visit.legs]
    minute = timetable.timeline.minute
    out = (minute(visit.out.start), minute(visit.out.end)) if visit.out is not None else None
    return Placement(prepared, tuple(leg for leg in legs if leg), out) if all(legs) else None


def _of(leg: Leg, prepared: PreparedVisit) -> PreparedLeg | None:
    """The leg of the draft whose work it does."""
    return next((one for one in prepared.legs if set(leg.task_ids) <= set(one.draft.task_ids)), None)


def _leg(leg: Leg, prepared: PreparedLeg | None, timetable: Timetable) -> PlacedLeg | None:
    if prepared is None:
        return None
    start, end = timetable.timeline.minute(leg.span.start), timetable.timeline.minute(leg.span.end)
    known = {person.technician: person for person in prepared.people}
    people = [known[name] for name in leg.technicians if name in known]
    crew = [(person, shift) for person in people if (shift := shift_at(person, start))]
    by_name = {tool.instrument: tool for group in prepared.tools for tool in group}
    tools = tuple(by_name[name] for name in leg.instruments if name in by_name)
    if len(crew) < len(leg.technicians) or len(tools) < len(leg.instruments):
        return None
    return _placed_leg(start, end, prepared, crew, tools, timetable)


def _placed_leg(
    start: int,
    end: int,
    prepared: PreparedLeg,
    crew: Sequence[tuple[Candidate, WorkShift]],
    tools: tuple[Tool, ...],
    timetable: Timetable,
) -> PlacedLeg:
    profile = prepared.draft.profile
    return PlacedLeg(
        start,
        end,
        prepared.draft,
        tuple(person for person, _ in crew),
        tuple(shift for _, shift in crew),
        tuple(timetable.candidates.place(profile, shift.base) for _, shift in crew),
        tools,
        prepared.exactly,
    )
