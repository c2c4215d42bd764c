"""A change of the timetable that paid, told without its objects, so that it can be made again where it was not seen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Visit
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.seating import placed
from scheduler.solve.timetable import Timetable
from scheduler.solve.visits import visits_of


@dataclass(frozen=True, slots=True)
class Move:
    """The visits that went, and those that are there for them, in the order in which they were taken out and placed."""

    gone: tuple[Placement, ...]
    made: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class ToldMove:
    """The tasks and the start of each visit that went, and the visits that are there for them."""

    gone: tuple[tuple[tuple[TaskId, ...], int], ...]
    made: tuple[Visit, ...]


def told(moves: Iterable[Move], timetable: Timetable) -> tuple[ToldMove, ...]:
    """Say what the moves were."""
    facts, timeline = timetable.facts, timetable.timeline
    return tuple(
        ToldMove(
            tuple((one.task_ids, one.start) for one in move.gone),
            tuple(visit for one in move.made for visit in visits_of([one], facts, timeline)),
        )
        for move in moves
    )


def take_back(moves: Iterable[Move], timetable: Timetable) -> None:
    """Put everything back, the last move first."""
    for move in reversed(list(moves)):
        for placement in reversed(move.made):
            timetable.undo(placement)
        for placement in reversed(move.gone):
            timetable.commit(placement)


def made_again(move: ToldMove, owed: Mapping[TaskId, Obligation], timetable: Timetable) -> bool:
    """Make the move, or leave everything as it is if something else has come in its way; tell whether it was made."""
    gone = [_still_there(names, start, timetable) for names, start in move.gone]
    former = tuple(one for one in gone if one is not None)
    if len(former) < len(gone):
        return False
    for placement in former:
        timetable.undo(placement)
    made = list[Placement]()
    for visit in move.made:
        again = _seated(visit, owed, timetable)
        if again is None:
            take_back([Move(former, tuple(made))], timetable)
            return False
        timetable.commit(again)
        made.append(again)
    return True


def _still_there(names: tuple[TaskId, ...], start: int, timetable: Timetable) -> Placement | None:
    placement = timetable.placements.get(names[0])
    return placement if placement is not None and (placement.task_ids, placement.start) == (names, start) else None


def _seated(visit: Visit, owed: Mapping[TaskId, Obligation], timetable: Timetable) -> Placement | None:
    """The visit as it was told, with other instruments if somebody has its own; None if it does not fit so either."""
    seated = placed(visit, owed, timetable)
    if seated is None or timetable.fits(seated):
        return seated
    lead = seated.legs[min(seated.visit.lead, len(seated.legs) - 1)]
    person, shift = lead.people[0], lead.shifts[0]
    return earliest_in_shift(timetable, seated.visit, person, shift, seated.start, seated.end)
