"""Sorted, disjoint half-open stretches of integer minutes, and the few things an engine does with them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Intervals: TypeAlias = tuple[tuple[int, int], ...]

FAR = 1 << 40
ALWAYS: Intervals = ((-FAR, FAR),)


def shared(ours: Intervals, theirs: Intervals) -> Intervals:
    """What lies in both; quick when one of them is always, or a single stretch."""
    if ours is ALWAYS or ours == theirs:
        return theirs
    if theirs is ALWAYS:
        return ours
    if len(ours) == 1:
        return clipped(theirs, *ours[0])
    if len(theirs) == 1:
        return clipped(ours, *theirs[0])
    return tuple(_walk(ours, theirs))


def _walk(ours: Intervals, theirs: Intervals) -> list[tuple[int, int]]:
    found = []
    our, their = 0, 0
    while our < len(ours) and their < len(theirs):
        start = max(ours[our][0], theirs[their][0])
        end = min(ours[our][1], theirs[their][1])
        if start < end:
            found.append((start, end))
        if ours[our][1] <= theirs[their][1]:
            our += 1
        else:
            their += 1
    return found


def overlapping(intervals: Intervals, start: int, end: int) -> Sequence[tuple[int, int]]:
    """The members that share a minute with [start, end), whole."""
    first = bisect_right(intervals, (start, FAR))
    if first and intervals[first - 1][1] > start:
        first -= 1
    return intervals[first : bisect_left(intervals, (end,), lo=first)]


def meet(few: Intervals, many: Intervals) -> bool:
    """Tell whether they share a minute; quick where the first ones are few."""
    return any(overlapping(many, start, end) for start, end in few)


def clipped(intervals: Intervals, start: int, end: int) -> Intervals:
    """What lies inside [start, end), cut at its edges."""
    inside = overlapping(intervals, start, end)
    if not inside or (start <= inside[0][0] and inside[-1][1] <= end):
        return tuple(inside)
    cut = list(inside)
    cut[0] = max(cut[0][0], start), cut[0][1]
    cut[-1] = cut[-1][0], min(cut[-1][1], end)
    return tuple(cut)


def starts_inside(intervals: Sequence[tuple[int, int]], minutes: int) -> Intervals:
    """The instants at which something of `minutes` can start so that it lies inside one member."""
    return tuple((a, b - minutes + 1) for a, b in intervals if b - a >= minutes)


def inside_among(starts: Intervals, intervals: Intervals, minutes: int) -> Intervals:
    """Those of the starts at which something of `minutes` lies inside one member; only members near them are tried."""
    if not starts:
        return ()
    return shared(starts, starts_inside(overlapping(intervals, starts[0][0], starts[-1][1] + minutes), minutes))


def starts_ending_in(intervals: Intervals, minutes: int) -> Intervals:
    """The instants at which something of `minutes` can start so that it ends within a member or at its end."""
    return united((a - minutes, b - minutes + 1) for a, b in intervals)


def united(stretches: Iterable[tuple[int, int]]) -> Intervals:
    """Sorted stretches that overlap or touch become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def covers(intervals: Intervals, start: int, end: int) -> bool:
    """Tell whether one member holds all of [start, end)."""
    position = bisect_right(intervals, (start, FAR)) - 1
    return position >= 0 and intervals[position][1] >= end


def latest_in(intervals: Intervals, at: int) -> int | None:
    """The latest instant not after `at` that lies in a member or at its end."""
    position = bisect_right(intervals, (at, FAR)) - 1
    return None if position < 0 else min(at, intervals[position][1])


def earliest_in(intervals: Intervals, at: int) -> int | None:
    """The earliest instant not before `at` that lies in a member or at its end."""
    position = bisect_right(intervals, (at, FAR)) - 1
    if position >= 0 and intervals[position][1] >= at:
        return at
    return intervals[position + 1][0] if position + 1 < len(intervals) else None


def longest(intervals: Intervals) -> int:
    """Minutes of the longest member; 0 if there is none."""
    return max((b - a for a, b in intervals), default=0)
