"""What follows what: the precedences of all tasks, by task."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from constraints.sentence import After, InTurn
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.solve.sentences import Sentences
from scheduler.solve.turns import Turns

DayOf = Callable[[TaskId, int], int]
"""The local day (an ordinal) of a minute at the site of a task."""
Midnight = Callable[[TaskId, int], int]
"""The minute in which a day (an ordinal) begins at the site of a task."""
Spans = Mapping[TaskId, tuple[int, int]]
"""From when till when each placed task is done, in minutes."""


class Orders:
    """Both ends of every precedence."""

    def __init__(self, said: Iterable[After | InTurn]) -> None:
        self._by_task: dict[TaskId, list[After]] = {}
        everything = list(said)
        self.turns = Turns([one for one in everything if isinstance(one, InTurn)])
        for after in (one for one in everything if isinstance(one, After)):
            self._by_task.setdefault(after.first, []).append(after)
            self._by_task.setdefault(after.then, []).append(after)

    @classmethod
    def of(cls, sentences: Sentences, tasks: Sequence[Obligation]) -> "Orders":
        return cls(sentences.orders(tasks))

    def unfounded(self, spans: Spans, day_of: DayOf) -> tuple[TaskId, ...]:
        """Tasks to be taken back: precedences do not hold, or of two tasks only one is placed though both should be."""
        every = {id(after): after for afters in self._by_task.values() for after in afters}.values()
        broken = (after for after in every if not (_holds(after, spans, day_of) and _is_whole(after, spans)))
        found = [after.then if after.then in spans else after.first for after in broken]
        return (*found, *self.turns.broken(spans))

    def of_task(self, task: TaskId) -> Sequence[After]:
        return self._by_task.get(task, ())

    def binds(self, tasks: Iterable[TaskId]) -> bool:
        """Tell whether one of the tasks has to do with another."""
        return any(task in self._by_task or self.turns.binds(task) for task in tasks)

    def ties(self, tasks: Sequence[TaskId], spans: Spans) -> bool:
        """Tell whether a visit of the tasks can go nowhere by itself: what has a place, or needs one, hangs on it."""
        if any(self.turns.binds(task) for task in tasks):
            return True
        return any(_is_tied(task, after, tasks, spans) for task in tasks for after in self.of_task(task))

    def companions(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that are placed together with this one or not at all, in order of time."""
        together = [after for after in self.of_task(task) if after.together]
        return tuple(sorted({end for after in together for end in (after.first, after.then)} - {task}))

    def waits_for(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that have to be placed before this one can be."""
        first = (after.first for after in self.of_task(task) if after.then == task and after.needs_first)
        return (*first, *self.turns.waits_for(task))

    def lacks(self, task: TaskId, spans: Spans) -> tuple[TaskId, ...]:
        """Tasks that have to be placed before this one can be, and are not."""
        first = (after.first for after in self.of_task(task) if after.then == task and after.needs_first)
        return (*(one for one in first if one not in spans), *self.turns.lacks(task))

    def kept(self, spans: Spans, midnight: Midnight, day_of: DayOf, tasks: Sequence[TaskId]) -> bool:
        """Tell whether the precedences of `tasks` hold among the placed ones, whose spans in minutes these are."""
        if not all(_holds(after, spans, day_of) for task in tasks for after in self.of_task(task)):
            return False
        return self.turns.kept(tasks, spans, midnight, day_of)

    def frame(self, spans: Spans, midnight: Midnight, day_of: DayOf, tasks: Sequence[TaskId]) -> tuple[int, int] | None:
        """From when and until when what is placed lets a visit of these tasks be; None: not at all, as things stand.

        What follows may have to wait a number of days: that is left to `kept`.
        """
        frame = self.turns.frame(tasks, midnight, day_of)
        if frame is None:
            return None
        begin, until = frame
        for task in tasks:
            for after in self.of_task(task):
                first, then = spans.get(after.first), spans.get(after.then)
                if after.then == task and after.first not in tasks:
                    if first is not None:
                        begin = max(begin, first[1], midnight(task, _earliest_day(after, first, day_of)))
                    elif after.needs_first:
                        return None
                elif after.first == task and then is not None and after.then not in tasks:
                    until = min(until, then[0])
        return begin, until


def _holds(after: After, spans: Spans, day_of: DayOf) -> bool:
    first, then = spans.get(after.first), spans.get(after.then)
    if then is None:
        return True
    if first is None:
        return not after.needs_first
    return then[0] >= first[1] and day_of(after.then, then[0]) >= _earliest_day(after, first, day_of)


def _is_tied(task: TaskId, after: After, tasks: Sequence[TaskId], spans: Spans) -> bool:
    other = after.first if task == after.then else after.then
    return after.together or other in tasks or other in spans or (task == after.then and after.needs_first)


def _is_whole(after: After, spans: Spans) -> bool:
    return not after.together or (after.first in spans) == (after.then in spans)


def _earliest_day(after: After, first: tuple[int, int], day_of: DayOf) -> int:
    """The local day from which `then` may start, once `first` is placed."""
    done_on = day_of(after.first, first[1] - 1)
    if after.every is None:
        return done_on + after.lag_days
    return after.every.after(date.fromordinal(done_on)).toordinal() + after.lag_days
