"""Kinds of neighbourhoods around a task that is missing or late: who may do what else when, and what is taken out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.candidates import Candidate
from scheduler.solve.intervals import FAR
from scheduler.solve.neighbourhoods.box import Box, PersonWeek
from scheduler.solve.placement import Placement
from scheduler.solve.targets import week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """`people` of the task's own, `weeks` around the middle of its days (None: all of them), at most `visits`.

    `patient_first`: the visits that can wait longest are taken out, else those nearest to the task's day. They may
    go to as many days `after` those of the task.
    """

    name: str
    people: int
    weeks: int | None
    visits: int
    patient_first: bool
    after: int = 0


KINDS = (
    Kind("window", people=3, weeks=None, visits=48, patient_first=True, after=21),
    Kind("pool", people=6, weeks=3, visits=60, patient_first=False),
    Kind("pair", people=2, weeks=1, visits=60, patient_first=False),
    Kind("fortnight", people=3, weeks=2, visits=60, patient_first=True, after=7),
)
LEAST_VISITS = 4
"""With fewer there is little to choose."""
MOST_RIDERS = 12
"""Other missing or late tasks that the same people could do in the same weeks."""


class Boxes:
    """Draws boxes around tasks as the timetable stands."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._leading: dict[TechnicianId, list[Obligation]] = {}
        self._known: set[TaskId] = set()
        self._rank: dict[TaskId, int] = {}
        self._ranked: Sequence[Obligation] = ()

    def draw(self, kind: Kind, seed: Obligation, others: Sequence[Obligation], taken: "Taken") -> Box | None:
        """A box of that kind around the task, of nothing that is taken in this round; None if nothing is left."""
        wish = self._wishes.in_time((seed,)) or self._wishes.late((seed,))
        if wish is None or wish.whole is None or not self._may_move(seed) or seed.task_id in taken.tasks:
            return None
        first, last = self._days(kind, wish, seed)
        people = self._people(kind, wish, first, last + kind.after, taken)
        if not people:
            return None
        names = frozenset(one.technician for one in people)
        riders = [seed, *self._riders(seed, others, names, last, taken)]
        placed = self._timetable.placements
        own = dict.fromkeys(placed[one.task_id] for one in riders if one.task_id in placed)
        freed = [*own, *self._around(kind, people, first, last, own, taken)][: kind.visits]
        missing = tuple(one for one in riders if one.task_id not in placed)
        if len(freed) + len(missing) < LEAST_VISITS:
            return None
        return Box(kind.name, tuple(freed), missing, names, first, last + kind.after)

    def _days(self, kind: Kind, wish: Wish, seed: Obligation) -> tuple[int, int]:
        """The days of the task, until it is done now; or the weeks around its wished day."""
        first, last = wish.days.first, wish.days.last
        now = self._timetable.placements.get(seed.task_id)
        if now is not None:
            last = min(last, self._timetable.local_day(wish.visit.draft.site, now.end - 1))
        if kind.weeks is None:
            return first, last
        monday = max(first, min(wish.days.wished, last))
        monday -= (monday - 1) % _WEEK + (kind.weeks - 1) // 2 * _WEEK
        return monday, monday + kind.weeks * _WEEK - 1

    def _people(self, kind: Kind, wish: Wish, first: int, last: int, taken: "Taken") -> list[Candidate]:
        """Those of the task's people who have the most minutes left on these days, and are not taken."""
        lead = wish.visit.legs[wish.visit.lead]
        free = [one for one in lead.people if not taken.weeks.intersection(weeks_of([one.technician], first, last))]
        left = {
            one: sum(max(0, self._timetable.minutes_left(one, day)) for day in range(first, last + 1)) for one in free
        }
        return sorted(left, key=lambda one: (-left[one], one.technician))[: kind.people]

    def _riders(
        self,
        seed: Obligation,
        others: Sequence[Obligation],
        people: Collection[TechnicianId],
        last: int,
        taken: "Taken",
    ) -> Iterator[Obligation]:
        count = 0
        for task in self._led_by(people, others):
            if task is seed or task.task_id in taken.tasks or count == MOST_RIDERS:
                continue
            wish = self._wishes.late((task,))
            if wish is not None and wish.days.first <= last and self._may_move(task):
                count += 1
                yield task

    def _led_by(self, people: Collection[TechnicianId], others: Sequence[Obligation]) -> list[Obligation]:
        """Those of the others that one of these people could lead whole, in their order."""
        if others is not self._ranked:
            self._ranked, self._rank = others, {task.task_id: rank for rank, task in enumerate(others)}
            self._note(others)
        found = {task.task_id: task for person in people for task in self._leading.get(person, ())}
        return [found[name] for name in sorted(found.keys() & self._rank.keys(), key=self._rank.__getitem__)]

    def _note(self, tasks: Sequence[Obligation]) -> None:
        """Remember who could lead tasks: the same people whatever is placed."""
        for task in tasks:
            if task.task_id not in self._known:
                self._known.add(task.task_id)
                wish = self._wishes.late((task,))
                if wish is not None and wish.whole is not None:
                    for person in wish.visit.legs[wish.visit.lead].people:
                        self._leading.setdefault(person.technician, []).append(task)

    def _around(
        self, kind: Kind, people: Sequence[Candidate], first: int, last: int, own: Collection[Placement], taken: "Taken"
    ) -> list[Placement]:
        """The movable visits of these people on these days, in the order in which they are taken out."""
        origin = people[0].first_day
        begin, until = (first - origin) * 1440, (last + 1 - origin) * 1440
        found = dict.fromkeys(
            one for person in people for one in self._timetable.of_person(person.technician, begin, until)
        )
        movable = [
            one
            for one in found
            if one not in own and may_go(one, self._timetable) and not taken.tasks.intersection(one.task_ids)
        ]
        middle = (begin + until) // 2
        if kind.patient_first:
            movable.sort(key=lambda one: (-_can_wait_until(one), one.start, one.task_ids))
        else:
            movable.sort(key=lambda one: (abs(one.start - middle), one.start, one.task_ids))
        return movable

    def _may_move(self, task: Obligation) -> bool:
        """Tell whether the task is free of orders, and its visit, if it has one, can be taken out."""
        now = self._timetable.placements.get(task.task_id)
        if self._timetable.is_tied([task.task_id]):
            return False
        return may_go(now, self._timetable) if now is not None else task.task_id not in self._timetable.satisfied


class Taken:
    """What the boxes of a round have claimed: tasks, and people's weeks."""

    def __init__(self) -> None:
        self.tasks: set[TaskId] = set()
        self.weeks: set[PersonWeek] = set()

    def claim(self, box: Box) -> None:
        self.tasks.update(task.task_id for task in box.tasks)
        self.weeks.update(weeks_of(box.people, box.first, box.last))


def weeks_of(people: Collection[TechnicianId], first: int, last: int) -> set[PersonWeek]:
    """The weeks of these people that hold a day from `first` through `last`."""
    return {(one, week) for one in people for week in range(week_number(first), week_number(last) + 1)}


def may_go(placement: Placement, timetable: Timetable) -> bool:
    """Tell whether the visit may be taken out and placed again: one leg, in one piece, by whoever can, in no order."""
    draft, leg = placement.visit.draft, placement.visit.legs[0]
    if len(placement.legs) > 1 or leg.exactly or draft.splittable or timetable.stays(placement):
        return False
    nested = (one for task in draft.tasks for one in timetable.included.get(task.task_id, ()))
    return not timetable.is_tied([task.task_id for task in (*draft.tasks, *nested)])


def _can_wait_until(placement: Placement) -> int:
    """The last day (an ordinal) on which its tasks would all be in time; overdue ones are whenever they are done."""
    return min(FAR if task.overdue else task.window.last_day.toordinal() for task in placement.visit.draft.tasks)
