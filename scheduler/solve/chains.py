"""Chains: tasks that hang together by orders, each in the order in which they are done."""

from collections.abc import Iterable, Iterator, Mapping

from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.orders import Orders

Chain = tuple[Obligation, ...]
"""Every task of it comes before or after another one of it, or stands in an order alone."""


def chains_of(tasks: Iterable[Obligation], orders: Orders) -> tuple[Chain, ...]:
    """The chains among these tasks, but for what comes in stages."""
    bound = {task.task_id: task for task in tasks if orders.of_task(task.task_id)}
    found, known = [], set[TaskId]()
    for name in bound:
        if name not in known:
            members = list(_reached_from(name, bound, orders))
            known.update(members)
            if not any(orders.turns.binds(one) for one in members):
                found.append(tuple(sorted((bound[one] for one in members), key=_turn)))
    return tuple(found)


def _reached_from(name: TaskId, bound: Mapping[TaskId, Obligation], orders: Orders) -> Iterator[TaskId]:
    reached, left = {name}, [name]
    while left:
        one = left.pop()
        yield one
        ends = (end for after in orders.of_task(one) for end in (after.first, after.then))
        new = [end for end in ends if end in bound and end not in reached]
        reached.update(new)
        left += dict.fromkeys(new)


def _turn(task: Obligation) -> tuple[object, ...]:
    """What follows a task up comes after it."""
    return task.due, task.parent is not None, task.window.first_day, task.task_id
