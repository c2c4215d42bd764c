"""A finished plan put back on a timetable, visit by visit: what was planned once can be asked about, or built on."""

from collections.abc import Iterable, Sequence

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Visit
from scheduler.solve.quarter import empty_timetable
from scheduler.solve.seating import placed
from scheduler.solve.timetable import Timetable


def replayed(visits: Iterable[Visit], tasks: Sequence[Obligation], facts: Facts) -> Timetable:
    """The timetable of these visits. One that the rules have no place for any more is left out."""
    timetable = empty_timetable(tasks, facts)
    owed = {task.task_id: task for task in tasks}
    for visit in sorted(visits, key=lambda one: (one.span, one.visit_id)):
        placement = placed(visit, owed, timetable)
        if placement is not None:
            timetable.commit(placement)
    return timetable
