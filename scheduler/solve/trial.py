"""A trial: visits taken out and placed while it is found out whether that pays, and all taken back if it does not."""

from collections.abc import Iterable

from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.moves import Move
from scheduler.solve.neighbourhoods.box import PersonWeek
from scheduler.solve.neighbourhoods.ledger import Ledger, weeks_in
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish


class Trial:
    """What was done to the timetable since it began, in its order, and what people's weeks cost before."""

    def __init__(self, timetable: Timetable, ledger: Ledger) -> None:
        self._timetable = timetable
        self._ledger = ledger
        self._done: list[tuple[Placement, bool]] = []
        self._weeks: dict[PersonWeek, int] = {}

    @property
    def now(self) -> int:
        """A point to which `back_to` can return."""
        return len(self._done)

    def commit(self, placement: Placement) -> None:
        """Place a visit."""
        self._note(placement, is_made=True)
        self._timetable.commit(placement)

    def undo(self, placement: Placement) -> None:
        """Take a visit out."""
        self._note(placement, is_made=False)
        self._timetable.undo(placement)

    def in_shift(
        self, wish: Wish, person: Candidate, shift: WorkShift, victims: Iterable[Placement], most: int
    ) -> list[Placement] | None:
        """Place the visit in the shift, as many of the victims as it takes going; these, or None if it has no place."""
        visit, days = wish.visit, wish.days
        gone: list[Placement] = []
        victims = iter(victims)
        while True:
            found = earliest_in_shift(self._timetable, visit, person, shift, days.begin, days.until)
            if found is not None:
                self.commit(found)
                return gone
            victim = next(victims, None) if len(gone) < most else None
            if victim is None:
                return None
            self.undo(victim)
            gone.append(victim)

    def back_to(self, then: int) -> None:
        """Take back what was done after that point, the last first."""
        while len(self._done) > then:
            placement, is_made = self._done.pop()
            if is_made:
                self._timetable.undo(placement)
            else:
                self._timetable.commit(placement)
        self._ledger.forget(self._weeks)

    def move(self) -> Move:
        """The visits that were there before and are not, and those that are there now and were not."""
        made, gone = dict[Placement, None](), dict[Placement, None]()
        for placement, is_made in self._done:
            mine, others = (made, gone) if is_made else (gone, made)
            if placement in others:
                del others[placement]
            else:
                mine[placement] = None
        return Move(tuple(gone), tuple(made))

    def keeps_what_is_included(self) -> bool:
        """Tell whether all that was done along with what is gone is still done."""
        return all(
            one.task_id in self._timetable.spans
            for placement in self.move().gone
            for name in placement.task_ids
            for one in self._timetable.included.get(name, ())
        )

    def saved(self) -> int:
        """The points by which visits and people's weeks cost less than before."""
        move = self.move()
        self._ledger.forget(self._weeks)
        before = sum(self._ledger.visit(one) for one in move.gone) + sum(self._weeks.values())
        return before - sum(self._ledger.visit(one) for one in move.made) - self._ledger.weeks(self._weeks)

    def _note(self, placement: Placement, *, is_made: bool) -> None:
        for week in weeks_in([placement]):
            if week not in self._weeks:
                self._weeks[week] = self._ledger.weeks([week])
        self._done.append((placement, is_made))
