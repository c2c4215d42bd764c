"""Takes a week of a bottleneck person apart and builds it again around a task that is not in time.

What comes of it is kept only if less is lost. The number of tries depends on the tasks alone, never on a clock.
"""

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.choices import choices, placements
from scheduler.solve.placement import Placement
from scheduler.solve.targets import late_costs
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_WEEKS = 10
"""Persons' weeks that are tried for one task."""
MOST_VISITS = 24
"""Visits that are taken out at once."""
MOST_LOOKED_AT = 2000
_WEEK = 7


class Rebuilding:
    """Tries to bring single tasks into their windows."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes

    def improve(self, task: Obligation) -> bool:
        """Build some weeks again around this task; tell whether less is lost than before."""
        wish = self._wish_to_move(task)
        return wish is not None and any(self._rebuilt(wish, person, shift) for person, shift in self._weeks(wish))

    def _wish_to_move(self, task: Obligation) -> Wish | None:
        """A visit for the task alone inside its window, if nothing hinders to take it from where it is."""
        wish = self._wishes.in_time((task,))
        if wish is None or wish.whole is None or self._timetable.is_tied(wish.task_ids):
            return None
        mine = self._timetable.placements.get(task.task_id)
        stays = mine is not None and not (self._may_go(mine) and mine.visit.draft.tasks == wish.tasks)
        return None if stays else wish

    def _weeks(self, wish: Wish) -> Iterator[tuple[Candidate, WorkShift]]:
        """Different persons and weeks in which the task could be done if they were free, the cheapest first."""
        seen: set[tuple[str, int]] = set()
        found = choices(self._timetable, wish.visit, wish.days, full=True)
        for choice, _ in zip(found, range(MOST_LOOKED_AT), strict=False):
            key = (choice.person.technician, (choice.shift.day - 1) // _WEEK)
            if key not in seen:
                seen.add(key)
                yield choice.person, choice.shift
            if len(seen) == MOST_WEEKS:
                return

    def _rebuilt(self, wish: Wish, person: Candidate, shift: WorkShift) -> bool:
        timetable = self._timetable
        former = self._near(wish, person, shift)
        tasks = [*wish.tasks, *(task for one in former for task in one.visit.draft.tasks if task not in wish.tasks)]
        before = self._lost(tasks, former)
        for placement in former:
            timetable.undo(placement)
        made = [*self._around(wish, former), *self._placed(self._in_turn(wish, former))]
        if self._lost(tasks, made) < before:
            return True
        for placement in reversed(made):
            timetable.undo(placement)
        for placement in former:
            timetable.commit(placement)
        return False

    def _around(self, wish: Wish, former: Sequence[Placement]) -> Iterator[Placement]:
        """Where people have seen the visits: the task first, then every visit where it was, as far as it still fits."""
        if not self._timetable.facts.published:
            return
        yield from self._placed((wish,))
        for placement in former:
            free = not any(task in self._timetable.placements for task in placement.task_ids)
            if free and self._timetable.fits(placement):
                self._timetable.commit(placement)
                yield placement

    def _placed(self, wishes: Iterable[Wish]) -> Iterator[Placement]:
        return (placed for wish in wishes if (placed := self._place(wish)))

    def _in_turn(self, wish: Wish, former: Sequence[Placement]) -> Iterator[Wish]:
        """The task, then what was taken out, least room first; what finds no place in time, late."""
        yield wish
        groups = [placement.visit.draft.tasks for placement in former if placement.visit.draft.tasks != wish.tasks]
        again = [found for tasks in groups if (found := self._wishes.soon(tasks))]
        yield from sorted(again, key=lambda one: (not one.is_high_risk, one.room, one.task_ids))
        left = (tasks for tasks in (wish.tasks, *groups) if tasks[0].task_id not in self._timetable.placements)
        yield from (found for tasks in left if (found := self._wishes.late(tasks)))

    def _place(self, wish: Wish) -> Placement | None:
        if wish.whole is None or any(task in self._timetable.placements for task in wish.task_ids):
            return None
        placement = next(placements(self._timetable, wish.whole, wish.days), None)
        if placement is not None:
            self._timetable.commit(placement)
        return placement

    def _near(self, wish: Wish, person: Candidate, shift: WorkShift) -> list[Placement]:
        """The task's own late visit, and the person's visits of that week nearest to the shift, if movable."""
        placed = self._timetable.placements
        own = list(dict.fromkeys(placed[task] for task in wish.task_ids if task in placed))
        monday = shift.start - (shift.day - 1) % _WEEK * 1440
        around = self._timetable.of_person(person.technician, monday, monday + _WEEK * 1440)
        movable = [one for one in dict.fromkeys(around) if one not in own and self._may_go(one)]
        movable.sort(key=lambda one: (abs(one.start - shift.start), one.start))
        return [*own, *movable[:MOST_VISITS]]

    def _may_go(self, placement: Placement) -> bool:
        draft = placement.visit.draft
        leg = placement.visit.legs[0]
        movable = len(placement.legs) == 1 and not leg.exactly and not draft.splittable
        names = [task.task_id for task in draft.tasks]
        includes = any(name in self._timetable.included for name in names) or self._timetable.stays(placement)
        return movable and not includes and not self._timetable.is_tied(names)

    def _lost(self, tasks: Sequence[Obligation], placed: Sequence[Placement]) -> int:
        """The value of what is unplaced, most of that of what is late, and the prices of all visits."""
        done = {task: placement for placement in placed for task in placement.task_ids}
        lost = sum(self._price(placement) for placement in placed)
        for task in tasks:
            if task.task_id not in done:
                lost += self._wishes.value(task)
            elif self._timetable.is_late(task, done[task.task_id]):
                lost += late_costs(self._wishes.value(task))
        return lost

    def _price(self, placement: Placement) -> int:
        span = self._timetable.timeline.span(placement.start, placement.end)
        return self._timetable.sentences.price_visit(placement.visit.draft, span)
