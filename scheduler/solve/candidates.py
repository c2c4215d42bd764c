"""What the rules leave over: when a visit may be, and who and what may do each of its legs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from constraints.sentence import Holds, Part, Spends
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentClass, InstrumentId, PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import Technician, WorkingSpan
from scheduler.domain.plan import Place
from scheduler.domain.work import LegProfile, OutKind, VisitDraft
from scheduler.solve.intervals import ALWAYS, Intervals, inside_among, shared, starts_ending_in
from scheduler.solve.sentences import Sentences
from scheduler.solve.timeline import Timeline

_What: TypeAlias = tuple[SiteId, Where, PerformerId, tuple[InstrumentClass, ...]]
_Who: TypeAlias = tuple[SiteId, Where, PerformerId, int, tuple[tuple[SkillName, int], ...]]


@dataclass(frozen=True, slots=True)
class WorkShift:
    """A stretch of a shift in minutes, charged to `day` (an ordinal), starting and ending at `base`.

    Ways are counted along each `chain`: a stretch, or for anonymous people, who have no `home`, the whole day.
    """

    start: int
    end: int
    base: SiteId
    day: int
    chain: int
    home: Place | None


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A person who may do legs of a profile inside `spans`; each skill only inside its own spans.

    `shifts` by the day (an ordinal) they are charged to; `first_day` the ordinal of minute 0.
    """

    technician: TechnicianId
    skill_count: int
    spans: Intervals
    skills: Mapping[SkillName, Intervals]
    shifts: Mapping[int, tuple[WorkShift, ...]]
    first_day: int
    spends: tuple[Spends, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tool:
    """An instrument that may be used inside `spans`; one that travels knows ways."""

    instrument: InstrumentId
    spans: Intervals


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """When a visit may be: the `starts` that every sentence about it accepts, its legs unbroken.

    `out` and `out_ends`: where the time that a bench visit has its asset may fall, and its ends. Split work has the
    `starts` of its first leg, the `ends` of its last and `all` of it on their own.
    """

    starts: Intervals
    because: tuple[str, ...]
    out: Intervals = ALWAYS
    out_ends: Intervals = ALWAYS
    ends: Intervals = ALWAYS
    all: Intervals = ALWAYS


class Candidates:
    """Asks every rule once a profile, and once a draft."""

    def __init__(self, sentences: Sentences, facts: Facts, timeline: Timeline) -> None:
        self._sentences = sentences
        self.facts = facts
        self._timeline = timeline
        self._people: dict[_Who, tuple[Candidate, ...]] = {}
        self._tools: dict[LegProfile, tuple[tuple[Tool, ...], ...]] = {}
        self._groups: dict[_What, tuple[Tool, ...]] = {}
        self._shifts: dict[int, tuple[Sequence[WorkingSpan], dict[int, tuple[WorkShift, ...]]]] = {}
        self._asked: dict[tuple[SiteId, Where, PerformerId], tuple[Candidate, ...]] = {}
        self._spans: dict[Intervals, Intervals] = {ALWAYS: ALWAYS}
        self._places: dict[Place, Place] = {}
        self._place_of: dict[int, tuple[LegProfile, Place | None]] = {}
        self._remote: dict[SiteId, Place] = {}
        self._homes: dict[SiteId, Place] = {}
        self._at_work: dict[int, tuple[tuple[Candidate, ...], dict[int, list[Candidate]]]] = {}

    def place(self, profile: LegProfile, base: SiteId) -> Place:
        """Where the leg keeps its people: remote work is done at the site of their shift.

        The same place is the same object; profiles are known again by the object too, as this is asked all the time.
        """
        known = self._place_of.get(id(profile))
        if known is None:
            there = None if profile.where is Where.REMOTE else self._placed(profile, profile.site)
            known = self._place_of[id(profile)] = profile, there
        if known[1] is not None:
            return known[1]
        if base not in self._remote:
            self._remote[base] = self._placed(profile, base)
        return self._remote[base]

    def _placed(self, profile: LegProfile, site: SiteId) -> Place:
        place = self.facts.place(site, profile.department, profile.where)
        return self._places.setdefault(place, place)

    def home(self, site: SiteId) -> Place:
        """Where people of a site start from; the same site's is the same object."""
        home = self._homes.get(site)
        if home is None:
            home = self._homes[site] = Place(site, "")
        return home

    def people(self, profile: LegProfile) -> tuple[Candidate, ...]:
        """All who could ever do a leg of this profile, in the order of their ids.

        Asked once for what a rule about people can depend on: not the department, nor the instruments.
        """
        who = (profile.site, profile.where, profile.performer, profile.crew, profile.skills)
        found = self._people.get(who)
        if found is None:
            asked = (self._candidate(profile, one) for one in self._who_could_be_there(profile))
            found = tuple(sorted((one for one in asked if one.spans), key=lambda one: one.technician))
            self._people[who] = found
        return found

    def at_work(self, people: tuple[Candidate, ...], day: int) -> Sequence[Candidate]:
        """Those of them who have a shift on the day, in the same order; known again by the object."""
        known = self._at_work.get(id(people))
        if known is None:
            by_day: dict[int, list[Candidate]] = {}
            for person in people:
                for one in person.shifts:
                    by_day.setdefault(one, []).append(person)
            known = self._at_work[id(people)] = people, by_day
        return known[1].get(day, ())

    def tools(self, profile: LegProfile) -> tuple[tuple[Tool, ...], ...]:
        """For each group of the leg, the instruments that could serve: the site's own before travelling ones."""
        found = self._tools.get(profile)
        if found is None:
            found = self._tools[profile] = tuple(self._group(profile, group) for group in profile.instruments)
        return found

    def times(self, draft: VisitDraft) -> Times:
        """When the visit may be, people and other visits apart."""
        by_part: dict[Part, Intervals] = {}
        because = []
        for said in self._sentences.admits(draft):
            before = by_part.get(said.part, ALWAYS)
            after = by_part[said.part] = shared(before, self._timeline.intervals(said.spans))
            if not after:
                because.append(said.because)
        out, out_ends = by_part.get(Part.OUT, ALWAYS), by_part.get(Part.OUT_ENDS, ALWAYS)
        if draft.splittable:
            starts, ends = by_part.get(Part.START, ALWAYS), by_part.get(Part.END, ALWAYS)
            return Times(starts, tuple(because), out, out_ends, ends, by_part.get(Part.VISIT, ALWAYS))
        return Times(self._starts(draft, by_part), tuple(because), out, out_ends)

    def _starts(self, draft: VisitDraft, by_part: Mapping[Part, Intervals]) -> Intervals:
        minutes = draft.minutes
        starts = by_part.get(Part.START, ALWAYS)
        for part in (Part.END, Part.VISIT, Part.OUT, Part.OUT_ENDS):
            spans = by_part.get(part)
            if spans is None or (draft.out is not OutKind.WHILE_THERE and part in (Part.OUT, Part.OUT_ENDS)):
                continue
            if part in (Part.VISIT, Part.OUT):
                starts = inside_among(starts, spans, minutes)
            else:
                starts = shared(starts, starts_ending_in(spans, minutes))
        if draft.out is OutKind.WHILE_THERE and Part.OUT_ENDS in by_part:
            starts = shared(starts, tuple((a, b + 1) for a, b in by_part[Part.OUT_ENDS]))
        return starts

    def _candidate(self, profile: LegProfile, asked: Candidate) -> Candidate:
        skills = {skill: asked.skills.get(skill, ()) for skill, _ in profile.skills}
        spans = asked.spans
        if len(skills) == 1 and profile.skills[0][1] >= profile.crew:
            spans = self._same(shared(spans, skills[profile.skills[0][0]]))
        return replace(asked, spans=spans, skills=skills)

    def _who_could_be_there(self, profile: LegProfile) -> tuple[Candidate, ...]:
        """Everybody of the performer with all their skills, for legs of that kind and place; asked once.

        Of most people most sites are out of reach: nothing is kept of those.
        """
        key = (profile.site, profile.where, profile.performer)
        if key not in self._asked:
            found = (self._ask(profile, technician) for technician in self.facts.technicians(profile.performer))
            self._asked[key] = tuple(one for one in found if one is not None)
        return self._asked[key]

    def _ask(self, profile: LegProfile, technician: Technician) -> Candidate | None:
        names = sorted(self.facts.skills_of(technician.technician))
        anything = replace(profile, crew=1, skills=tuple((name, 1) for name in names), instruments=())
        return self._answer(anything, technician)

    def _answer(self, profile: LegProfile, technician: Technician) -> Candidate | None:
        """The person as the rules say; None if they leave no time at all."""
        spans = ALWAYS
        skills: dict[SkillName, Intervals] = {}
        for said in self._sentences.admits_technician(profile, technician):
            minutes = self._timeline.intervals(said.spans)
            if isinstance(said, Holds):
                skills[said.skill] = shared(skills.get(said.skill, ALWAYS), minutes)
            else:
                spans = shared(spans, minutes)
                if not spans:
                    return None
        spans, skills = self._same(spans), {skill: self._same(held) for skill, held in skills.items()}
        spends = tuple(one for one in self._sentences.uses_technician(profile, technician) if isinstance(one, Spends))
        shifts = self._shifts_of(technician, profile.site)
        first_day = self.facts.horizon.first_day.toordinal()
        return Candidate(technician.technician, len(profile.skills), spans, skills, shifts, first_day, spends)

    def _same(self, spans: Intervals) -> Intervals:
        """Equal ones as one object: many people are there at the same times."""
        return self._spans.setdefault(spans, spans)

    def _shifts_of(self, technician: Technician, site: SiteId) -> dict[int, tuple[WorkShift, ...]]:
        """By day; known again by the stretches themselves, which alike people share."""
        working = self.facts.working(technician.technician, site)
        known = self._shifts.get(id(working))
        if known is None:
            by_day: dict[int, list[WorkShift]] = {}
            for one in working:
                start, end = self._timeline.minute(one.span.start), self._timeline.minute(one.span.end)
                day = one.day.toordinal()
                chain, home = (-day, None) if technician.anonymous else (start, self.home(one.site))
                by_day.setdefault(day, []).append(WorkShift(start, end, one.site, day, chain, home))
            known = self._shifts[id(working)] = working, {day: tuple(shifts) for day, shifts in by_day.items()}
        return known[1]

    def _group(self, profile: LegProfile, group: tuple[InstrumentClass, ...]) -> tuple[Tool, ...]:
        """Asked once for what a rule about instruments can depend on: not the department, nor the people."""
        what = (profile.site, profile.where, profile.performer, group)
        found = self._groups.get(what)
        if found is None:
            found = self._groups[what] = self._usable(profile, group)
        return found

    def _usable(self, profile: LegProfile, group: tuple[InstrumentClass, ...]) -> tuple[Tool, ...]:
        tools = []
        for instrument_class in group:
            for instrument in self.facts.instruments_of(instrument_class):
                spans = ALWAYS
                for said in self._sentences.admits_instrument(profile, instrument):
                    spans = shared(spans, self._timeline.intervals(said.spans))
                if spans:
                    tools.append((instrument.site == "*", instrument.instrument, Tool(instrument.instrument, spans)))
        return tuple(tool for _, _, tool in sorted(tools, key=lambda one: one[:2]))
