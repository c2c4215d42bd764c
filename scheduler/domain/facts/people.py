"""Who is there, until when a certificate holds, and how many minutes of a day and week are for scheduled work."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from scheduler.domain.calendar import Horizon, Span, Spans
from scheduler.domain.facts.exact import NOTHING, exact, floored
from scheduler.domain.facts.rosters import Roster, anonymous_stretches, hours_of, roster, shift_stretches
from scheduler.domain.facts.validity import certified_time
from scheduler.domain.facts.ways import Ways
from scheduler.domain.ids import PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import Absence, Certificate, Shift, Technician, WorkingSpan
from scheduler.domain.programme import Programme

_MINUTES_AN_HOUR = 60
_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


PersonWeek: TypeAlias = tuple[TechnicianId, str]
"""Somebody's ISO week."""


class People:
    """Technicians with their shifts, absences and certificates.

    Shifts count if they start in the horizon and not before today. Anonymous people work by the clock of the visit's
    site, so their roster is asked for a site (None: their home site).
    """

    def __init__(
        self, programme: Programme, today: date, horizon: Horizon, opened: Mapping[PersonWeek, int] | None = None
    ) -> None:
        """`opened`: minutes of interrupt work for which the reserve of somebody's week is open."""
        self._opened = opened or {}
        self._programme = programme
        self._first_day = max(today, horizon.first_day)
        self._last_day = horizon.last_day
        self._days_of_hours = (horizon.first_day - _ONE_DAY, horizon.last_day + _ONE_DAY)
        self._rosters: dict[tuple[TechnicianId, SiteId], Roster] = {}
        self._rosters_of_all: dict[tuple[PerformerId, SiteId], Roster] = {}
        self._clocks: dict[frozenset[SiteId], tuple[SiteId, ...]] = {}
        self._reachable: dict[tuple[TechnicianId, SiteId], Spans] = {}
        self._held: dict[tuple[TechnicianId, SkillName], Spans] = {}
        self._hours: dict[tuple[PerformerId, SiteId], Spans] = {}
        self._day_limits: dict[tuple[TechnicianId, date], int] = {}
        self._week_limits: dict[tuple[TechnicianId, str], int] = {}

    def of_performer(self, performer: PerformerId) -> tuple[Technician, ...]:
        """Return a performer's people by id."""
        return self._by_performer.get(performer, ())

    def holders(self, skill: SkillName) -> tuple[Technician, ...]:
        """Return who has a certificate of the skill, in force or not, by id."""
        return self._by_skill.get(skill, ())

    def skills_of(self, technician: TechnicianId) -> frozenset[SkillName]:
        """Return the skills that a person has a certificate of, in force or not."""
        return self._skills.get(technician, frozenset())

    def holds(self, technician: TechnicianId, skill: SkillName) -> Spans:
        """Return when a certificate holds: from the start of its first day to the end of its last, where they live."""
        if (technician, skill) not in self._held:
            rows = (row for row in self._certificates.get(technician, ()) if row.skill == skill)
            zone = self._programme.sites[self._programme.technicians[technician].home_site].zone
            self._held[technician, skill] = Spans.of(span for row in rows for span in certified_time(row, zone))
        return self._held[technician, skill]

    def roster(self, technician: TechnicianId, site: SiteId | None = None) -> Roster:
        """Return the working time of a person, for an anonymous one at that site; those never away share one."""
        person = self._programme.technicians[technician]
        at = site if person.anonymous and site is not None else person.home_site
        if person.anonymous and technician not in self._absences:
            return self._roster_of_all(person, at)
        if (technician, at) not in self._rosters:
            self._rosters[technician, at] = roster(self._stretches(person, at), self._absences.get(technician, ()))
        return self._rosters[technician, at]

    def _roster_of_all(self, person: Technician, site: SiteId) -> Roster:
        key = (person.performer, site)
        if key not in self._rosters_of_all:
            self._rosters_of_all[key] = roster(self._stretches(person, site), ())
        return self._rosters_of_all[key]

    def shift_of(self, technician: TechnicianId, instant: datetime, site: SiteId | None = None) -> WorkingSpan | None:
        """Return the stretch of a shift that holds the instant, if the person is there."""
        found = self.roster(technician, site)
        number = bisect_right(found.starts, instant) - 1
        return found.working[number] if number >= 0 and found.working[number].span.holds(instant) else None

    def presence_less_ways(self, technician: TechnicianId, site: SiteId, ways: Ways) -> Spans:
        """Return when a named person can be at work at a site, the way from and back to the shift's own taken off."""
        if (technician, site) not in self._reachable:
            there = self.roster(technician, site).presence
            reachable = (self._without_ways(span, technician, site, ways) for span in there)
            self._reachable[technician, site] = Spans(tuple(span for span in reachable if span))
        return self._reachable[technician, site]

    def _without_ways(self, present: Span, technician: TechnicianId, site: SiteId, ways: Ways) -> Span | None:
        first, last = self.shift_of(technician, present.start), self.shift_of(technician, present.end - _INSTANT)
        if first is None or last is None:
            return None
        start = present.start + timedelta(minutes=ways.minutes(first.site, site))
        end = present.end - timedelta(minutes=ways.minutes(site, last.site))
        return Span(start, end) if start < end else None

    def shift_minutes(self, technician: TechnicianId, day: date) -> int:
        """Return what absences leave of the shifts that start on a day; for anonymous people at their best site."""
        return floored(self._day_minutes(technician, day))

    def day_limit_minutes(self, technician: TechnicianId, day: date) -> int:
        """Return how many minutes of that day may be scheduled."""
        if (technician, day) not in self._day_limits:
            share = exact(self._programme.capacity.max_day_share)
            self._day_limits[technician, day] = floored(share * self._day_minutes(technician, day))
        return self._day_limits[technician, day]

    def week_limit_minutes(self, technician: TechnicianId, week: str) -> int:
        """Return how many minutes of the shifts that start in an ISO week may be scheduled, overtime included."""
        if (technician, week) not in self._week_limits:
            self._week_limits[technician, week] = self._worked_out_limit(self._programme.technicians[technician], week)
        return self._week_limits[technician, week]

    def performer_hours(self, performer: PerformerId, site: SiteId) -> Spans:
        """Return a performer's hours by the clock and holidays of a site."""
        if (performer, site) not in self._hours:
            row, place = self._programme.performers[performer], self._programme.sites[site]
            self._hours[performer, site] = hours_of(row, place, *self._days_of_hours)
        return self._hours[performer, site]

    def _worked_out_limit(self, person: Technician, week: str) -> int:
        reserve = exact(self._programme.capacity.reserve)
        minutes = max((one.minutes_by_week.get(week, NOTHING) for one in self._rosters_of(person)), default=NOTHING)
        opened = min(reserve * minutes, Fraction(self._opened.get((person.technician, week), 0)))
        share = (exact(person.scheduled_share) - reserve) * minutes + opened
        limit = share + exact(person.overtime_hours_week) * _MINUTES_AN_HOUR
        if person.max_hours_week is not None:
            limit = min(limit, exact(person.max_hours_week) * _MINUTES_AN_HOUR)
        return floored(limit)

    def _day_minutes(self, technician: TechnicianId, day: date) -> Fraction:
        rosters = self._rosters_of(self._programme.technicians[technician])
        return max((one.minutes_by_day.get(day, NOTHING) for one in rosters), default=NOTHING)

    def _rosters_of(self, person: Technician) -> Iterator[Roster]:
        """Yield the one roster of a named person, and of an anonymous one that of each clock and holidays in reach."""
        sites = self._of_each_clock(person) if person.anonymous else (person.home_site,)
        return (self.roster(person.technician, site) for site in sites)

    def _of_each_clock(self, person: Technician) -> tuple[SiteId, ...]:
        """Return one site for all that share clock and holidays: the minutes of a roster are the same at each."""
        reached = person.sites if person.home_site in person.sites else person.sites | {person.home_site}
        if reached not in self._clocks:
            places = (self._programme.sites[site] for site in sorted(reached, reverse=True))
            self._clocks[reached] = tuple({(place.zone, place.holidays): place.site for place in places}.values())
        return self._clocks[reached]

    def _stretches(self, person: Technician, site: SiteId) -> Iterator[WorkingSpan]:
        sites = self._programme.sites
        if person.anonymous:
            performer = self._programme.performers[person.performer]
            return anonymous_stretches(performer, sites[site], self._first_day, self._last_day)
        return shift_stretches(self._shifts.get(person.technician, ()), sites, self._first_day, self._last_day)

    @cached_property
    def _by_performer(self) -> Mapping[PerformerId, tuple[Technician, ...]]:
        found = defaultdict(list)
        for _, person in sorted(self._programme.technicians.items()):
            found[person.performer].append(person)
        return {performer: tuple(people) for performer, people in found.items()}

    @cached_property
    def _by_skill(self) -> Mapping[SkillName, tuple[Technician, ...]]:
        found = defaultdict(list)
        for name, person in sorted(self._programme.technicians.items()):
            for skill in sorted(self.skills_of(name)):
                found[skill].append(person)
        return {skill: tuple(people) for skill, people in found.items()}

    @cached_property
    def _certificates(self) -> Mapping[TechnicianId, list[Certificate]]:
        found = defaultdict(list)
        for row in self._programme.certificates:
            found[row.technician].append(row)
        return dict(found)

    @cached_property
    def _skills(self) -> Mapping[TechnicianId, frozenset[SkillName]]:
        return {name: frozenset(row.skill for row in rows) for name, rows in self._certificates.items()}

    @cached_property
    def _shifts(self) -> Mapping[TechnicianId, list[Shift]]:
        found = defaultdict(list)
        for row in self._programme.shifts:
            found[row.technician].append(row)
        return dict(found)

    @cached_property
    def _absences(self) -> Mapping[TechnicianId, list[Absence]]:
        found = defaultdict(list)
        for row in self._programme.absences:
            found[row.technician].append(row)
        return dict(found)
