"""The timetable of one person or one instrument: legs one after the other, with the way between them."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.domain.ids import SiteId
from scheduler.domain.plan import Place
from scheduler.solve.intervals import Intervals

Way = Callable[[Place, Place], int]


@dataclass(frozen=True, slots=True)
class Stop:
    """A leg as a person or instrument sees it: charged to `day`, one of a `chain` of ways that is closed at `base`."""

    start: int
    end: int
    place: Place
    base: SiteId
    day: int
    chain: int


class Line:
    """Stops in time order; never two at once, and each reached from the one before."""

    __slots__ = ("_starts", "_way", "stops")

    def __init__(self, way: Way) -> None:
        self.stops: list[Stop] = []
        self._starts: list[int] = []
        self._way = way

    def earliest(self, start: int, minutes: int, place: Place) -> int:
        """The earliest instant not before `start` at which a leg of `minutes` at `place` fits between the others."""
        stops = self.stops
        position = bisect_left(self._starts, start)
        while True:
            if position:
                before = stops[position - 1]
                start = max(start, before.end + self._way(before.place, place))
            if position == len(stops):
                return start
            after = stops[position]
            if start + minutes + self._way(place, after.place) <= after.start:
                return start
            position += 1

    def free(self, start: int, end: int, place: Place) -> Intervals:
        """When somebody could be at `place` in [start, end), the ways from and to other stops left out."""
        found = []
        for stop in self.stops[max(0, bisect_left(self._starts, start) - 1) :]:
            before = stop.start - self._way(place, stop.place)
            if min(before, end) > start:
                found.append((start, min(before, end)))
            start = max(start, stop.end + self._way(stop.place, place))
            if stop.start >= end:
                break
        if start < end:
            found.append((start, end))
        return tuple(found)

    def insert(self, stop: Stop) -> None:
        position = bisect_left(self._starts, stop.start)
        self.stops.insert(position, stop)
        self._starts.insert(position, stop.start)

    def remove(self, stop: Stop) -> None:
        position = bisect_left(self._starts, stop.start)
        del self.stops[position], self._starts[position]

    def of_shift(self, start: int, end: int) -> list[Stop]:
        """The stops that start in [start, end)."""
        return self.stops[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
