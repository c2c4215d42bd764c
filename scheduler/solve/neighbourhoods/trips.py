"""Pairs of people whose trips of a week could be fewer: both go to one site, one goes where the other is at home."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.solve.lines import Stop
from scheduler.solve.neighbourhoods.box import Box, PersonWeek
from scheduler.solve.neighbourhoods.kinds import may_go
from scheduler.solve.placement import Placement
from scheduler.solve.targets import minute_price, week_number
from scheduler.solve.timetable import Timetable

LITTLE = 4_000
"""Points that a pair's trips have to be worth."""
MOST_PAIRS = 3
"""Pairs that one person's week is looked at in."""
MOST_VISITS = 60
"""Visits that are taken out at once."""
_A_DAY, _A_WEEK = 1440, 7

_Pair = tuple[int, TechnicianId, TechnicianId]
"""The number of a week and two people."""


@dataclass(slots=True)
class _Trips:
    """Trips to one site in a week: how many, what their minutes are worth, and who else could do the work there."""

    number: int = 0
    points: int = 0
    others: set[TechnicianId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people in a week, and the points that trips which could be spared are worth."""

    points: int
    week: int
    people: tuple[TechnicianId, TechnicianId]

    def box(self, timetable: Timetable) -> Box:
        """Their visits of the week, those away from home first."""
        first = self.week * _A_WEEK + 1
        begin = (first - timetable.timeline.first_day) * _A_DAY
        until = begin + _A_WEEK * _A_DAY
        found = dict.fromkeys(one for person in self.people for one in timetable.of_person(person, begin, until))
        movable = [one for one in found if may_go(one, timetable)]
        movable.sort(key=lambda one: (_is_at_home(one, timetable), one.start, one.task_ids))
        return Box("trips", tuple(movable[:MOST_VISITS]), (), frozenset(self.people), first, first + _A_WEEK - 1)


def pairs_of(timetable: Timetable) -> list[Pair]:
    """Those whose trips are worth most first, each person's week in a few of them."""
    trips = _trips(timetable)
    worth: dict[_Pair, int] = defaultdict(int)
    for (person, week), sites in trips.items():
        for site, mine in sites.items():
            for other, points in _shared(person, site, mine, week, trips, timetable):
                worth[week, min(person, other), max(person, other)] += points
    spare = {key: sum(one.points - one.points // one.number for one in sites.values()) for key, sites in trips.items()}
    found = (
        Pair(points + spare[one, week] + spare[other, week], week, (one, other))
        for (week, one, other), points in worth.items()
    )
    return list(_a_few_each(sorted(found, key=lambda one: (-one.points, one.week, one.people))))


def _a_few_each(pairs: list[Pair]) -> Iterator[Pair]:
    seen: dict[PersonWeek, int] = defaultdict(int)
    for pair in pairs:
        weeks = [(person, pair.week) for person in pair.people]
        if pair.points >= LITTLE and all(seen[week] < MOST_PAIRS for week in weeks):
            for week in weeks:
                seen[week] += 1
            yield pair


def _shared(
    person: TechnicianId,
    site: SiteId,
    mine: _Trips,
    week: int,
    trips: Mapping[PersonWeek, Mapping[SiteId, _Trips]],
    timetable: Timetable,
) -> Iterator[tuple[TechnicianId, int]]:
    """Who could spare these trips, and what that is worth: whoever goes there too, or comes from there."""
    people = timetable.facts.programme.technicians
    for other in sorted(mine.others):
        theirs = trips.get((other, week))
        if theirs is None:
            continue
        if people[other].home_site == site:
            yield other, mine.points
        elif site in theirs and (person < other or person not in theirs[site].others):
            yield other, min(mine.points, theirs[site].points)


def _trips(timetable: Timetable) -> Mapping[PersonWeek, Mapping[SiteId, _Trips]]:
    """The trips of each person's week, by site."""
    people = timetable.facts.programme.technicians
    found: dict[PersonWeek, dict[SiteId, _Trips]] = {}
    for person in sorted(timetable.people):
        seen: set[tuple[int, int, SiteId]] = set()
        for stop in timetable.person(person).stops:
            site, week = stop.place.site, week_number(stop.day)
            if site == stop.base or people[person].anonymous:
                continue
            trips = found.setdefault((person, week), {}).setdefault(site, _Trips())
            trips.others.update(_able(person, stop, timetable))
            if (stop.day, stop.chain, site) not in seen:
                seen.add((stop.day, stop.chain, site))
                trips.number += 1
                trips.points += _minutes(stop, timetable) * minute_price(timetable.minute_prices, person, week)
    return found


def _minutes(stop: Stop, timetable: Timetable) -> int:
    """There and back."""
    travel, site = timetable.facts.travel_minutes, stop.place.site
    return travel(stop.base, site) + travel(site, stop.base)


def _able(person: TechnicianId, stop: Stop, timetable: Timetable) -> Iterator[TechnicianId]:
    """Who else could do what is done there then."""
    for one in timetable.of_person(person, stop.start, stop.start + 1):
        if len(one.legs) == 1 and len(one.legs[0].people) == 1:
            yield from (other.technician for other in one.visit.legs[0].people if other.technician != person)


def _is_at_home(placement: Placement, timetable: Timetable) -> bool:
    people = timetable.facts.programme.technicians
    return all(people[person.technician].home_site == placement.visit.draft.site for person in placement.legs[0].people)
