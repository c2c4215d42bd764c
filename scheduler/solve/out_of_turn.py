"""Published visits of a roll-out that stand where their stage no longer may: they would keep others from coming back.

An asset that is retired, found or broken moves the borders between the waves, so what was in the last wave may be in
the first one now and still stand at the end of the quarter. Everything of the second would have to come after it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from scheduler.domain.calendar import Span
from scheduler.domain.ids import TaskId
from scheduler.solve.turns import Turn, Turns


class _Staged(NamedTuple):
    """A task in its stage, and where it was published."""

    task: TaskId
    stage: int
    span: Span


def out_of_turn(spans: Mapping[TaskId, Span], turns: Turns) -> frozenset[TaskId]:
    """As few tasks as can be told without trying all, the most in others' way first, so that the others keep order."""
    return frozenset(task for turn in turns.all for task in _in_the_way(turn, spans))


def _in_the_way(turn: Turn, spans: Mapping[TaskId, Span]) -> Iterator[TaskId]:
    left = [_Staged(task, stage, spans[task]) for task, stage in turn.stage_of.items() if task in spans]
    while left:
        conflicts = _conflicts(left)
        worst = max(range(len(left)), key=lambda place: (conflicts[place], left[place].task))
        if not conflicts[worst]:
            return
        yield left.pop(worst).task


def _conflicts(staged: Sequence[_Staged]) -> list[int]:
    """For each, how many of later stages start before it ends, and how many of former ones end after it starts."""
    starts, ends = dict[int, list[datetime]](), dict[int, list[datetime]]()
    for stage in {one.stage for one in staged}:
        starts[stage] = sorted(one.span.start for one in staged if one.stage > stage)
        ends[stage] = sorted(one.span.end for one in staged if one.stage < stage)
    return [
        bisect_left(starts[one.stage], one.span.end)
        + len(ends[one.stage])
        - bisect_right(ends[one.stage], one.span.start)
        for one in staged
    ]
