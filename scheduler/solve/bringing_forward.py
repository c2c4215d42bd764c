"""Work that could wait, done in this quarter where the next one has little time left for it, or more to do.

A quarter's last weeks owe little: most windows that are open then close in the next one. Left there, such work meets
all that the next quarter owes in its first days. So what would have only these days is done now, if there is room; so
is what is due now, as long as this quarter has less to do than the next one would have; and what is due later, as long
as it has much less, for that gives days of its interval away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from scheduler.domain.calendar import Horizon
from scheduler.domain.obligation import Obligation
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.load import YearAfter
from scheduler.solve.progress import Progress
from scheduler.solve.shares import person_minutes

PRESSING_DAYS = 4
"""Days of the next quarter in which a window that is open now had better not end."""
MUCH_LEANER = 1.05
"""How many times this quarter's work the next one has to have before work is done earlier than it is due."""
_A_DAY = timedelta(days=1)


def bring_forward(
    schedule: ListSchedule, tasks: Sequence[Obligation], after: YearAfter, horizon: Horizon, progress: Progress
) -> None:
    """Place what had better not wait, on the day nearest its due date that has room; nothing else moves."""
    waiting = [task for task in tasks if _may_come_forward(task, schedule)]
    progress.stage("Bringing work forward", len(waiting))
    even = Evenly(tasks, waiting, after, horizon, schedule)
    pressing_until = horizon.last_day + PRESSING_DAYS * _A_DAY
    for task in sorted(waiting, key=lambda one: _turn(one, horizon)):
        if progress.stop_requested():
            return
        is_pressing = task.window.last_day <= pressing_until
        if schedule.is_left(task) and (is_pressing or even.has_room_for(task)) and schedule.bring(task):
            even.add(task)
        progress.advance(1)


def _may_come_forward(task: Obligation, schedule: ListSchedule) -> bool:
    """Roll-outs have an order of their own, and a follow-up comes with its parent."""
    is_alone = task.install is None and task.parent is None
    return task.is_open and task.extends_past_horizon and is_alone and schedule.is_left(task)


def _turn(task: Obligation, horizon: Horizon) -> tuple[date, date, str]:
    """Of what is due now, what closes first; then what is due first."""
    is_due = task.due <= horizon.last_day
    return task.window.last_day if is_due else date.max, task.due, task.task_id


class Evenly:
    """Minutes by skill: those planned in this quarter, and those that the next one would have to do."""

    def __init__(
        self,
        tasks: Iterable[Obligation],
        waiting: Iterable[Obligation],
        after: YearAfter,
        horizon: Horizon,
        schedule: ListSchedule,
    ) -> None:
        self._last_day = horizon.last_day
        self._now = _by_skill(task for task in tasks if not schedule.is_left(task))
        self._then = _of_next(after, horizon) + _by_skill(task for task in waiting if task.due <= horizon.last_day)

    def has_room_for(self, task: Obligation) -> bool:
        """Tell whether this quarter is still the leaner one with the task, in its skill and in all; for early work,
        leaner by a good part.
        """
        skill, minutes = task.procedure.skill or "", person_minutes(task)
        part = 1 if task.due <= self._last_day else MUCH_LEANER
        of_skill = (self._now[skill] + minutes) * part <= self._then[skill] - minutes
        return of_skill and (self._now.total() + minutes) * part <= self._then.total() - minutes

    def add(self, task: Obligation) -> None:
        """The task is done now and not in the next quarter."""
        moved = _by_skill((task,))
        self._now.update(moved)
        self._then.subtract(moved)


def _of_next(after: YearAfter, horizon: Horizon) -> Counter[str]:
    """Minutes by skill that are due in as many days after the horizon as it has itself."""
    days = horizon.last_day - horizon.first_day
    weeks = frozenset(Horizon(horizon.last_day + _A_DAY, horizon.last_day + _A_DAY + days).weeks())
    found: Counter[str] = Counter()
    for (week, _, skill), minutes in after.planned.items():
        found[skill] += minutes if week in weeks else 0
    return found


def _by_skill(tasks: Iterable[Obligation]) -> Counter[str]:
    found: Counter[str] = Counter()
    for task in tasks:
        found[task.procedure.skill or ""] += person_minutes(task)
    return found
