"""Saves trips: what two people do in a week is parted anew between them, so that fewer ways are made."""

from dataclasses import dataclass, field

from scheduler.solve.engines import Engine
from scheduler.solve.neighbourhoods.asking import Refused
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.neighbourhoods.drawing import MOST_RETRIES
from scheduler.solve.neighbourhoods.kinds import LEAST_VISITS, Taken
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
    """Asks about every pair in turn, and again if the timetable refused something."""

    def __init__(self, timetable: Timetable, wishes: Wishes, engine: Engine, seed: int) -> None:
        self._timetable = timetable
        self._rounds = Rounds(timetable, wishes, Ledger(timetable, wishes), engine, seed)
        self._turns = [_Turn(pair) for pair in pairs_of(timetable)]

    @property
    def left(self) -> int:
        """Pairs that are still to be asked."""
        return len(self._turns)

    def round(self) -> int:
        """Ask about some pairs that share neither a week nor a visit; return the points that it saved."""
        asked = [(turn, box) for turn, box in self._next() if len(box.freed) >= LEAST_VISITS]
        applied = self._rounds.round([(box, turn.refused) for turn, box in asked])
        for (turn, _), one in zip(asked, applied, strict=True):
            if one.refused and turn.tries < MOST_RETRIES:
                again = _Turn(turn.pair, {**turn.refused, **one.refused}, turn.tries + 1)
                self._turns.insert(0, again)
        return sum(one.saved for one in applied)

    def _next(self) -> list[tuple[_Turn, Box]]:
        """The next pairs of which none has anything of another; the others wait."""
        found, waiting, taken = list[tuple[_Turn, Box]](), list[_Turn](), Taken()
        for turn in self._turns:
            box = turn.pair.box(self._timetable) if len(found) < A_ROUND else None
            if box is not None and taken.is_free(box):
                taken.claim(box)
                found.append((turn, box))
            else:
                waiting.append(turn)
        self._turns = waiting
        return found
