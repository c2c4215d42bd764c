"""How many minutes the people of a leg have for it: inside its hours and within their shares, and what is left."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scheduler.domain.calendar import iso_week
from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.plan import Place
from scheduler.solve.candidates import Candidate, WorkShift
from scheduler.solve.intervals import Intervals, clipped, longest, united
from scheduler.solve.lines import Stop
from scheduler.solve.timetable import Timetable

PlaceFrom = Callable[[SiteId], Place]
"""Where work keeps somebody whose shift is at that site: remote work is done there."""
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of one person in one ISO week: `there` by the shares, `left` beside what is planned, `usable` of that.

    Usable are pieces that are long enough, the way there taken off.
    """

    there: int
    left: int
    usable: int


@dataclass(frozen=True, slots=True)
class Room:
    """What one person has for a kind of work, by ISO week.

    `whole`: the longest piece that a day could hold if nothing were planned, `piece` the longest that is left in one.
    The way there and back is taken off a piece.
    """

    weeks: Mapping[str, Minutes]
    whole: int
    piece: int

    @property
    def there(self) -> int:
        return sum(minutes.there for minutes in self.weeks.values())

    @property
    def left(self) -> int:
        return sum(minutes.left for minutes in self.weeks.values())


class Rooms:
    """Looks at a finished timetable; what each person spends is added up once."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._facts = timetable.facts
        self._spent: dict[TechnicianId, Mapping[int, int]] = {}

    def of(self, person: Candidate, hours: Intervals, place_from: PlaceFrom, least: int) -> Room:
        """The person's minutes for work in `hours` of theirs; usable are pieces of `least` or more."""
        days: dict[str, list[Minutes]] = defaultdict(list)
        whole = piece = 0
        for day, shifts in _by_day(person, hours):
            limit, spent = self._day_limit(person, day), self._spent_on(person, day)
            week = iso_week(date.fromordinal(day))
            budget = min(limit, self._week_limit(person, week))
            budget_left = min(limit - spent, self._week_limit(person, week) - self._spent_in(person, day))
            here = free = usable = 0
            for shift, inside in shifts:
                here, place = here + _total(inside), place_from(shift.base)
                way = self._way(shift, place)
                whole = max(whole, min(longest(inside), budget - way))
                for stretch in self._free(person, inside, place):
                    found = self._piece(person, shift, stretch, place, budget_left)
                    piece = max(piece, found)
                    free += stretch[1] - stretch[0]
                    usable += found if found >= least else 0
            left = max(0, min(free, limit - spent))
            days[week].append(Minutes(min(here, limit), left, min(left, usable)))
        weeks = {week: self._week(person, week, minutes) for week, minutes in sorted(days.items())}
        return Room(weeks, whole, piece)

    def _week(self, person: Candidate, week: str, days: list[Minutes]) -> Minutes:
        limit = self._week_limit(person, week)
        monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1).toordinal()
        unspent = max(0, limit - self._spent_in(person, monday))
        there = max(0, min(limit, sum(day.there for day in days)))
        left = min(there, unspent, sum(day.left for day in days))
        return Minutes(there, left, min(left, sum(day.usable for day in days)))

    def free(self, person: Candidate, hours: Intervals, place_from: PlaceFrom) -> Intervals:
        """When the person is not taken, the ways to and from other work left out."""
        shifts = (held for _, shifts in _by_day(person, hours) for held in shifts)
        return united(
            stretch for shift, inside in shifts for stretch in self._free(person, inside, place_from(shift.base))
        )

    def _free(self, person: Candidate, hours: Intervals, place: Place) -> Iterator[tuple[int, int]]:
        line = self._timetable.person(person.technician)
        for start, end in hours:
            yield from line.free(start, end, place)

    def _piece(
        self, person: Candidate, shift: WorkShift, stretch: tuple[int, int], place: Place, budget_left: int
    ) -> int:
        way = self._timetable.extra_travel(person, shift, stretch[0], place)
        return min(stretch[1] - stretch[0], budget_left - way)

    def _way(self, shift: WorkShift, place: Place) -> int:
        return self._facts.travel_minutes(shift.base, place.site) + self._facts.travel_minutes(place.site, shift.base)

    def _day_limit(self, person: Candidate, day: int) -> int:
        return self._facts.day_limit_minutes(person.technician, date.fromordinal(day))

    def _week_limit(self, person: Candidate, week: str) -> int:
        return self._facts.week_limit_minutes(person.technician, week)

    def _spent_on(self, person: Candidate, day: int) -> int:
        return self._spending(person).get(day, 0)

    def _spent_in(self, person: Candidate, day: int) -> int:
        """What the ISO week of that day holds already."""
        monday = day - (day - 1) % _WEEK
        return sum(self._spent_on(person, one) for one in range(monday, monday + _WEEK))

    def _spending(self, person: Candidate) -> Mapping[int, int]:
        if person.technician not in self._spent:
            stops = self._timetable.person(person.technician).stops
            self._spent[person.technician] = self._minutes_by_day(stops)
        return self._spent[person.technician]

    def _minutes_by_day(self, stops: list[Stop]) -> Mapping[int, int]:
        """Minutes of legs and of the ways along each chain, from its base and back."""
        chains: dict[tuple[int, int], list[Stop]] = defaultdict(list)
        for stop in stops:
            chains[stop.day, stop.chain].append(stop)
        found: dict[int, int] = defaultdict(int)
        for (day, _), chain in chains.items():
            sites = [chain[0].base, *(stop.place.site for stop in chain), chain[-1].base]
            found[day] += sum(stop.end - stop.start for stop in chain)
            found[day] += sum(self._facts.travel_minutes(one, other) for one, other in pairwise(sites))
        return found


def _by_day(person: Candidate, hours: Intervals) -> Iterator[tuple[int, list[tuple[WorkShift, Intervals]]]]:
    """The days whose shifts hold some of the hours, with what each shift holds."""
    if not hours:
        return
    first, last = person.first_day + hours[0][0] // 1440 - 2, person.first_day + hours[-1][1] // 1440 + 2
    for day in range(first, last + 1):
        shifts = [(one, clipped(hours, one.start, one.end)) for one in person.shifts.get(day, ())]
        held = [(shift, inside) for shift, inside in shifts if inside]
        if held:
            yield day, held


def _total(stretches: Intervals) -> int:
    return sum(end - start for start, end in stretches)
