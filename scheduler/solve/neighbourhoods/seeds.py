"""What a neighbourhood can be drawn around: tasks without a place, late ones, and overdue ones that wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.obligation import Obligation
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.timetable import Timetable

LITTLE = 1_000
"""Points below which a visit that is placed is not worth a neighbourhood."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A task and the points that it costs as things stand."""

    task: Obligation
    points: int


def seeds_of(tasks: Iterable[Obligation], timetable: Timetable, ledger: Ledger) -> tuple[Seed, ...]:
    """The dearest first."""
    found = (Seed(task, _points(task, timetable, ledger)) for task in tasks)
    dear = (seed for seed in found if seed.points > LITTLE)
    return tuple(sorted(dear, key=lambda seed: (-seed.points, seed.task.task_id)))


def _points(task: Obligation, timetable: Timetable, ledger: Ledger) -> int:
    placement = timetable.placements.get(task.task_id)
    if placement is None:
        return 0 if task.task_id in timetable.satisfied else ledger.missing(task)
    is_dear = task.overdue or timetable.is_late(task, placement)
    return ledger.visit(placement) if is_dear else 0
