"""Places roll-outs stage by stage: pilots first, what waits for others after them, each in its share of the time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.solve.choices import Days
from scheduler.solve.intervals import FAR
from scheduler.solve.joining import join_on
from scheduler.solve.progress import Progress
from scheduler.solve.timetable import Timetable
from scheduler.solve.turns import Turn
from scheduler.solve.wishes import Wish, Wishes

_LEAST_DAYS = 5
"""A stage is given at least so many days, however many stages share its window."""
_SHARES = (Fraction(1), Fraction(5, 4))
"""What a stage is given of its equal share of the days, and of that and the next one's if people are dear in it."""


class RollingOut:
    """Fills the timetable with work that comes in stages."""

    def __init__(self, timetable: Timetable, wishes: Wishes, progress: Progress, place: Callable[[Wish], bool]) -> None:
        """`place` puts a wish where it costs least, with what follows it up."""
        self._place_alone = place
        self._timetable = timetable
        self._wishes = wishes
        self._progress = progress

    def place(self, tasks: Sequence[Obligation]) -> None:
        """Place the tasks, those of a stage when all stages before it have been tried.

        What is overdue holds nobody up and costs more each day: it comes first. What finds no place in its stage's days
        comes last: elsewhere in its window it would keep later stages waiting.
        """
        bound = [task for task in tasks if self._timetable.orders.turns.binds(task.task_id)]
        self._progress.stage("Rolling out", len(bound))
        soon = {task.task_id: task for task in bound if task.overdue and not self._waits_for_whole_stages(task)}
        in_turn = [task for task in bound if task.task_id not in soon]
        again = [*self._in_stages(tuple(soon.values())), *self._in_stages(in_turn)]
        for task in again:
            wish = self._wishes.in_time((task,))
            if wish is not None:
                self._place_alone(wish)

    def _in_stages(self, tasks: Sequence[Obligation]) -> list[Obligation]:
        """Place the tasks stage by stage; return those that found no place in their stage's days."""
        left, again = {task.task_id: task for task in tasks}, list[Obligation]()
        while left and not self._progress.stop_requested():
            foremost = self._foremost(left)
            ready = [task for task in left.values() if not self._waits(task, foremost)] or list(left.values())
            for task in sorted(ready, key=_urgency):
                del left[task.task_id]
                if task.task_id not in self._timetable.spans and not self._place(task):
                    again.append(task)
                self._progress.advance(1)
        return again

    def _waits_for_whole_stages(self, task: Obligation) -> bool:
        """Tell whether stages of which nothing may be missing have still to be placed before it."""
        return any(turn.missing_before(task.task_id) for turn in self._timetable.orders.turns.of_task(task.task_id))

    def _foremost(self, left: Iterable[TaskId]) -> Mapping[Turn, int]:
        """Of each order the first stage of which something has still to be tried."""
        foremost: dict[Turn, int] = {}
        for task in left:
            for turn in self._timetable.orders.turns.of_task(task):
                foremost[turn] = min(turn.stage_of[task], foremost.get(turn, len(turn.stages)))
        return foremost

    def _waits(self, task: Obligation, foremost: Mapping[Turn, int]) -> bool:
        """Tell whether work of a stage before the task's own has still to be tried."""
        turns = self._timetable.orders.turns.of_task(task.task_id)
        return any(foremost[turn] < turn.stage_of[task.task_id] for turn in turns)

    def _place(self, task: Obligation) -> bool:
        """In a visit of its asset in its stage's days, else alone in these."""
        wish = self._wishes.in_time((task,))
        if wish is None:
            return False
        return any(self._place_in(share, task, wish) for share in _SHARES)

    def _place_in(self, share: Fraction, task: Obligation, wish: Wish) -> bool:
        days = self._days_of_stage(share, task, wish)
        if days is None:
            return False
        is_followed = bool(self._timetable.orders.companions(task.task_id))
        if not is_followed and join_on(task, days, self._timetable, self._wishes):
            return True
        return self._place_alone(replace(wish, days=days))

    def _days_of_stage(self, share: Fraction, task: Obligation, wish: Wish) -> Days | None:
        """The days from what is placed before it, a share of what is left until the window ends; None: none."""
        days, site = wish.days, wish.visit.draft.site
        first, last = days.first, days.last
        for turn in self._timetable.orders.turns.of_task(task.task_id):
            begin = self._begin(turn, task)
            if begin is None:
                return None
            if begin > -FAR:
                first = max(first, self._timetable.local_day(site, begin))
            stages_left = len(turn.stages) - turn.stage_of[task.task_id]
            if turn.said.in_time_until and stages_left > 1:
                soak = 0 if turn.stage_of[task.task_id] else turn.said.soak_days
                last = min(last, _last_of(share, first, days.last, stages_left, soak))
        if first > last:
            return days
        midnight = self._timetable.midnight
        begins, ends = midnight(site, date.fromordinal(first)), midnight(site, date.fromordinal(last + 1))
        return replace(days.between(begins, ends), first=first, last=last, wished=first)

    def _begin(self, turn: Turn, task: Obligation) -> int | None:
        if turn.missing_before(task.task_id):
            return None
        site = self._site(task)
        return turn.begin(
            task.task_id,
            lambda _, day: self._timetable.midnight(site, date.fromordinal(day)),
            lambda _, minute: self._timetable.local_day(site, minute),
            is_straggler=False,
        )

    def _site(self, task: Obligation) -> SiteId:
        return self._timetable.facts.asset(task.asset_tag).site


def _last_of(share: Fraction, first: int, last: int, stages_left: int, soak_days: int) -> int:
    """The last day of the first of so many stages that share the days; the soak after it is taken off before."""
    days = max(0, last - first + 1 - soak_days)
    return max(first, min(last, first + max(_LEAST_DAYS, int(days * share / stages_left)) - 1))


def _urgency(task: Obligation) -> tuple[bool, date, bool, int, str]:
    """What is due first, high risk first of that, then what weighs most clinically."""
    return (
        task.overdue,
        task.window.last_day,
        task.risk_class is not RiskClass.HIGH_RISK,
        -task.impact_score,
        task.task_id,
    )
