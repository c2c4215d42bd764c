"""When a task's visit can be and who could do it then, as the tables say: no engine and no sentence of a rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from scheduler.domain.calendar import Span, Spans, day_span, days_through, instant
from scheduler.domain.calendar.zones import MIDNIGHT
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import AfterHours, Technician
from scheduler.domain.plan import Place

_INSTANT = timedelta(microseconds=1)
_NOTHING = Spans()


class WaysTaken:
    """What the ways there and back leave of people's time at a site; worked out once for each person and site."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._left: dict[tuple[TechnicianId, SiteId], Spans] = {}

    def leave(self, person: Technician, site: SiteId) -> Spans:
        """When the person can be at work there."""
        if (person.technician, site) not in self._left:
            self._left[person.technician, site] = Spans(tuple(self._stretches(person.technician, site)))
        return self._left[person.technician, site]

    def _stretches(self, name: TechnicianId, site: SiteId) -> Iterator[Span]:
        for span in self._facts.presence(name, site):
            opens = self._facts.shift_of(name, span.start, site)
            closes = self._facts.shift_of(name, span.end - _INSTANT, site)
            if opens is not None and closes is not None:
                start = span.start + timedelta(minutes=self._facts.travel_minutes(opens.site, site))
                end = span.end - timedelta(minutes=self._facts.travel_minutes(site, closes.site))
                if start < end:
                    yield Span(start, end)


@dataclass(frozen=True)
class Asked:
    """A task on the days that a reason speaks of."""

    task: Obligation
    first: date
    last: date
    facts: Facts
    ways: WaysTaken

    @cached_property
    def performer(self) -> PerformerId:
        """Who is in charge on the due date, or on the nearest day on which it can be planned."""
        horizon = self.facts.horizon
        begins = first_day(self.task, self.facts)
        day = min(max(self.task.due, begins), horizon.last_day)
        return self.facts.performer_on(self.task.asset_tag, self.task.procedure, day)

    @property
    def skill(self) -> SkillName | None:
        return self.task.procedure.skill

    @property
    def piece(self) -> int:
        """Minutes that have to be in one piece."""
        return 1 if self.task.procedure.splittable else self.task.procedure.minutes

    @property
    def interrupts(self) -> bool:
        procedure = self.task.procedure
        return procedure.interrupts and procedure.where in (Where.IN_PLACE, Where.REMOTE)

    @cached_property
    def days(self) -> Spans:
        """All time of its days."""
        zone = self.facts.zone_of(self.task.asset_tag)
        return Spans((day_span(self.first, self.last, zone),)) if self.first <= self.last else _NOTHING

    @cached_property
    def opened(self) -> Spans:
        """What of its days the department can spare it, where that is asked for."""
        if not self.interrupts:
            return self.days
        main = self.facts.main_of(self.task.asset_tag)
        return self.days & self.facts.open_periods(main) & self.facts.open_periods(self.task.asset_tag)

    @cached_property
    def hours(self) -> Spans:
        """Stretches in which the visit can be by the rules that speak of it alone, each long enough."""
        row = self.facts.programme.performers.get(self.performer)
        zone = self.facts.zone_of(self.task.asset_tag)
        opened = self.opened
        if row is not None and row.notice_days:
            known = instant(self.facts.notice_from(self.performer), MIDNIGHT, zone)
            opened = Spans.of(
                Span(max(span.start, known), span.end) for span in opened if max(span.start, known) < span.end
            )
        if self.task.procedure.splittable:
            return Spans((Span(opened.members[0].start, opened.members[-1].end),)) if opened else _NOTHING
        return self.long_enough(opened & self._in_charge())

    def _in_charge(self) -> Spans:
        """The days on which its performer is the one in charge; after the horizon nobody asks."""
        zone = self.facts.zone_of(self.task.asset_tag)
        beyond = self.facts.horizon.last_day + timedelta(days=400)
        last = self.facts.horizon.last_day
        return Spans.of(
            day_span(first, until if until < last else beyond, zone)
            for who, first, until in self.facts.performer_spans(self.task.asset_tag, self.task.procedure)
            if who == self.performer
        )

    def long_enough(self, spans: Spans) -> Spans:
        return Spans(tuple(span for span in spans if span.minutes >= self.piece))

    # People

    @cached_property
    def holders(self) -> tuple[Technician, ...]:
        """The performer's people with a certificate of the skill, in force or not."""
        everybody = self.facts.technicians(self.performer)
        return tuple(
            one for one in everybody if self.skill is None or self.skill in self.facts.skills_of(one.technician)
        )

    @cached_property
    def reaching(self) -> tuple[Technician, ...]:
        """Those of them who serve the site."""
        return tuple(one for one in self.holders if self._is_served_by(one))

    def _is_served_by(self, person: Technician) -> bool:
        site = self.facts.site_of(self.task.asset_tag).site
        row = self.facts.programme.performers.get(self.performer)
        return site in person.sites and (row is None or not row.sites or site in row.sites)

    def present(self, person: Technician, within: Spans) -> Spans:
        """Stretches in which the person is at work there, each long enough; certificates left aside."""
        return self.long_enough(within & self.at_work(person))

    def certified(self, person: Technician, within: Spans) -> Spans:
        """The same with the certificate in force."""
        if self.skill is not None:
            within = within & self.facts.holds(person.technician, self.skill)
        return self.present(person, within)

    @cached_property
    def ready(self) -> Mapping[Technician, Spans]:
        """Who could do it in its hours, and when."""
        found = ((person, self.certified(person, self.hours)) for person in self.reaching)
        return {person: spans for person, spans in found if spans}

    def at_work(self, person: Technician) -> Spans:
        """When the person can be there: at work, the ways there and back taken off, in the performer's hours."""
        site = self.facts.site_of(self.task.asset_tag).site
        present = self.facts.presence(person.technician, site)
        if not person.anonymous and self.task.procedure.where is not Where.REMOTE:
            present = self.ways.leave(person, site)
        row = self.facts.programme.performers.get(self.performer)
        if row is not None and row.working is not None and row.after_hours is AfterHours.NO:
            present = present & self.facts.performer_hours(self.performer, site)
        return present

    def place(self, base: SiteId) -> Place:
        """Where somebody would be who works from that site: remote work is done there."""
        asset, where = self.facts.asset(self.task.asset_tag), self.task.procedure.where
        return self.facts.place(base if where is Where.REMOTE else asset.site, asset.department, where)


def first_day(task: Obligation, facts: Facts) -> date:
    """The first day on which anything can be done of it."""
    return max(task.window.first_day, task.not_before or date.min, facts.today, facts.horizon.first_day)


def last_day(task: Obligation, facts: Facts) -> date:
    """The last day on which it would be in time; overdue work is whenever it may be done."""
    if task.overdue and not task.hard_window:
        return facts.horizon.last_day
    return min(task.window.last_day, facts.horizon.last_day)


def most_together(spans: Mapping[Technician, Spans], minutes: int) -> int:
    """How many of them are there at once for so many minutes, at most."""
    changes = sorted(change for one in spans.values() for span in one for change in ((span.start, 1), (span.end, -1)))
    for count in range(len(spans), 0, -1):
        height, since = 0, None
        for at, step in changes:
            if step > 0 and height == count - 1:
                since = at
            if step < 0 and height == count and since is not None and at - since >= timedelta(minutes=minutes):
                return count
            height += step
    return 0


def days_in_charge(asked: Asked) -> int:
    """On how many of its days its performer is the one in charge."""
    return sum(
        asked.facts.performer_on(asked.task.asset_tag, asked.task.procedure, day) == asked.performer
        for day in days_through(asked.first, asked.last)
    )
