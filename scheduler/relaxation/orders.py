"""What comes after what: a task that has to wait for another, and the weeks in which that one leaves it time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from constraints.rulebook import every_rule
from constraints.sentence import After
from scheduler.domain.calendar import day_of, day_span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.relaxation.people import Week
from scheduler.relaxation.wants import Along, Choice, Wanted


@dataclass(frozen=True, slots=True)
class Order:
    """`then` is done in a week only if `first` is done in one of its `weeks`; `together`: and not without `then`.

    `alone`: `then` may also be done while `first` is left out.
    """

    first: TaskId
    then: TaskId
    weeks: Mapping[str, tuple[str, ...]]
    together: bool
    alone: bool


class Orders:
    """Asks the rules for the order of all open tasks, and keeps what speaks of two tasks of the programme."""

    def __init__(self, obligations: Sequence[Obligation], weeks: Sequence[Week], facts: Facts) -> None:
        self._tasks = {task.task_id: task for task in obligations if task.is_open}
        self._weeks = weeks
        self._facts = facts

    def among(self, wanted: Iterable[Wanted]) -> tuple[Order, ...]:
        """Orders of tasks that are both in the programme, the later of which nothing else can satisfy."""
        known = {one.task.task_id: one for one in wanted}
        listed = [task for _, task in sorted(self._tasks.items())]
        said = (one for one in every_rule().said("orders", listed, self._facts) if isinstance(one, After))
        found = (one for one in said if one.first in known and one.then in known)
        orders = (
            self._order(one, known[one.first], known[one.then]) for one in found if not known[one.then].is_included
        )
        return tuple(sorted(orders, key=lambda order: (order.then, order.first)))

    def _order(self, said: After, first: Wanted, then: Wanted) -> Order:
        """In a week, if `then` can begin in it or before it, although `first` is not begun before another."""
        begins: dict[str, datetime] = {}
        for done in _done(first):
            begins[done.week] = min(done.begins, begins.get(done.week, done.begins))
        waits = {week: self._earliest(said, begun) for week, begun in sorted(begins.items())}
        weeks = {
            week.name: tuple(former for former, earliest in waits.items() if until is not None and earliest < until)
            for week, until in zip(self._weeks, self._until(then), strict=True)
        }
        return Order(said.first, said.then, weeks, said.together, not (said.together or said.needs_first))

    def _until(self, then: Wanted) -> Iterator[datetime | None]:
        """For each week, before when it begins in it or in an earlier one; None if it can do neither."""
        latest: datetime | None = None
        for week in self._weeks:
            for done in _done(then):
                if done.week == week.name and (latest is None or latest < done.until):
                    latest = done.until
            yield latest

    def _earliest(self, said: After, begun: datetime) -> datetime:
        """When `then` can begin if `first` is not begun before an instant."""
        if said.every is None and not said.lag_days:
            return begun
        former, latter = (self._facts.zone_of(self._tasks[one].asset_tag) for one in (said.first, said.then))
        day = day_of(begun, former)
        day = (day if said.every is None else said.every.after(day)) + timedelta(days=said.lag_days)
        return max(begun, day_span(day, day, latter).start)


def _done(one: Wanted) -> tuple[Choice | Along, ...]:
    """In which weeks it can be done, on its own or along with another."""
    return (*one.choices, *one.along)


def in_order(orders: Iterable[Order]) -> frozenset[TaskId]:
    """The tasks that an order speaks of."""
    return frozenset(task for order in orders for task in (order.first, order.then))
