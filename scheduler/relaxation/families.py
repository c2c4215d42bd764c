"""Families of work: what the same people can do in the same hours, and the minutes that each of them has there."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, or_

from constraints.days import first_plannable, from_day_on
from constraints.sentence import Holds, Inside
from scheduler.domain.calendar import EMPTY, Span, Spans, iso_week
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentClass, SiteId, SkillName
from scheduler.domain.people import Technician, WorkingSpan
from scheduler.domain.work import LegProfile
from scheduler.relaxation.hours import Hours, HoursKey
from scheduler.relaxation.people import Crowd, People
from scheduler.relaxation.sentences import all_said

PER_MINUTE = 1_000
_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)
_Asked = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The minutes by week that a crowd can at most give to a family, and what of its week a minute there takes.

    `taken` is in 1/PER_MINUTE: the minute itself and the least of the way there and back for it.
    """

    crowd: Crowd
    minutes: Mapping[str, int]
    taken: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Work that the same crowds can do in the same stretches of time; `stretches` that are long enough, of anyone."""

    number: int
    reaches: tuple[Reach, ...]
    stretches: Spans

    def fits_between(self, start: datetime, end: datetime, minutes: int) -> bool:
        """Whether somebody could do `minutes` on end there."""
        return start < end and any(
            min(span.end, end) - max(span.start, start) >= minutes * _MINUTE
            for span in self.stretches.overlapping(Span(start, end))
        )


@dataclass(frozen=True, slots=True)
class _There:
    """When one of a crowd can be on a leg; `number` tells equal times; `lengths` of the stretches, shortest first."""

    crowd: Crowd
    spans: Spans
    number: int
    lengths: tuple[int, ...]


class Families:
    """Asks the rules once for each kind of people; what comes out equal is one family.

    Departments and instruments are not told apart when rules say who may do work: instruments narrow the hours instead.
    """

    def __init__(self, facts: Facts, people: People, hours: Hours, longest: int) -> None:
        self._facts = facts
        self._people = people
        self._hours = hours
        self._longest = longest
        self._able: dict[_Asked, tuple[tuple[Crowd, Spans], ...]] = {}
        self._there: dict[tuple[_Asked, HoursKey], tuple[_There, ...]] = {}
        self._numbers: dict[Spans, int] = {}
        self._tools: dict[tuple[SiteId, tuple[InstrumentClass, ...]], Spans] = {}
        self._known: dict[tuple[object, ...], Family] = {}

    def family(self, profile: LegProfile, hours: HoursKey, minutes: int) -> Family:
        """The family of a leg inside one of `hours` that no stretch shorter than `minutes` can hold."""
        asked = (profile.site, profile.where, profile.performer, profile.crew, profile.skills)
        found = self._there_of(asked, profile, hours)
        fitting = [(one, len(one.lengths) - bisect_left(one.lengths, minutes)) for one in found]
        place = profile.site if profile.where is not Where.REMOTE else None
        key = (profile.site, place, *((one.crowd, one.number, left) for one, left in fitting if left))
        if key not in self._known:
            able = [one for one, left in fitting if left]
            reaches = tuple(self._reach(one, profile, minutes) for one in able)
            self._known[key] = Family(len(self._known), reaches, _stretches(able, minutes))
        return self._known[key]

    def tools(self, profile: LegProfile) -> Iterator[Spans]:
        """For each group of instruments that a leg needs, when one of them may be used."""
        for group in profile.instruments:
            if (profile.site, group) not in self._tools:
                usable = (self._usable(profile, group_class) for group_class in group)
                self._tools[profile.site, group] = reduce(or_, (spans for one in usable for spans in one), EMPTY)
            yield self._tools[profile.site, group]

    def _usable(self, profile: LegProfile, instrument_class: InstrumentClass) -> Iterator[Spans]:
        for instrument in self._facts.instruments_of(instrument_class):
            said = (one.spans for one in all_said("admits_instrument", profile, instrument, self._facts))
            yield reduce(and_, said, self._always(profile.site))

    def _always(self, site: SiteId) -> Spans:
        zone = self._facts.programme.sites[site].zone
        return from_day_on(first_plannable(self._facts) - _A_DAY, zone, self._facts)

    def _there_of(self, asked: _Asked, profile: LegProfile, hours: HoursKey) -> tuple[_There, ...]:
        if asked not in self._able:
            self._able[asked] = tuple(self._who_is_able(profile))
        if (asked, hours) not in self._there:
            inside = self._hours.spans(hours)
            both = ((crowd, able if inside is None else able & inside) for crowd, able in self._able[asked])
            self._there[asked, hours] = tuple(self._numbered(crowd, spans) for crowd, spans in both if spans)
        return self._there[asked, hours]

    def _numbered(self, crowd: Crowd, spans: Spans) -> _There:
        number = self._numbers.setdefault(spans, len(self._numbers))
        return _There(crowd, spans, number, tuple(sorted(span.minutes for span in spans)))

    def _who_is_able(self, profile: LegProfile) -> Iterator[tuple[Crowd, Spans]]:
        """Only who may be there and, where all of the crew need the skill, holds it at some time."""
        for crowd in self._people.crowds(profile.performer):
            spans = self._asked(profile, self._facts.programme.technicians[crowd.technician])
            if spans:
                yield crowd, spans

    def _asked(self, profile: LegProfile, technician: Technician) -> Spans:
        there: Spans | None = None
        held: dict[SkillName, Spans] = {}
        for said in all_said("admits_technician", profile, technician, self._facts):
            if isinstance(said, Holds):
                held[said.skill] = held[said.skill] & said.spans if said.skill in held else said.spans
            elif isinstance(said, Inside):
                there = said.spans if there is None else there & said.spans
                if not there:
                    return EMPTY
        able = there if there is not None else EMPTY
        everyone_holds = len(profile.skills) == 1 and profile.skills[0][1] >= profile.crew
        return able & held[profile.skills[0][0]] if everyone_holds else able

    def _reach(self, there: _There, profile: LegProfile, minutes: int) -> Reach:
        """What the days of each week hold, each at most what may be charged to it without the way."""
        ways = {} if profile.where is Where.REMOTE else self._people.ways(there.crowd, profile.site)
        by_week: dict[str, int] = defaultdict(int)
        taken: dict[str, int] = {}
        for day, there_minutes in self._by_day(there, profile.site, minutes).items():
            week = iso_week(day)
            way, longest = ways.get(week, (0, 1))
            most = max(0, self._people.day_minutes(there.crowd, day) - way)
            by_week[week] += there.crowd.people * min(there_minutes, most)
            taken[week] = PER_MINUTE + PER_MINUTE * way // max(1, longest - way)
        return Reach(there.crowd, dict(by_week), taken)

    def _by_day(self, there: _There, site: SiteId, minutes: int) -> Mapping[date, int]:
        """Minutes of stretches that are long enough, by the day that work in them is charged to."""
        working = self._people.working(there.crowd, site)
        starts = [stretch.span.start for stretch in working]
        found: dict[date, int] = defaultdict(int)
        for span in there.spans:
            if span.minutes >= minutes:
                begin = max(0, bisect_right(starts, span.start) - 1)
                for day, more in _by_day(span, working[begin : bisect_left(starts, span.end)], self._longest):
                    found[day] += more
        return found


def _stretches(able: Sequence[_There], minutes: int) -> Spans:
    """Every stretch of anyone that is long enough; equal times are looked at once."""
    different = {one.number: one.spans for one in able}
    return Spans.of(span for spans in different.values() for span in spans if span.minutes >= minutes)


def _by_day(span: Span, working: Sequence[WorkingSpan], longest: int) -> Iterator[tuple[date, int]]:
    """Minutes of a stretch by the day that work is charged to: that of the shift it starts in, even if it runs on."""
    for stretch in working:
        start, end = max(span.start, stretch.span.start), min(span.end, stretch.span.end)
        if start < end:
            yield stretch.day, (end - start) // _MINUTE + min(longest, (span.end - end) // _MINUTE)
