"""Makes room for a visit that found no place: another one moves to a new place, or is given up for one worth more."""

from collections.abc import Iterator, Sequence
from itertools import islice

from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import choices, placements
from scheduler.solve.placement import Placement
from scheduler.solve.search import earliest_in_shift
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_CHOICES = 8
"""Persons and shifts looked at for one visit."""
MOST_TRIES = 24
"""Visits taken out for one visit, each put back if nothing comes of it."""
_WEEK = 7


class Ejection:
    """Tries to place single wishes at the cost of others; every try that does not pay is taken back."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes

    def place(self, wish: Wish) -> Sequence[Wish] | None:
        """Place the wish; return the wishes that lost their place to it (often none), or None if it stays without."""
        if wish.whole is None or self._timetable.is_tied(wish.task_ids):
            return None
        tried: set[Placement] = set()
        for person, shift in self._roomy(wish):
            for victim in self._victims(wish, person, shift):
                if victim in tried or len(tried) >= MOST_TRIES:
                    continue
                tried.add(victim)
                lost = self._swap(wish, victim, person, shift)
                if lost is not None:
                    return lost
        return None

    def _roomy(self, wish: Wish) -> Iterator[tuple[Candidate, WorkShift]]:
        """Persons and shifts that would do if nothing else were placed there, the cheapest first."""
        found = choices(self._timetable, wish.visit, wish.days, full=True)
        return ((choice.person, choice.shift) for choice in islice(found, MOST_CHOICES))

    def _victims(self, wish: Wish, person: Candidate, shift: WorkShift) -> list[Placement]:
        """Visits of that day, then of that week, those of about the same length first."""
        day = self._timetable.of_person(person.technician, shift.start, shift.end)
        monday = shift.start - (shift.day - 1) % _WEEK * 1440
        week = self._timetable.of_person(person.technician, monday, monday + _WEEK * 1440)
        found = [one for one in dict.fromkeys((*day, *week)) if self._may_go(one)]
        minutes = wish.visit.minutes
        return sorted(found, key=lambda one: (one not in day, abs(one.end - one.start - minutes), one.start))

    def _may_go(self, placement: Placement) -> bool:
        draft = placement.visit.draft
        movable = len(placement.legs) == 1 and not placement.visit.legs[0].exactly and not draft.splittable
        return movable and not self._timetable.stays(placement) and not self._timetable.is_tied(placement.task_ids)

    def _swap(self, wish: Wish, victim: Placement, person: Candidate, shift: WorkShift) -> Sequence[Wish] | None:
        timetable, days = self._timetable, wish.days
        timetable.undo(victim)
        mine = earliest_in_shift(timetable, wish.visit, person, shift, days.begin, days.until)
        if mine is None:
            timetable.commit(victim)
            return None
        timetable.commit(mine)
        tasks = victim.visit.draft.tasks
        again = self._wishes.in_time(tasks) or self._wishes.late(tasks)
        if again is not None and again.whole is not None:
            moved = next(placements(timetable, again.whole, again.days), None)
            if moved is not None and self._is_worth_it(wish, victim, moved):
                timetable.commit(moved)
                return ()
            if 2 * again.value <= wish.value:
                return (again,)
        timetable.undo(mine)
        timetable.commit(victim)
        return None

    def _is_worth_it(self, wish: Wish, victim: Placement, moved: Placement) -> bool:
        """Tell whether a visit that people have seen may move for the wish."""
        if not self._timetable.facts.published:
            return True
        return self._price(moved) - self._price(victim) < wish.value

    def _price(self, placement: Placement) -> int:
        span = self._timetable.timeline.span(placement.start, placement.end)
        return self._timetable.sentences.price_visit(placement.visit.draft, span)
