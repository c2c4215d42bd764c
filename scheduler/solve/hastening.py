"""Brings forward what waits: a late or overdue visit takes the place of visits that can wait, and these find others.

The list schedule places late work when all else has its place, so it comes last, where its price grows day by day.
What comes of a try is kept only if the visits together cost less; the number of tries depends on the tasks alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import placements
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.patience import A_WAY, is_waited_for, patient_visits, shifts_for
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_SHIFTS = 150
"""Persons and shifts that are looked at for one visit, from the earliest day on."""
MOST_VISITS = 6
"""Visits that make room for one."""


class Hastening:
    """Tries to bring single visits forward."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._ledger = Ledger(timetable, wishes)

    def waiting(self, tasks: Iterable[Obligation]) -> list[Obligation]:
        """One task of each visit that is late or overdue, the dearest visits first."""
        placed = ((task, self._timetable.placements.get(task.task_id)) for task in tasks)
        waits = {one: task for task, one in placed if one is not None and is_waited_for(task, one, self._timetable)}
        return [waits[one] for one in sorted(waits, key=lambda one: (-self._ledger.visit(one), one.task_ids))]

    def improve(self, task: Obligation) -> bool:
        """Find the task's visit an earlier day; tell whether it has one."""
        now = self._timetable.placements.get(task.task_id)
        wish = None if now is None or not may_go(now, self._timetable) else self._sooner(now)
        if now is None or wish is None or wish.whole is None:
            return False
        shifts = list(shifts_for(self._timetable, wish.whole, wish.days, MOST_SHIFTS))
        return any(self._moved(wish, now, person, shift) for person, shift in shifts)

    def _sooner(self, now: Placement) -> Wish | None:
        """The same visit before the day on which it is."""
        wish = self._wishes.late(now.visit.draft.tasks)
        if wish is None:
            return None
        today = self._timetable.local_day(wish.visit.draft.site, now.start)
        days = wish.days
        if days.first >= today:
            return None
        until = self._timetable.midnight(wish.visit.draft.site, date.fromordinal(today))
        return replace(wish, days=replace(days, last=today - 1, wished=days.first, until=min(days.until, until)))

    def _moved(self, wish: Wish, now: Placement, person: Candidate, shift: WorkShift) -> bool:
        """Place it in the shift, what can wait making room; everything is as it was if that does not pay."""
        timetable = self._timetable
        gone, made = [now], list[Placement]()
        timetable.undo(now)
        mine = self._in_shift(wish, person, shift)
        for victim in patient_visits(timetable, person, shift) if mine is None else ():
            timetable.undo(victim)
            gone.append(victim)
            mine = self._in_shift(wish, person, shift)
            if mine is not None or len(gone) > MOST_VISITS:
                break
        if mine is not None:
            timetable.commit(mine)
            made = [mine, *self._placed_again(gone[1:])]
        if len(made) == len(gone) and self._pays(gone, made):
            return True
        for placement in reversed(made):
            timetable.undo(placement)
        for placement in gone:
            timetable.commit(placement)
        return False

    def _pays(self, gone: Sequence[Placement], made: Sequence[Placement]) -> bool:
        """Tell whether what is there now costs less than what was, and still does all that was done along with it."""
        included = (
            one for placement in gone for name in placement.task_ids for one in self._timetable.included.get(name, ())
        )
        if any(task.task_id not in self._timetable.spans for task in included):
            return False
        return self._cost(made) + A_WAY * (len(made) - 1) < self._cost(gone)

    def _in_shift(self, wish: Wish, person: Candidate, shift: WorkShift) -> Placement | None:
        days = wish.days
        return earliest_in_shift(self._timetable, wish.visit, person, shift, days.begin, days.until)

    def _placed_again(self, gone: Sequence[Placement]) -> Iterator[Placement]:
        """What made room, in other places inside its windows; ends with the first that finds none."""
        for placement in gone:
            wish = self._wishes.in_time(placement.visit.draft.tasks)
            whole = None if wish is None else wish.whole
            found = None if wish is None or whole is None else next(placements(self._timetable, whole, wish.days), None)
            if found is None:
                return
            self._timetable.commit(found)
            yield found

    def _cost(self, placed: Sequence[Placement]) -> int:
        return sum(self._ledger.visit(placement) for placement in placed)
