"""Saves trips: what two people do in a week is parted anew between them, so that fewer ways are made."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.solve.engines import Engine
from scheduler.solve.neighbourhoods.asking import Refused
from scheduler.solve.neighbourhoods.box import PersonWeek
from scheduler.solve.neighbourhoods.drawing import MOST_RETRIES
from scheduler.solve.neighbourhoods.kinds import LEAST_VISITS
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.neighbourhoods.rounds import A_ROUND, Rounds
from scheduler.solve.neighbourhoods.trips import Pair, pairs_of
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes


@dataclass(slots=True)
class _Turn:
    """A pair that is still to be asked, and what the timetable refused before."""

    pair: Pair
    refused: dict[Refused, None] = field(default_factory=dict)
    tries: int = 0


class SavingTrips:
    """Asks about every pair in turn, once more if the timetable refused something."""

    def __init__(self, timetable: Timetable, wishes: Wishes, engine: Engine, seed: int) -> None:
        self._timetable = timetable
        self._rounds = Rounds(timetable, wishes, Ledger(timetable, wishes), engine, seed)
        self._turns = [_Turn(pair) for pair in pairs_of(timetable)]

    @property
    def left(self) -> int:
        """Pairs that are still to be asked."""
        return len(self._turns)

    def round(self) -> int:
        """Ask about some pairs none of whose weeks are the same; return the points that it saved."""
        turns = list(self._next())
        boxes = [turn.pair.box(self._timetable) for turn in turns]
        asked = [(turn, box) for turn, box in zip(turns, boxes, strict=True) if len(box.freed) >= LEAST_VISITS]
        applied = self._rounds.round([(box, turn.refused) for turn, box in asked])
        for (turn, _), one in zip(asked, applied, strict=True):
            if one.refused and turn.tries < MOST_RETRIES:
                again = _Turn(turn.pair, {**turn.refused, **one.refused}, turn.tries + 1)
                self._turns.insert(0, again)
        return sum(one.saved for one in applied)

    def _next(self) -> Iterator[_Turn]:
        """The next pairs that share no week; the others wait."""
        weeks: set[PersonWeek] = set()
        waiting, taken = list[_Turn](), 0
        for turn in self._turns:
            mine = {(person, turn.pair.week) for person in turn.pair.people}
            if taken < A_ROUND and weeks.isdisjoint(mine):
                weeks |= mine
                taken += 1
                yield turn
            else:
                waiting.append(turn)
        self._turns = waiting
