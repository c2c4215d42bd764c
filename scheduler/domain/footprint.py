"""What replanning does to visits that people have already seen: which stay, which move and whether they had to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scheduler.domain.ids import TaskId, TechnicianId, VisitId
from scheduler.domain.obligation import TaskStatus
from scheduler.domain.plan import Plan, Visit
from scheduler.domain.publication import Seen

_DONE = frozenset({TaskStatus.PLACED, TaskStatus.DONE_ELSEWHERE})
MOVED = "moved"


class Fate(StrEnum):
    """What became of a published visit; forced: some rule no longer allowed it where it was."""

    KEPT = "kept"
    REASSIGNED = "reassigned"
    MOVED_FORCED = "moved_forced"
    MOVED_CHOSEN = "moved_chosen"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PublishedVisit:
    """A visit as it was published. `is_frozen`: too near to move by choice; `fits`: every rule still allowed it."""

    visit: Visit
    is_agreed: bool
    is_frozen: bool
    fits: bool = True

    @property
    def seen(self) -> Seen:
        """What its readers know; whoever was told comes only where it still fits."""
        performers = tuple(dict.fromkeys(leg.performer for leg in self.visit.legs))
        return Seen(self.visit.visit_id, self.visit.span.start, self.is_agreed, performers if self.fits else ())


def seen_of(published: Iterable[PublishedVisit]) -> Mapping[TaskId, Seen]:
    """What people have seen of each task."""
    return {task: one.seen for one in published for task in one.visit.task_ids}


@dataclass(frozen=True, slots=True)
class Line:
    """One published visit, its fate, and its new start, if it has one."""

    published: PublishedVisit
    fate: Fate
    start: datetime | None


@dataclass(frozen=True, slots=True)
class Footprint:
    """The fate of every published visit that was still ahead.

    `new`: visits of the new plan with no work of a published one. `unrecorded`: visits that started before today and
    whose work is still owed, since nobody has recorded what came of them. `most_saved`: no plan, wherever it puts
    visits that people have seen, is cheaper than this one, less its price for moving, by more points.
    """

    lines: tuple[Line, ...]
    new: int
    unrecorded: int
    moved_points: int
    most_saved: int

    def count(self, fate: Fate) -> int:
        return sum(line.fate is fate for line in self.lines)


def footprint(published: Sequence[PublishedVisit], unrecorded: int, plan: Plan) -> Footprint:
    """Say what became of each published visit, in their order."""
    visits = {visit.visit_id: visit for visit in plan.visits}
    of_task = {
        task: visits[outcome.visit_id]
        for task, outcome in plan.outcomes.items()
        if outcome.status in _DONE and outcome.visit_id in visits
    }
    lines = tuple(_line(one, of_task) for one in published)
    known = {task for one in published for task in one.visit.task_ids}
    new = sum(known.isdisjoint(visit.task_ids) for visit in plan.visits)
    points = plan.objective.get(MOVED, 0)
    return Footprint(lines, new, unrecorded, points, max(0, plan.total - points - plan.bound))


def _line(one: PublishedVisit, of_task: Mapping[TaskId, Visit]) -> Line:
    after = _successor(one.visit, of_task)
    if after is None:
        return Line(one, Fate.CANCELLED, None)
    start = after.span.start
    if (start, after.site) != (one.visit.span.start, one.visit.site):
        return Line(one, Fate.MOVED_CHOSEN if one.fits else Fate.MOVED_FORCED, start)
    return Line(one, Fate.KEPT if _people(after) == _people(one.visit) else Fate.REASSIGNED, start)


def _successor(visit: Visit, of_task: Mapping[TaskId, Visit]) -> Visit | None:
    """The visit that does its work now; if several do, the one at its old start, else the first."""
    found = {after.visit_id: after for task in visit.task_ids if (after := of_task.get(task))}
    return min(found.values(), key=lambda one: _distance(one, visit), default=None)


def _distance(after: Visit, visit: Visit) -> tuple[bool, datetime, VisitId]:
    return after.span.start != visit.span.start, after.span.start, after.visit_id


def _people(visit: Visit) -> set[TechnicianId]:
    return {person for leg in visit.legs for person in leg.technicians}
