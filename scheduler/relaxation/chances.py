"""The weeks in which the work of a way can be done, and the days on which its visit then starts and ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.calendar import day_of
from scheduler.domain.facts import Facts
from scheduler.relaxation.alternatives import Way
from scheduler.relaxation.people import Week
from scheduler.relaxation.starts import first_from

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """A week that a leg is charged to, which begins no earlier than `begins` and before `until`.

    Its visit starts from the day `first` through `last` and ends on `ends` or later. It starts before the week if
    other legs go first or it is split.
    """

    week: str
    begins: datetime
    until: datetime
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
        key = (way.draft.site, way.family, way.draft.minutes, way.draft.splittable, *edges)
        if key not in self._known:
            self._known[key] = tuple(self._possible(way))
        return self._known[key]

    def _possible(self, way: Way) -> Iterator[Chance]:
        for week in self._weeks:
            starts = way.family.starts.get(week.name)
            begins = first_from(starts, way.earliest_start) if starts else None
            if starts and begins is not None and way.may_begin(begins):
                yield self._between(week.name, way, begins, starts.members[-1].end)

    def in_week(self, week: Week, way: Way) -> Chance:
        """What the days would be if it is in that week, whoever does it."""
        return self._between(week.name, way, max(way.earliest_start, week.span.start), week.span.end)

    def _between(self, week: str, way: Way, begins: datetime, until: datetime) -> Chance:
        zone = self._facts.programme.sites[way.draft.site].zone
        before = way.earliest_start if way.draft.splittable else begins - way.before
        first = day_of(max(way.earliest_start, before), zone)
        last = day_of(until - _INSTANT, zone)
        return Chance(week, begins, until, first, max(first, day_of(begins, zone)), last)
