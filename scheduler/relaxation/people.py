"""Who is there when: people who are alike as crowds, their shifts by day, and what they may be charged in a week."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from scheduler.domain.calendar import Span, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SiteId, TechnicianId
from scheduler.domain.people import Technician, WorkingSpan


@dataclass(frozen=True, slots=True)
class Crowd:
    """People whom no rule tells apart: one named person, or `people` anonymous ones of whom `technician` is one."""

    technician: TechnicianId
    people: int


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week of the horizon. `span`: from the first start to the last end of all shifts that are charged to it."""

    name: str
    span: Span
    first_day: date
    last_day: date


class People:
    """Crowds by performer, with their shifts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        certificates: dict[TechnicianId, list[object]] = defaultdict(list)
        for row in facts.programme.certificates:
            certificates[row.technician].append((row.skill, row.valid_from, row.valid_until))
        away = {row.technician for row in facts.programme.absences}
        alike: dict[object, list[Technician]] = defaultdict(list)
        for person in (facts.programme.technicians[one] for one in sorted(facts.programme.technicians)):
            told_apart = not person.anonymous or person.technician in away
            nameless = replace(person, technician=TechnicianId(""), name="", email="")
            key = (nameless, frozenset(certificates[person.technician]))
            alike[person.technician if told_apart else key].append(person)
        self._crowds: dict[PerformerId, list[Crowd]] = defaultdict(list)
        for members in alike.values():
            self._crowds[members[0].performer].append(Crowd(members[0].technician, len(members)))
        self._ways: dict[tuple[Crowd, SiteId], Mapping[str, tuple[int, int]]] = {}
        self._roads = _roads(facts)
        self.weeks = tuple(self._weeks())

    def crowds(self, performer: PerformerId) -> Sequence[Crowd]:
        """The performer's crowds."""
        return self._crowds.get(performer, ())

    def working(self, crowd: Crowd, site: SiteId) -> tuple[WorkingSpan, ...]:
        """The stretches of shifts of each of the crowd, for work at a site."""
        return self._facts.working(crowd.technician, site)

    def day_minutes(self, crowd: Crowd, day: date) -> int:
        """What each of the crowd may be charged in a day."""
        return self._facts.day_limit_minutes(crowd.technician, day)

    def week_minutes(self, crowd: Crowd, week: str) -> int:
        """What all of the crowd together may be charged in a week."""
        return crowd.people * self._facts.week_limit_minutes(crowd.technician, week)

    def ways(self, crowd: Crowd, site: SiteId) -> Mapping[str, tuple[int, int]]:
        """For each week, the least minutes from where a shift starts to the site and back, and the longest day.

        Whoever works there on a day has that way or a longer one in the same day's minutes. So work of f minutes in
        a day of d takes a way of at least f · way / (d - way), however many other sites are on it.
        """
        if (crowd, site) not in self._ways:
            self._ways[crowd, site] = self._worked_out_ways(crowd, site)
        return self._ways[crowd, site]

    def _worked_out_ways(self, crowd: Crowd, site: SiteId) -> Mapping[str, tuple[int, int]]:
        if self._facts.programme.technicians[crowd.technician].anonymous:
            return {}
        found: dict[str, tuple[int, int]] = {}
        for stretch in self.working(crowd, site):
            week = iso_week(stretch.day)
            way = self._roads[stretch.site, site] + self._roads[site, stretch.site]
            least, longest = found.get(week, (way, 0))
            found[week] = min(least, way), max(longest, self.day_minutes(crowd, stretch.day))
        return found

    def _weeks(self) -> Iterator[Week]:
        charged: dict[str, list[Span]] = defaultdict(list)
        for stretch in self._stretches():
            charged[iso_week(stretch.day)].append(stretch.span)
        for name, (first, last) in sorted(_days_by_week(self._facts).items()):
            if name in charged:
                spans = charged[name]
                yield Week(name, Span(min(one.start for one in spans), max(one.end for one in spans)), first, last)

    def _stretches(self) -> Iterator[WorkingSpan]:
        for crowds in self._crowds.values():
            for crowd in crowds:
                person = self._facts.programme.technicians[crowd.technician]
                for site in sorted({person.home_site, *person.sites} if person.anonymous else {person.home_site}):
                    yield from self.working(crowd, site)


def _days_by_week(facts: Facts) -> Mapping[str, tuple[date, date]]:
    """First and last day of each ISO week of the horizon, cut to the horizon."""
    found: dict[str, tuple[date, date]] = {}
    for day in facts.horizon.days():
        week = iso_week(day)
        found[week] = (found[week][0] if week in found else day, day)
    return found


def _roads(facts: Facts) -> Mapping[tuple[SiteId, SiteId], int]:
    """The least travel between sites, over others if that is shorter (Floyd and Warshall); no way: as if there."""
    sites = sorted(facts.programme.sites)
    found = np.array([[_minutes(one, other, facts) for other in sites] for one in sites], dtype=np.int64)
    for middle in range(len(sites)):
        np.minimum(found, found[:, middle, None] + found[middle], out=found)
    return dict(zip(product(sites, sites), found.ravel().tolist(), strict=True))


def _minutes(one: SiteId, other: SiteId, facts: Facts) -> int:
    try:
        return facts.travel_minutes(one, other)
    except KeyError:
        return 0
