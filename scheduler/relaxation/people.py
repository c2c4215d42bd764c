"""Who can do a family of work in which week, and how many minutes they have at most: never less than any legal plan uses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from constraints import catalogue
from constraints.sentence import Holds, Inside
from scheduler.domain.calendar import Span, Spans, iso_week
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.work import LegProfile

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Crowd:
    """People who are alike: one named person, or the anonymous people of a performer."""

    technician: TechnicianId
    """Anyone of them; they all answer alike."""
    people: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The minutes by week that a crowd can at most give to work of one profile inside certain hours."""

    crowd: Crowd
    minutes: Mapping[str, int]


class People:
    """Asks the rules once a profile who may do it when."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._crowds: dict[PerformerId, tuple[Crowd, ...]] = {}
        self._spans: dict[tuple[LegProfile, TechnicianId], Spans] = {}
        self._weeks: dict[tuple[TechnicianId, SiteId, datetime], str | None] = {}

    def week_minutes(self, crowd: Crowd, week: str) -> int:
        """What all of them together may be charged in a week."""
        return crowd.people * self._facts.week_limit_minutes(crowd.technician, week)

    def reaches(self, profile: LegProfile, hours: Spans | None, minutes: int) -> tuple[Reach, ...]:
        """Who can do a leg of `minutes` inside one of `hours` (None: at any time), with their minutes there by week."""
        found = (
            Reach(crowd, self._minutes_by_week(profile, crowd, hours, minutes))
            for crowd in self._crowds_of(profile.performer)
        )
        return tuple(reach for reach in found if reach.minutes)

    def _minutes_by_week(
        self, profile: LegProfile, crowd: Crowd, hours: Spans | None, minutes: int
    ) -> Mapping[str, int]:
        """A stretch that touches shifts of two weeks counts in both: a leg is charged to the shift in which it starts."""
        there = self._able(profile, crowd.technician)
        if hours is not None:
            there = there & hours
        found: dict[str, int] = defaultdict(int)
        for span in there:
            if span.minutes >= minutes:
                for week in self._weeks_of(crowd.technician, profile.site, span):
                    found[week] += span.minutes * crowd.people
        return found

    def _weeks_of(self, technician: TechnicianId, site: SiteId, span: Span) -> Sequence[str]:
        ends = (self._week_at(technician, site, span.start), self._week_at(technician, site, span.end - _INSTANT))
        return tuple(dict.fromkeys(week for week in ends if week is not None))

    def _week_at(self, technician: TechnicianId, site: SiteId, instant: datetime) -> str | None:
        key = (technician, site, instant)
        if key not in self._weeks:
            shift = self._facts.shift_of(technician, instant, site)
            self._weeks[key] = None if shift is None else iso_week(shift.day)
        return self._weeks[key]

    def _able(self, profile: LegProfile, technician: TechnicianId) -> Spans:
        """When a person may be on a leg of the profile. In a crew, a person may hold any one of the skills."""
        key = (profile, technician)
        if key not in self._spans:
            self._spans[key] = self._asked(profile, self._facts.programme.technicians[technician])
        return self._spans[key]

    def _asked(self, profile: LegProfile, technician: Technician) -> Spans:
        there: Spans | None = None
        held: dict[SkillName, Spans] = {}
        for said in self._sentences(profile, technician):
            if isinstance(said, Holds):
                held[said.skill] = held[said.skill] & said.spans if said.skill in held else said.spans
            else:
                there = said.spans if there is None else there & said.spans
        able = there if there is not None else Spans.of([])
        everyone_holds = len(profile.skills) == 1 and profile.skills[0][1] >= profile.crew
        return able & held[profile.skills[0][0]] if everyone_holds else able

    def _sentences(self, profile: LegProfile, technician: Technician) -> Iterator[Inside | Holds]:
        for rule in catalogue.rules():
            said = getattr(rule, "admits_technician", None)
            if said is not None:
                yield from said(profile, technician, self._facts)

    def _crowds_of(self, performer: PerformerId) -> tuple[Crowd, ...]:
        if performer not in self._crowds:
            people = self._facts.technicians(performer)
            nameless = [one.technician for one in people if one.anonymous]
            named = [Crowd(one.technician, 1) for one in people if not one.anonymous]
            self._crowds[performer] = (*named, *([Crowd(nameless[0], len(nameless))] if nameless else []))
        return self._crowds[performer]
