"""Brings forward what waits: late, overdue or missing work takes the place of what can wait, and this finds others.

The list schedule places late work when all else has its place, so it comes last, where its price grows day by day.
What makes room need not have a free place to go to: it may take that of visits that can wait still longer, which is how
work moves on, week by week, into those that are not full. Late work itself makes room for what costs more a minute.
What comes of a try is kept only if all together costs less; the number of tries depends on the tasks alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import dropwhile
from math import inf

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import placements
from scheduler.solve.intervals import FAR
from scheduler.solve.moves import Move
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.neighbourhoods.ledger import Ledger
from scheduler.solve.patience import (
    is_waited_for,
    patient_visits,
    shifts_for,
    visits_by_patience,
    waits_until,
    wish_again,
)
from scheduler.solve.placement import Placement
from scheduler.solve.timetable import Timetable
from scheduler.solve.trial import Trial
from scheduler.solve.wishes import Wish, Wishes

MOST_SHIFTS = 150
"""Persons and shifts that are looked at for one visit, from the earliest day on."""
MOST_VISITS = 6
"""Visits that make room for one."""
DEPTH = 2
"""How often what makes room may have room made for it in turn."""
MOST_STEPS = 300
"""Visits that are taken out of each other's way, for one that is brought forward."""
_SHIFTS_IN_TURN, _VISITS_IN_TURN = 30, 2
"""Shifts in which room is made for what makes room, and the visits there that make it."""
_LONGER = 3
"""Days by which these have to be able to wait longer."""
_A_WEEK = timedelta(days=7)


class Hastening:
    """Tries to bring single visits forward, and to find single tasks a place.

    What found nobody to make room for it in turn, in as many steps as there were, is not looked at so again until
    something has moved.
    """

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._ledger = Ledger(timetable, wishes)
        self._steps = 0
        self._stuck: set[tuple[tuple[TaskId, ...], int]] = set()

    def waiting(self, tasks: Iterable[Obligation]) -> list[Obligation]:
        """One task of each visit that is late or overdue, and what is missing; the dearest first."""
        placements, spans = self._timetable.placements, self._timetable.spans
        found: dict[object, tuple[int, Obligation]] = {}
        for task in tasks:
            placement = placements.get(task.task_id)
            if placement is not None and is_waited_for(task, placement, self._timetable):
                found[placement] = self._ledger.visit(placement), task
            elif task.task_id not in spans:
                found[task.task_id] = self._ledger.missing(task), task
        return [task for _, task in sorted(found.values(), key=lambda one: (-one[0], one[1].task_id))]

    def improve(self, task: Obligation) -> Move | None:
        """Find the task's visit an earlier day, or the task any day; what moved, if anything did."""
        now = self._timetable.placements.get(task.task_id)
        if now is None:
            wish = None if self._timetable.is_tied([task.task_id]) else self._wishes.late((task,))
        else:
            wish = self._sooner(now) if may_go(now, self._timetable) else None
        if wish is None or wish.whole is None or task.task_id in self._timetable.satisfied:
            return None
        self._steps = MOST_STEPS
        shifts = list(shifts_for(self._timetable, wish.whole, wish.days, MOST_SHIFTS))
        moves = (self._moved(wish, now, person, shift) for person, shift in shifts)
        found = next((move for move in moves if move is not None), None)
        if found is not None:
            self._stuck.clear()
        return found

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

    def _moved(self, wish: Wish, now: Placement | None, person: Candidate, shift: WorkShift) -> Move | None:
        """Place it in the shift, others making room; everything is as it was if that does not pay."""
        trial = Trial(self._timetable, self._ledger)
        missing = sum(self._ledger.missing(task) for task in wish.tasks) if now is None else 0
        if now is not None:
            trial.undo(now)
        gone = trial.in_shift(wish, person, shift, self._victims(now, person, shift), MOST_VISITS)
        if gone is not None and all(self._placed_again(trial, one) for one in gone) and self._pays(trial, missing):
            return trial.move()
        trial.back_to(0)
        return None

    def _victims(self, now: Placement | None, person: Candidate, shift: WorkShift) -> Iterator[Placement]:
        """What can wait, longest first; then what costs less a minute if it waits than this does, the least first."""
        there = visits_by_patience(self._timetable, person, shift)
        others = list(dropwhile(lambda one: waits_until(one, self._timetable) > shift.day, there))
        yield from there[: len(there) - len(others)]
        mine = inf if now is None else self._a_minute(now)
        cheaper = [(rate, one.start, one) for one in others if (rate := self._a_minute(one)) < mine]
        yield from (one for *_, one in sorted(cheaper, key=lambda each: each[:2]))

    def _a_minute(self, placement: Placement) -> float:
        """What a week's wait costs for each minute of the visit."""
        span, draft = self._timetable.timeline.span(placement.start, placement.end), placement.visit.draft
        later = replace(span, start=span.start + _A_WEEK, end=span.end + _A_WEEK)
        price = self._timetable.sentences.price_visit
        return (price(draft, later) - price(draft, span)) / placement.visit.minutes

    def _placed_again(self, trial: Trial, placement: Placement) -> bool:
        """Place what made room; only what can wait may have room made for it in turn."""
        depth = DEPTH if waits_until(placement, self._timetable) else 0
        return self._placed(trial, wish_again(placement, self._timetable, self._wishes), depth)

    def _placed(self, trial: Trial, wish: Wish | None, depth: int) -> bool:
        """Where there is room; else where what can wait longer makes it, so many times in turn."""
        if wish is None or wish.whole is None:
            return False
        free = next(placements(self._timetable, wish.whole, wish.days), None)
        if free is not None:
            trial.commit(free)
            return True
        if depth == 0 or (wish.task_ids, depth) in self._stuck:
            return False
        if self._placed_in_turn(trial, wish, depth):
            return True
        self._stuck.add((wish.task_ids, depth))
        return False

    def _placed_in_turn(self, trial: Trial, wish: Wish, depth: int) -> bool:
        assert wish.whole is not None, "whoever has no whole visit is not asked"
        until = min(FAR if task.overdue else task.window.last_day.toordinal() for task in wish.tasks)
        for person, shift in shifts_for(self._timetable, wish.whole, wish.days, _SHIFTS_IN_TURN):
            if self._steps <= 0:
                return False
            then = trial.now
            gone = trial.in_shift(wish, person, shift, self._longer(person, shift, until), _VISITS_IN_TURN)
            self._steps -= max(1, (trial.now - then) // 2)
            if gone is not None and all(
                self._placed(trial, self._wishes.in_time(one.visit.draft.tasks), depth - 1) for one in gone
            ):
                return True
            trial.back_to(then)
        return False

    def _longer(self, person: Candidate, shift: WorkShift, until: int) -> Iterator[Placement]:
        """The visits of a shift that can wait longer than until that day."""
        for one in patient_visits(self._timetable, person, shift):
            if waits_until(one, self._timetable) <= until + _LONGER:
                return
            yield one

    def _pays(self, trial: Trial, missing: int) -> bool:
        """Tell whether all costs less than before; `missing`: what it cost that the task had no place."""
        return trial.keeps_what_is_included() and missing + trial.saved() > 0
