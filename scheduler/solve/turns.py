"""Stages that follow each other: which tasks are placed, and from when until when they let the others be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from constraints.sentence import InTurn
from scheduler.domain.ids import TaskId
from scheduler.solve.intervals import FAR

DayOf = Callable[[TaskId, int], int]
Midnight = Callable[[TaskId, int], int]
Spans = Mapping[TaskId, tuple[int, int]]


@dataclass(slots=True)
class _Stage:
    """What is placed of a stage; the extremes are worked out again only after something was placed or taken back."""

    tasks: tuple[TaskId, ...]
    spans: dict[TaskId, tuple[int, int]] = field(default_factory=dict)
    stragglers: set[TaskId] = field(default_factory=set)
    _ends: tuple[int, int] | None = (-FAR, -FAR)
    _starts: tuple[int, int] | None = (FAR, FAR)

    def note(self, task: TaskId, span: tuple[int, int], *, is_straggler: bool) -> None:
        self.spans[task] = span
        self.stragglers.discard(task)
        if is_straggler:
            self.stragglers.add(task)
        self._ends = self._starts = None

    def forget(self, task: TaskId) -> None:
        del self.spans[task]
        self.stragglers.discard(task)
        self._ends = self._starts = None

    @property
    def missing(self) -> int:
        return len(self.tasks) - len(self.spans)

    def last_end(self, *, in_time_only: bool) -> int:
        if self._ends is None:
            ends = [(end, task in self.stragglers) for task, (_, end) in self.spans.items()]
            in_time = max((end for end, late in ends if not late), default=-FAR)
            self._ends = (max((end for end, _ in ends), default=-FAR), in_time)
        return self._ends[in_time_only]

    def first_start(self, *, in_time_only: bool) -> int:
        if self._starts is None:
            starts = [(start, task in self.stragglers) for task, (start, _) in self.spans.items()]
            in_time = min((start for start, late in starts if not late), default=FAR)
            self._starts = (min((start for start, _ in starts), default=FAR), in_time)
        return self._starts[in_time_only]


class Turn:
    """One order of stages while it is being filled."""

    def __init__(self, said: InTurn) -> None:
        self.said = said
        self.stages = tuple(_Stage(tasks) for tasks in said.stages)
        self.stage_of = {task: number for number, tasks in enumerate(said.stages) for task in tasks}

    def note(self, task: TaskId, span: tuple[int, int], day: int) -> None:
        """A task is placed, on that day of its site."""
        self._stage(task).note(task, span, is_straggler=self.is_straggler(task, day))

    def forget(self, task: TaskId) -> None:
        """A task is taken back."""
        self._stage(task).forget(task)

    def is_straggler(self, task: TaskId, day: int) -> bool:
        """Tell whether the task would wait for nobody and hold nobody up on that day."""
        last = self.said.in_time_until.get(task)
        return self.stage_of[task] >= self.said.whole and last is not None and day > last.toordinal()

    def missing_before(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks of whole stages before the task's own that have no place."""
        before = self.stages[: min(self.stage_of[task], self.said.whole)]
        return tuple(one for stage in before if stage.missing for one in stage.tasks if one not in stage.spans)

    def begin(self, task: TaskId, midnight: Midnight, day_of: DayOf, *, is_straggler: bool) -> int:
        """The earliest minute at which what is placed lets the task start."""
        number, whole = self.stage_of[task], self.said.whole
        waits_for = self.stages[: min(number, whole) if is_straggler else number]
        ends = [stage.last_end(in_time_only=place >= whole) for place, stage in enumerate(waits_for)]
        begin = max(ends, default=-FAR)
        first = self.stages[0].last_end(in_time_only=whole == 0)
        if number and self.said.soak_days and first > -FAR and waits_for:
            begin = max(begin, midnight(task, day_of(task, first - 1) + self.said.soak_days))
        return begin

    def until(self, task: TaskId, *, is_straggler: bool) -> int:
        """The minute by which what is placed of later stages asks the task to have ended."""
        number, whole = self.stage_of[task], self.said.whole
        if is_straggler:
            return FAR
        after = self.stages[number + 1 :]
        return min((stage.first_start(in_time_only=number >= whole) for stage in after), default=FAR)

    def before_and_after(self, task: TaskId, *, is_straggler: bool) -> tuple[TaskId | None, TaskId | None]:
        """What the task waits for that ends last, and what waits for it that starts first."""
        number, whole = self.stage_of[task], self.said.whole
        binding = self.stages[: min(number, whole) if is_straggler else number]
        former = {
            one: end
            for place, stage in enumerate(binding)
            for one, (_, end) in stage.spans.items()
            if place < whole or one not in stage.stragglers
        }
        later = {
            one: start
            for stage in (() if is_straggler else self.stages[number + 1 :])
            for one, (start, _) in stage.spans.items()
            if number < whole or one not in stage.stragglers
        }
        return (
            max(sorted(former), key=lambda one: former[one], default=None),
            min(sorted(later), key=lambda one: later[one], default=None),
        )

    def allows(self, task: TaskId, spans: Spans, midnight: Midnight, day_of: DayOf, along: Sequence[TaskId]) -> bool:
        """Tell whether the task may be where `spans` says, among what is noted and what is placed `along` with it."""
        start, end = spans[task]
        late = self.is_straggler(task, day_of(task, start))
        if set(self.missing_before(task)) - set(along):
            return False
        if start < self.begin(task, midnight, day_of, is_straggler=late) or end > self.until(task, is_straggler=late):
            return False
        return all(self._in_order(task, one, spans, day_of) for one in along if one in self.stage_of and one != task)

    def _in_order(self, task: TaskId, other: TaskId, spans: Spans, day_of: DayOf) -> bool:
        """Tell whether two tasks of one visit follow each other."""
        first, then = sorted((task, other), key=lambda one: self.stage_of[one])
        if self.stage_of[first] == self.stage_of[then]:
            return True
        stragglers = [one for one in (first, then) if self.is_straggler(one, day_of(one, spans[one][0]))]
        if stragglers and self.stage_of[first] >= self.said.whole:
            return True
        soak = self.said.soak_days if self.stage_of[first] == 0 else 0
        if day_of(then, spans[then][0]) < day_of(then, spans[first][1] - 1) + soak:
            return False
        return spans[then][0] >= spans[first][1]

    def _stage(self, task: TaskId) -> _Stage:
        return self.stages[self.stage_of[task]]


class Turns:
    """Every order of stages, by task."""

    def __init__(self, said: Sequence[InTurn]) -> None:
        self.all = tuple(Turn(one) for one in said)
        self._by_task: dict[TaskId, list[Turn]] = {}
        for turn in self.all:
            for task in turn.stage_of:
                self._by_task.setdefault(task, []).append(turn)

    def of_task(self, task: TaskId) -> Sequence[Turn]:
        return self._by_task.get(task, ())

    def binds(self, task: TaskId) -> bool:
        return task in self._by_task

    def note(self, task: TaskId, span: tuple[int, int], day: int) -> None:
        for turn in self.of_task(task):
            turn.note(task, span, day)

    def forget(self, task: TaskId) -> None:
        for turn in self.of_task(task):
            turn.forget(task)

    def kept(self, tasks: Sequence[TaskId], spans: Spans, midnight: Midnight, day_of: DayOf) -> bool:
        """Tell whether the tasks of one visit may be where `spans` says."""
        return all(turn.allows(task, spans, midnight, day_of, tasks) for task in tasks for turn in self.of_task(task))

    def waits_for(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that have to be placed before this one can be."""
        turns = self.of_task(task)
        return tuple(
            one
            for turn in turns
            for stage in turn.stages[: min(turn.stage_of[task], turn.said.whole)]
            for one in stage.tasks
        )

    def lacks(self, task: TaskId) -> tuple[TaskId, ...]:
        """Tasks that have to be placed before this one can be, and are not."""
        return tuple(one for turn in self.of_task(task) for one in turn.missing_before(task))

    def frame_of(self, task: TaskId, midnight: Midnight, day_of: DayOf, *, is_late: bool) -> tuple[int, int]:
        """From when until when one task may be in its window, or after it."""
        begin, until = -FAR, FAR
        for turn in self.of_task(task):
            late = is_late and turn.stage_of[task] >= turn.said.whole and task in turn.said.in_time_until
            begin = max(begin, turn.begin(task, midnight, day_of, is_straggler=late))
            until = min(until, turn.until(task, is_straggler=late))
        return begin, until

    def frame(self, tasks: Sequence[TaskId], midnight: Midnight, day_of: DayOf) -> tuple[int, int] | None:
        """From when until when these tasks may be: in time, or as stragglers; None: not at all, as things stand."""
        begin, until = -FAR, FAR
        for task in tasks:
            for turn in self.of_task(task):
                if set(turn.missing_before(task)) - set(tasks):
                    return None
                last = turn.said.in_time_until.get(task)
                in_time = turn.begin(task, midnight, day_of, is_straggler=False)
                if last is None or turn.stage_of[task] < turn.said.whole:
                    begin, until = max(begin, in_time), min(until, turn.until(task, is_straggler=False))
                    continue
                late = turn.begin(task, midnight, day_of, is_straggler=True)
                begin = max(begin, min(in_time, max(late, midnight(task, last.toordinal() + 1))))
        return begin, until

    def is_unfounded(self, task: TaskId) -> bool:
        """Tell whether a task is placed while a task of a whole stage before its own is not."""
        turns = self.of_task(task)
        return any(task in turn.stages[turn.stage_of[task]].spans and turn.missing_before(task) for turn in turns)

    def broken(self, spans: Spans) -> tuple[TaskId, ...]:
        """Placed tasks that have no right to be there, since a whole stage before theirs is not."""
        return tuple(
            task
            for turn in self.all
            for number, stage in enumerate(turn.stages)
            if any(one.missing for one in turn.stages[: min(number, turn.said.whole)])
            for task in stage.spans
            if task in spans
        )
