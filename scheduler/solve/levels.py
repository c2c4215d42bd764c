"""How much of a shared capacity is taken at every minute: a step function with a limit."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from constraints.sentence import Resource
from scheduler.solve.intervals import FAR


class Level:
    """Takes of one cumulative resource (a fleet, a cover group, a department's parallel visits, an asset itself)."""

    __slots__ = ("_heights", "_times", "kind", "limit")

    def __init__(self, limit: int, kind: str = "") -> None:
        self.limit = limit
        self.kind = kind
        self._times = [-FAR]
        self._heights = [0]

    def peak(self, start: int, end: int) -> int:
        """The most that is taken at any minute of [start, end)."""
        first = bisect_right(self._times, start) - 1
        return max(self._heights[first : bisect_left(self._times, end, lo=first + 1)])

    def steps(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """From when till when how much is taken, within [start, end)."""
        first, beyond = bisect_right(self._times, start) - 1, bisect_left(self._times, end)
        times = [start, *self._times[first + 1 : beyond], end]
        return [(a, b, height) for a, b, height in zip(times, times[1:], self._heights[first:beyond], strict=False)]

    def clear_from(self, start: int, minutes: int, amount: int) -> int:
        """The earliest instant not before `start` from which `amount` more fits for `minutes`; FAR if it never does."""
        room = self.limit - amount
        if room < 0:
            return FAR
        times, heights = self._times, self._heights
        position = bisect_right(times, start) - 1
        end = start + minutes
        while position < len(times) and times[position] < end:
            if heights[position] > room:
                if position + 1 == len(times):
                    return FAR
                start = times[position + 1]
                end = start + minutes
            position += 1
        return start

    def add(self, start: int, end: int, amount: int) -> None:
        """Take `amount` during [start, end); a negative one gives it back."""
        first, beyond = self._cut(start), self._cut(end)
        for position in range(first, beyond):
            self._heights[position] += amount
        self._join(beyond)
        self._join(first)

    def _cut(self, at: int) -> int:
        """Make `at` a step and return its position."""
        position = bisect_left(self._times, at)
        if position == len(self._times) or self._times[position] != at:
            self._times.insert(position, at)
            self._heights.insert(position, self._heights[position - 1])
        return position

    def _join(self, position: int) -> None:
        """Forget a step at which nothing changes."""
        if position and self._heights[position] == self._heights[position - 1]:
            del self._times[position], self._heights[position]

    def __len__(self) -> int:
        """How many steps there are; 1 when nothing is taken."""
        return len(self._times)


class Levels:
    """The level of each shared capacity, made when it is first asked for."""

    def __init__(self, limit: Callable[[Resource], int]) -> None:
        self._limit = limit
        self._known: dict[Resource, Level] = {}

    def of(self, resource: Resource) -> Level:
        level = self._known.get(resource)
        if level is None:
            level = self._known[resource] = Level(self._limit(resource), resource.kind)
        return level
