"""What follows what: the precedences of all tasks, by task."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from constraints.sentence import After
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.sentences import Sentences

DayOf = Callable[[TaskId, int], int]
"""The local day (an ordinal) of a minute at the site of a task."""


class Orders:
    """Both ends of every precedence."""

    def __init__(self, afters: Iterable[After]) -> None:
        self._by_task: dict[TaskId, list[After]] = {}
        for after in afters:
            self._by_task.setdefault(after.first, []).append(after)
            self._by_task.setdefault(after.then, []).append(after)

    @classmethod
    def of(cls, sentences: Sentences, tasks: Sequence[Obligation]) -> "Orders":
        return cls(sentences.orders(tasks))

    def of_task(self, task: TaskId) -> Sequence[After]:
        return self._by_task.get(task, ())

    def binds(self, tasks: Iterable[TaskId]) -> bool:
        """Tell whether one of the tasks has to do with another."""
        return any(task in self._by_task for task in tasks)

    def companions(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that are placed together with this one or not at all, in order of time."""
        together = [after for after in self.of_task(task) if after.together]
        return tuple(sorted({end for after in together for end in (after.first, after.then)} - {task}))

    def waits_for(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that have to be placed before this one can be."""
        return tuple(after.first for after in self.of_task(task) if after.then == task and after.needs_first)

    def kept(self, spans: Mapping[TaskId, tuple[int, int]], day_of: DayOf, tasks: Iterable[TaskId]) -> bool:
        """Tell whether the precedences of `tasks` hold among the placed ones, whose spans in minutes these are."""
        return all(self._holds(after, spans, day_of) for task in tasks for after in self.of_task(task))

    @staticmethod
    def _holds(after: After, spans: Mapping[TaskId, tuple[int, int]], day_of: DayOf) -> bool:
        first, then = spans.get(after.first), spans.get(after.then)
        if then is None:
            return True
        if first is None:
            return not after.needs_first
        if then[0] < first[1]:
            return False
        if after.every is None and not after.lag_days:
            return True
        done_on = date.fromordinal(day_of(after.first, first[1] - 1))
        again_from = done_on if after.every is None else after.every.after(done_on)
        return day_of(after.then, then[0]) >= again_from.toordinal() + after.lag_days
