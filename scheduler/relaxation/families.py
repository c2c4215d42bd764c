"""Families of work: what the same people can do in the same hours, and the minutes that each of them has there."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_, attrgetter, or_

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
from scheduler.relaxation.starts import Opening, openings_of, starts_of

PER_MINUTE = 1_000
_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)
_start_of = attrgetter("start")
_Asked = tuple[object, ...]
_Charged = tuple[tuple[date, int], ...]
"""Days, and the minutes that work in one stretch can charge to each."""


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
    """Work that the same crowds can do in the same stretches of time; `stretches` that are long enough, of anyone.

    `starts`: when a leg that is charged to a week can begin, whoever does it.
    """

    number: int
    reaches: tuple[Reach, ...]
    stretches: Spans
    starts: Mapping[str, Spans]

    def latest_start(self, end: datetime, minutes: int) -> datetime | None:
        """The last instant from which somebody can do `minutes` on end before `end`; None if there is no such."""
        members = self.stretches.members
        for number in range(bisect_left(members, end, key=_start_of) - 1, -1, -1):
            latest = min(members[number].end, end) - minutes * _MINUTE
            if latest >= members[number].start:
                return latest
        return None


@dataclass(frozen=True, slots=True)
class _There:
    """When one of a crowd can be on a leg; `number` tells equal times; `lengths` of the stretches, shortest first.

    `stretches`: the minutes of each in order, and what work in it can charge. `openings`: their parts in shifts.
    """

    crowd: Crowd
    spans: Spans
    number: int
    lengths: tuple[int, ...]
    stretches: tuple[tuple[int, _Charged], ...]
    openings: tuple[Opening, ...]


class Families:
    """Asks the rules once for each kind of people; what comes out equal is one family.

    Departments and instruments are not told apart when rules say who may do work: instruments narrow the hours instead.
    """

    def __init__(self, facts: Facts, people: People, hours: Hours, longest: int) -> None:
        self._facts = facts
        self._people = people
        self._hours = hours
        self._longest = longest
        self._able: dict[_Asked, tuple[tuple[Crowd, Spans, int], ...]] = {}
        self._there: dict[tuple[_Asked, HoursKey], tuple[_There, ...]] = {}
        self._numbers: dict[Spans, int] = {}
        self._inside: dict[tuple[int, HoursKey], tuple[Spans, int]] = {}
        self._of_crowd: dict[tuple[Crowd, SiteId, int], _There] = {}
        self._tools: dict[tuple[SiteId, tuple[InstrumentClass, ...]], Spans] = {}
        self._known: dict[tuple[object, ...], Family] = {}
        self._of_leg: dict[tuple[_Asked, HoursKey, int], Family] = {}

    def family(self, profile: LegProfile, hours: HoursKey, minutes: int) -> Family:
        """The family of a leg inside one of `hours` that no stretch shorter than `minutes` can hold."""
        asked = (profile.site, profile.where, profile.performer, profile.crew, profile.skills)
        if (asked, hours, minutes) not in self._of_leg:
            found = self._there_of(asked, profile, hours)
            self._of_leg[asked, hours, minutes] = self._family(found, profile, minutes)
        return self._of_leg[asked, hours, minutes]

    def _family(self, found: Sequence[_There], profile: LegProfile, minutes: int) -> Family:
        """The one family of all that leaves the same crowds the same times."""
        fitting = [(one, len(one.lengths) - bisect_left(one.lengths, minutes)) for one in found]
        if sum(one.crowd.people for one, left in fitting if left) < profile.crew:
            fitting = []  # a crew is of different people
        place = profile.site if profile.where is not Where.REMOTE else None
        key = (profile.site, place, *((one.crowd, one.number, left) for one, left in fitting if left))
        if key not in self._known:
            able = [one for one, left in fitting if left]
            reaches = tuple(self._reach(one, profile, minutes) for one in able)
            starts = starts_of((opening for one in able for opening in one.openings), minutes)
            self._known[key] = Family(len(self._known), reaches, _stretches(able, minutes), starts)
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
            both = ((crowd, *self._both(able, number, hours)) for crowd, able, number in self._able[asked])
            found = (self._of(crowd, profile.site, spans, number) for crowd, spans, number in both if spans)
            self._there[asked, hours] = tuple(found)
        return self._there[asked, hours]

    def _both(self, able: Spans, number: int, hours: HoursKey) -> tuple[Spans, int]:
        """What the hours leave of the times of that number, and the number of that."""
        if (number, hours) not in self._inside:
            inside = self._hours.spans(hours)
            spans = able if inside is None else able & inside
            self._inside[number, hours] = (spans, self._number(spans))
        return self._inside[number, hours]

    def _number(self, spans: Spans) -> int:
        return self._numbers.setdefault(spans, len(self._numbers))

    def _of(self, crowd: Crowd, site: SiteId, spans: Spans, number: int) -> _There:
        if (crowd, site, number) not in self._of_crowd:
            lengths = tuple(sorted(span.minutes for span in spans))
            working = self._people.working(crowd, site)
            stretches = tuple(_stretches_of(spans, working, self._longest))
            openings = tuple(openings_of(spans, working))
            self._of_crowd[crowd, site, number] = _There(crowd, spans, number, lengths, stretches, openings)
        return self._of_crowd[crowd, site, number]

    def _who_is_able(self, profile: LegProfile) -> Iterator[tuple[Crowd, Spans, int]]:
        """Only who may be there and, where all of the crew need the skill, holds it at some time."""
        for crowd in self._people.crowds(profile.performer):
            spans = self._asked(profile, self._facts.programme.technicians[crowd.technician])
            if spans:
                yield crowd, spans, self._number(spans)

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
        for day, there_minutes in _long_enough(there, minutes).items():
            week = iso_week(day)
            way, longest = ways.get(week, (0, 1))
            most = max(0, self._people.day_minutes(there.crowd, day) - way)
            by_week[week] += there.crowd.people * min(there_minutes, most)
            taken[week] = PER_MINUTE + PER_MINUTE * way // max(1, longest - way)
        return Reach(there.crowd, dict(by_week), taken)


def _long_enough(there: _There, minutes: int) -> Mapping[date, int]:
    """Minutes of stretches that are long enough, by the day that work in them is charged to."""
    found: dict[date, int] = defaultdict(int)
    for length, charged in there.stretches:
        if length >= minutes:
            for day, more in charged:
                found[day] += more
    return found


def _stretches_of(spans: Spans, working: Sequence[WorkingSpan], longest: int) -> Iterator[tuple[int, _Charged]]:
    starts = [stretch.span.start for stretch in working]
    for span in spans:
        begin = max(0, bisect_right(starts, span.start) - 1)
        yield span.minutes, tuple(_by_day(span, working[begin : bisect_left(starts, span.end)], longest))


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
