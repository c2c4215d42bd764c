"""What the stages of roll-outs and systems leave of a task's days, as the plan has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from constraints.days import last_day_of, zone_at
from constraints.reading import task_span
from constraints.sentence import InTurn
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Visit

_A_MINUTE = timedelta(minutes=1)
_AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Stages:
    """Orders of stages, read beside the visits of a plan."""

    said: Sequence[InTurn]
    tasks: Mapping[TaskId, Obligation]
    visits: Mapping[TaskId, Visit]
    facts: Facts

    def before(self, task: Obligation) -> list[TaskId]:
        """What has to have a place before the task may have one."""
        whole = [stage for turn, number in self._of(task) for stage in turn.stages[: min(number, turn.whole)]]
        return [one for stage in whole for one in stage]

    def framed(self, task: Obligation, first: date, last: date) -> tuple[date, date]:
        """The days that are left by what is before and what is after, in time or late as `first` is."""
        zone, is_late = self.facts.zone_of(task.asset_tag), first > task.window.last_day
        for turn, number in self._of(task):
            for one in self._waited_for(turn, number, is_late=is_late):
                first = max(first, self._span(one).end.astimezone(zone).date())
            first = max([first, *self._soaked(turn, number, task)])
            for one in self._waiting(turn, number, is_late=is_late):
                last = min(last, (self._span(one).start - _A_MINUTE).astimezone(zone).date())
        return first, last

    def around(self, task: Obligation) -> Iterator[tuple[str, date]]:
        """What comes before and after the task, by name and asset, with the day on which it is done."""
        for turn, number in self._of(task):
            for place, stage in enumerate(turn.stages):
                for one in stage if place != number else ():
                    if one in self.visits:
                        other, visit = self.tasks[one], self.visits[one]
                        done_on = last_day_of(self._span(one), zone_at(visit.site, self.facts))
                        yield f"{other.name} of {other.asset_tag}", done_on

    def _of(self, task: Obligation) -> Iterator[tuple[InTurn, int]]:
        return iter(self._by_task.get(task.task_id, ()))

    def _soaked(self, turn: InTurn, number: int, task: Obligation) -> Iterator[date]:
        ends = [self._span(one).end for one in turn.stages[0] if one in self.visits]
        if number and turn.soak_days and ends:
            last = max(ends) - _AN_INSTANT
            yield last.astimezone(self.facts.zone_of(task.asset_tag)).date() + timedelta(days=turn.soak_days)

    def _waited_for(self, turn: InTurn, number: int, *, is_late: bool) -> Iterator[TaskId]:
        """Placed work of the stages before; late work waits for the whole stages only."""
        binding = turn.stages[: min(number, turn.whole) if is_late else number]
        for place, stage in enumerate(binding):
            yield from (one for one in self._placed(stage) if place < turn.whole or not self._is_late(one))

    def _waiting(self, turn: InTurn, number: int, *, is_late: bool) -> Iterator[TaskId]:
        """Placed work of the stages after; late work holds nobody up."""
        if is_late and number >= turn.whole:
            return
        for stage in turn.stages[number + 1 :]:
            yield from (one for one in self._placed(stage) if number < turn.whole or not self._is_late(one))

    def _placed(self, stage: Iterable[TaskId]) -> Iterator[TaskId]:
        return (one for one in stage if one in self.visits)

    def _is_late(self, task: TaskId) -> bool:
        zone = zone_at(self.visits[task].site, self.facts)
        return self._span(task).start.astimezone(zone).date() > self.tasks[task].window.last_day

    def _span(self, task: TaskId) -> Span:
        return task_span(task, self.visits[task])

    @cached_property
    def _by_task(self) -> Mapping[TaskId, list[tuple[InTurn, int]]]:
        found: dict[TaskId, list[tuple[InTurn, int]]] = {}
        for turn in self.said:
            for number, stage in enumerate(turn.stages):
                for task in stage:
                    found.setdefault(task, []).append((turn, number))
        return found
