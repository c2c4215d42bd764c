"""The weeks in which the work of a way can be done, and the days on which its visit then starts and ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.calendar import day_of
from scheduler.domain.facts import Facts
from scheduler.relaxation.alternatives import Way
from scheduler.relaxation.people import Week

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """A week that a leg is charged to, which begins no earlier than `begins`.

    Its visit starts from the day `first` through `last` and ends on `ends` or later. It starts before the week if
    other legs go first or it is split.
    """

    week: str
    begins: datetime
    first: date
    ends: date
    last: date


class Chances:
    """Works out once what ways with the same edges have in common."""

    def __init__(self, weeks: Sequence[Week], facts: Facts) -> None:
        self._weeks = weeks
        self._facts = facts
        self._known: dict[tuple[object, ...], tuple[Chance, ...]] = {}

    def of(self, way: Way) -> tuple[Chance, ...]:
        """The weeks that a visit of the way can be in, in order."""
        edges = (way.earliest_start, way.latest_start, way.latest_end, way.before)
        key = (way.draft.site, way.draft.splittable, *edges)
        if key not in self._known:
            self._known[key] = tuple(self._possible(way))
        return self._known[key]

    def _possible(self, way: Way) -> Iterator[Chance]:
        return (self.in_week(week, way) for week in self._weeks if way.may_be_in(week))

    def in_week(self, week: Week, way: Way) -> Chance:
        """What the days would be if it is in that week."""
        zone = self._facts.programme.sites[way.draft.site].zone
        begins = max(way.earliest_start, week.span.start)
        before = way.earliest_start if way.draft.splittable else week.span.start - way.before
        first = day_of(max(way.earliest_start, before), zone)
        last = day_of(week.span.end - _INSTANT, zone)
        return Chance(week.name, begins, first, max(first, day_of(begins, zone)), last)
