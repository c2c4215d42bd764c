"""From a neighbourhood of the timetable to a question in plain numbers, and what the numbers stand for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.neighbourhoods.box import Box
from scheduler.solve.neighbourhoods.lanes import Lane, LaneName, lane_of, lanes_in
from scheduler.solve.neighbourhoods.ledger import MISSED_WINDOW
from scheduler.solve.neighbourhoods.question import MISSED, Question
from scheduler.solve.neighbourhoods.writing import Writing
from scheduler.solve.placement import Placement
from scheduler.solve.targets import minute_price, week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish, Wishes

MOST_OPTIONS = 40
"""Days and people that one visit may choose from, the cheapest first."""

Refused = tuple[tuple[TaskId, ...], LaneName]
"""Tasks and a lane in which their visit was found to have no place after all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the wish, the former place and the lanes of each of its visits."""

    box: Box
    question: Question
    wishes: tuple[Wish, ...]
    former: tuple[Placement | None, ...]
    lanes: tuple[tuple[Lane, ...], ...]


class Asking:
    """Asks about boxes; the timetable is the same after as before."""

    def __init__(self, timetable: Timetable, wishes: Wishes) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._prices: dict[tuple[tuple[TaskId, ...], int], int] = {}

    def ask(self, box: Box, refused: Collection[Refused], seed: int, deterministic_time: float) -> Asked:
        """The question with everything in the box taken out."""
        wanted = [(wish, old) for tasks, old in _visits(box) if (wish := self._wishes.late(tasks)) and wish.whole]
        for placement in box.freed:
            self._timetable.undo(placement)
        origin = self._timetable.timeline.first_day
        writing = Writing(self._timetable, (box.first - origin - 2) * 1440, (box.last - origin + 3) * 1440)
        lanes = [self._written(writing, wish, old, box, refused) for wish, old in wanted]
        for placement in box.freed:
            self._timetable.commit(placement)
        question = writing.question(seed, deterministic_time)
        wishes, former = tuple(wish for wish, _ in wanted), tuple(old for _, old in wanted)
        return Asked(box, question, wishes, former, tuple(lanes))

    def _written(
        self, writing: Writing, wish: Wish, old: Placement | None, box: Box, refused: Collection[Refused]
    ) -> tuple[Lane, ...]:
        """Write the visit with its cheapest lanes, the one in which it is now among them; return them."""
        found = [
            (self._price(wish, lane.first) + self._minutes(wish, lane), number, lane)
            for number, lane in enumerate(lanes_in(box, wish, self._timetable))
            if (wish.task_ids, lane.name) not in refused
        ]
        found.sort(key=lambda one: one[:2])
        best = {lane.name: (points, lane) for points, _, lane in found[:MOST_OPTIONS]}
        now = MISSED
        if old is not None:
            mine = lane_of(old)
            known = best.get(mine.name)
            best[mine.name] = self._price(wish, old.start) + self._minutes(wish, mine), known[1] if known else mine
            now = list(best).index(mine.name)
        return writing.add(wish, list(best.values()), self._missed(wish), old, now)

    def _price(self, wish: Wish, start: int) -> int:
        """The price of the visit on the day of that start, of windows that it misses, and of what it leaves undone."""
        day = self._timetable.local_day(wish.visit.draft.site, start)
        known = self._prices.get((wish.task_ids, day))
        if known is None:
            span = self._timetable.timeline.span(start, start + wish.visit.minutes)
            late = sum(not task.overdue and day > task.window.last_day.toordinal() for task in wish.tasks)
            known = self._timetable.sentences.price_visit(wish.visit.draft, span) + MISSED_WINDOW * late
            self._prices[wish.task_ids, day] = known
        included = self._timetable.included
        return known + sum(self._left_undone(task, day) for task in wish.tasks if task.task_id in included)

    def _minutes(self, wish: Wish, lane: Lane) -> int:
        """What the people's minutes are worth in that week to whatever else they could do."""
        prices, there = self._timetable.minute_prices, zip(lane.people, lane.shifts, strict=True)
        each = sum(minute_price(prices, person.technician, week_number(shift.day)) for person, shift in there)
        return wish.visit.legs[0].minutes * each

    def _missed(self, wish: Wish) -> int:
        """What it costs to leave out the visit, and all that would be done along with it."""
        missed = wish.value + MISSED_WINDOW * len(wish.tasks)
        return missed + sum(self._left_undone(task, None) for task in wish.tasks)

    def _left_undone(self, task: Obligation, day: int | None) -> int:
        """The price of what the task includes, if that is not done along on that day (None: on none)."""
        included = self._timetable.included.get(task.task_id, ())
        left = (one for one in included if one.task_id not in self._timetable.spans and not _is_in_window(one, day))
        return sum(self._wishes.value(one) + MISSED_WINDOW for one in left)


def _is_in_window(task: Obligation, day: int | None) -> bool:
    if day is None or day < task.window.first_day.toordinal():
        return False
    return task.overdue or day <= task.window.last_day.toordinal()


def _visits(box: Box) -> Iterator[tuple[Sequence[Obligation], Placement | None]]:
    for task in box.missing:
        yield (task,), None
    for placement in box.freed:
        yield placement.visit.draft.tasks, placement
