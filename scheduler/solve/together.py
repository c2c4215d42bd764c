"""Which tasks of an asset should share a visit: not those whose minutes are dear on the day of the others."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.domain.obligation import Obligation
from scheduler.obligations import draft_visit
from scheduler.solve.grouping import Group
from scheduler.solve.targets import Targets, week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wishes

_NO_PRICES: Mapping[int, int] = {}


class Together:
    """Weighs a take-down that is saved against minutes that are taken in a dearer week, in points."""

    def __init__(self, timetable: Timetable, wishes: Wishes, targets: Targets) -> None:
        self._timetable = timetable
        self._wishes = wishes
        self._targets = targets

    def parted(self, group: Group) -> Iterator[Group]:
        """The group without the tasks that had better be done when the day programme does them; each of those."""
        wish = self._wishes.in_time(group.tasks, group.nested) if len(group.tasks) > 1 else None
        if wish is None:
            yield group
            return
        on = date.fromordinal(wish.days.wished)
        apart = [task for task in group.tasks if self._may_part(task, group) and self._costs_more(task, group, on)]
        rest = tuple(task for task in group.tasks if task not in apart)
        if rest:
            yield Group(rest, group.nested)
        yield from (Group((task,), ()) for task in apart)

    def alone(self, task: Obligation) -> int:
        """What the task costs by itself on the day that it aims at, its minutes included; at most its value."""
        wish = self._wishes.in_time((task,))
        value = self._wishes.value(task)
        if wish is None:
            return value
        on = self._targets.days.get(task.task_id) or date.fromordinal(wish.days.wished)
        return min(value, self._price((task,), on) + self.minutes_on(task, on))

    def minutes_on(self, task: Obligation, day: date) -> int:
        """What the minutes of a task are worth in the week of a day."""
        prices = self._targets.task_prices.get(task.task_id, _NO_PRICES)
        return task.procedure.minutes * max(1, task.procedure.crew) * prices.get(week_number(day.toordinal()), 0)

    def _may_part(self, task: Obligation, group: Group) -> bool:
        """What includes others keeps them, and what is ordered stays with its company."""
        includes = any(task.task_id in nested.included_in for nested in group.nested)
        return not includes and not self._timetable.orders.binds((task.task_id,))

    def _costs_more(self, task: Obligation, group: Group, on: date) -> bool:
        others = tuple(one for one in group.tasks if one is not task)
        with_others = self._price(group.tasks, on) - self._price(others, on) + self.minutes_on(task, on)
        return with_others > self.alone(task)

    def _price(self, tasks: Sequence[Obligation], on: date) -> int:
        draft = draft_visit(tasks, self._timetable.facts)
        if draft is None:
            return 0
        noon = self._timetable.midnight(draft.site, on) + 720
        return self._timetable.sentences.price_visit(draft, self._timetable.timeline.span(noon, noon + 1))
