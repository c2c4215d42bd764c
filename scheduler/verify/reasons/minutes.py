"""Minutes of people: there by the shares, taken by what is planned, left, and the longest piece of what is left."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from constraints.reading import Stop, minutes_by_day, stops_by_person
from scheduler.domain.calendar import Span, Spans, days_through, iso_week, week_monday
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.people import Technician, WorkingSpan
from scheduler.domain.plan import REMOTE, Place, Plan
from scheduler.verify.reasons.hours import Asked

_A_DAY = timedelta(days=1)
_SIX_DAYS = timedelta(days=6)
_NOBODY: Mapping[date, int] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """Minutes that somebody has for a task; `weeks` with any of them; `whole` and `piece` are of one day."""

    there: int
    left: int
    weeks: frozenset[str]
    whole: int
    piece: int


class Books:
    """What every person of a plan has done and still has."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self._facts = facts
        self._stops = stops_by_person(plan, facts)
        self._spent = minutes_by_day(plan, facts)

    def counted(self, asked: Asked) -> tuple[Counted, ...]:
        """The minutes of everybody who could do the task in its hours."""
        return tuple(self._of(person, spans, asked) for person, spans in asked.ready.items())

    def free_at(self, start: datetime, asked: Asked) -> int:
        """How many of them are free from then on for as long as the task needs in one piece."""
        work = Span(start, start + timedelta(minutes=asked.piece))
        return sum(self._is_free(person, spans, work, asked) for person, spans in asked.ready.items())

    def _is_free(self, person: Technician, spans: Spans, work: Span, asked: Asked) -> bool:
        shifts = (shift for shifts in self._by_day(person, spans, asked).values() for shift in shifts)
        return any(
            Spans.of(self._free(person.technician, inside, asked.place(shift.site))).covering(work) is not None
            for shift, inside in shifts
        )

    def _of(self, person: Technician, spans: Spans, asked: Asked) -> Counted:
        name = person.technician
        there: dict[str, int] = defaultdict(int)
        left: dict[str, int] = defaultdict(int)
        whole = piece = 0
        for day, shifts in self._by_day(person, spans, asked).items():
            limit, week = self._facts.day_limit_minutes(name, day), iso_week(day)
            of_week = self._facts.week_limit_minutes(name, week)
            unspent = min(limit - self._on(name, day), of_week - self._in_week(name, day))
            here = sum(inside.minutes for _, inside in shifts)
            free = 0
            for shift, inside in shifts:
                place = asked.place(shift.site)
                way = self._travel(shift.site, place.site) + self._travel(place.site, shift.site)
                whole = max(whole, min(max(span.minutes for span in inside), min(limit, of_week) - way))
                for span in self._free(name, inside, place):
                    more = self._way_added(person, shift, span, place)
                    piece = max(piece, min(span.minutes, unspent - more))
                    free += span.minutes
            there[week] += min(here, limit)
            left[week] += max(0, min(free, limit - self._on(name, day)))
        weeks = {week: min(minutes, self._facts.week_limit_minutes(name, week)) for week, minutes in there.items()}
        rest = {week: min(minutes, left[week], self._unspent(name, week)) for week, minutes in weeks.items()}
        have = frozenset(week for week, minutes in weeks.items() if minutes > 0)
        return Counted(sum(max(0, one) for one in weeks.values()), sum(rest.values()), have, whole, piece)

    def _by_day(
        self, person: Technician, spans: Spans, asked: Asked
    ) -> Mapping[date, Sequence[tuple[WorkingSpan, Spans]]]:
        """The stretches of shifts that hold some of the spans, by the day that they are charged to."""
        found: dict[date, list[tuple[WorkingSpan, Spans]]] = defaultdict(list)
        for shift in self._facts.working(person.technician, self._facts.site_of(asked.task.asset_tag).site):
            if inside := spans.clipped(shift.span):
                found[shift.day].append((shift, inside))
        return found

    def _free(self, person: TechnicianId, inside: Spans, place: Place) -> Iterator[Span]:
        """When the person is not taken, the ways to and from other work left out."""
        stops = self._stops.get(person, ())
        starts = [stop.span.start for stop in stops]
        for span in inside:
            start = span.start
            for stop in stops[max(0, bisect_left(starts, span.start) - 1) :]:
                leaves = min(stop.span.start - timedelta(minutes=self._way(place, stop.place)), span.end)
                if start < leaves:
                    yield Span(start, leaves)
                start = max(start, stop.span.end + timedelta(minutes=self._way(stop.place, place)))
                if stop.span.start >= span.end:
                    break
            if start < span.end:
                yield Span(start, span.end)

    def _way(self, leaving: Place, entering: Place) -> int:
        if leaving.site != entering.site:
            return self._travel(leaving.site, entering.site)
        if leaving.department == entering.department or REMOTE in (leaving.department, entering.department):
            return 0
        return self._facts.programme.capacity.between_departments_minutes

    def _way_added(self, person: Technician, shift: WorkingSpan, span: Span, place: Place) -> int:
        """What the way of that stretch of a shift grows by with a stop there; one without a home goes only between."""
        before: Stop | None = None
        after: Stop | None = None
        for stop in self._chain(person, shift):
            if span.start - _A_DAY <= stop.span.start < span.start:
                before = stop
            elif span.start <= stop.span.start < span.start + _A_DAY:
                after = after or stop
        home = None if person.anonymous else shift.site
        entering = home if before is None else before.place.site
        leaving = home if after is None else after.place.site
        nothing_yet = before is None and after is None
        joined = 0 if nothing_yet else self._travel(entering, leaving)
        return self._travel(entering, place.site) + self._travel(place.site, leaving) - joined

    def _chain(self, person: Technician, shift: WorkingSpan) -> Iterator[Stop]:
        for stop in self._stops.get(person.technician, ()):
            same = stop.day == shift.day if person.anonymous else stop.stretch == shift
            if same:
                yield stop

    def _travel(self, leaving: SiteId | None, entering: SiteId | None) -> int:
        """Minutes between two sites; from or to outside the hospital none."""
        return 0 if leaving is None or entering is None else self._facts.travel_minutes(leaving, entering)

    def _on(self, person: TechnicianId, day: date) -> int:
        return self._spent.get(person, _NOBODY).get(day, 0)

    def _in_week(self, person: TechnicianId, day: date) -> int:
        monday = week_monday(day)
        return sum(self._on(person, one) for one in days_through(monday, monday + _SIX_DAYS))

    def _unspent(self, person: TechnicianId, week: str) -> int:
        monday = date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)
        return max(0, self._facts.week_limit_minutes(person, week) - self._in_week(person, monday))


def longest_of(counted: Sequence[int], crew: int) -> int:
    """The longest piece that so many of them have, each on their own."""
    pieces = sorted(counted, reverse=True)
    return max(0, pieces[crew - 1]) if len(pieces) >= crew else 0
