"""Writes a question: numbers people, buckets, trips and shared capacities as they are met."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace

from constraints.sentence import Part
from scheduler.domain.plan import Place
from scheduler.domain.work import OutKind
from scheduler.solve.candidates import Candidate, Tool, WorkShift
from scheduler.solve.intervals import Intervals, clipped, shared, starts_inside, united
from scheduler.solve.levels import Level
from scheduler.solve.neighbourhoods.lanes import Lane
from scheduler.solve.neighbourhoods.question import MISSED, Option, Question, Shared, Taking, Trip, Visit
from scheduler.solve.placement import Placement, PreparedLeg, PreparedVisit
from scheduler.solve.search import out_of
from scheduler.solve.targets import minute_price, week_number
from scheduler.solve.timetable import Timetable
from scheduler.solve.wishes import Wish


class Writing:
    """One question about a timetable from which everything in the box has been taken out."""

    def __init__(self, timetable: Timetable, begin: int, until: int) -> None:
        self._timetable = timetable
        self._begin = begin
        self._until = until
        self._people: dict[Hashable, int] = {}
        self._shifts: dict[Hashable, int] = {}
        self._buckets: dict[Hashable, int] = {}
        self._left: list[int] = []
        self._trip_numbers: dict[Hashable, int] = {}
        self._trips: list[Trip] = []
        self._shared_numbers: dict[Hashable, int] = {}
        self._shared: list[Shared] = []
        self._visits: list[Visit] = []
        self._tool_times: dict[Hashable, Intervals] = {}

    def add(
        self, wish: Wish, lanes: Sequence[tuple[int, Lane]], missed: int, old: Placement | None, now: int
    ) -> tuple[Lane, ...]:
        """A visit with its lanes and their prices; return the lanes of its options, in their order.

        `missed` is what it costs to leave it out; `now` the number of the lane in which it is, if it has a place.
        """
        kept = []
        options: list[Option] = []
        number = MISSED
        for place, (points, lane) in enumerate(lanes):
            option = self._option(wish, lane, points, old if place == now else None)
            if option.starts:
                number = len(options) if place == now else number
                options.append(option)
                kept.append(lane)
        shares = tuple(self._shares(wish)) if options else ()
        start = options[0].starts[0][0] if options else 0
        start = old.start if old is not None else start
        self._visits.append(Visit(wish.visit.minutes, missed, tuple(options), shares, number, start))
        return tuple(kept)

    def question(self, seed: int, deterministic_time: float) -> Question:
        """All of it."""
        return Question(
            tuple(self._visits), tuple(self._trips), tuple(self._left), tuple(self._shared), seed, deterministic_time
        )

    def _option(self, wish: Wish, lane: Lane, points: int, old: Placement | None) -> Option:
        leg = wish.visit.legs[0]
        takings: dict[int, int] = {}
        trips = []
        starts = clipped(wish.visit.times.starts, lane.first, lane.last + 1)
        for person, shift in zip(lane.people, lane.shifts, strict=True):
            place = self._timetable.candidates.place(leg.draft.profile, shift.base)
            starts = shared(starts, self._free_starts(person, shift, place, leg.minutes))
            for bucket in self._buckets_of(person, shift.day):
                takings[bucket] = leg.minutes
            trip = self._trip(person, shift, place)
            if trip is not None:
                trips.append(trip)
        for group in leg.tools if starts else ():
            starts = shared(starts, self._tool_starts(group, leg, lane.shifts[0]))
        people = tuple(self._people.setdefault(one.technician, len(self._people)) for one in lane.people)
        written = tuple(Taking(*one) for one in takings.items())
        out = _out(wish.visit, starts) if starts else None
        named = ((one.technician, shift.start) for one, shift in zip(lane.people, lane.shifts, strict=True))
        shifts = tuple(self._shifts.setdefault(name, len(self._shifts)) for name in named)
        option = Option(points, people, shifts, starts, written, tuple(trips), out)
        if old is None:
            return option
        return replace(option, starts=_with(starts, old.start), out=old.out)

    def _free_starts(self, person: Candidate, shift: WorkShift, place: Place, minutes: int) -> Intervals:
        """When the person could start there beside what stays."""
        line = self._timetable.person(person.technician)
        free = line.free(shift.start, shift.end + minutes, place)
        return starts_inside(shared(free, person.spans), minutes)

    def _tool_starts(self, tools: tuple[Tool, ...], leg: PreparedLeg, shift: WorkShift) -> Intervals:
        """When one of the instruments is free for all of the leg, where it is needed, beside what stays."""
        place = self._timetable.candidates.place(leg.draft.profile, leg.draft.profile.site)
        key = (tuple(one.instrument for one in tools), place, leg.minutes, shift.start)
        if key not in self._tool_times:
            free = (
                shared(
                    self._timetable.tool(one.instrument).free(shift.start, shift.end + leg.minutes, place), one.spans
                )
                for one in tools
            )
            self._tool_times[key] = united(pair for some in free for pair in starts_inside(some, leg.minutes))
        return self._tool_times[key]

    def _shares(self, wish: Wish) -> Iterator[tuple[int, int, bool]]:
        visit = wish.visit
        for level, amount, part in visit.takes:
            if part is Part.OUT:
                if visit.draft.out is not OutKind.NOT:
                    yield self._level(level), amount, visit.draft.out is OutKind.BENCH
            elif part in (Part.LEG, Part.VISIT):
                yield self._level(level), amount, False
        for tools in visit.legs[0].tools:
            yield self._tools(tools), 1, False

    def _level(self, level: Level) -> int:
        if level not in self._shared_numbers:
            self._shared_numbers[level] = len(self._shared)
            self._shared.append(_within(level.limit, level.steps(self._begin, self._until)))
        return self._shared_numbers[level]

    def _tools(self, tools: tuple[Tool, ...]) -> int:
        names = tuple(one.instrument for one in tools)
        if names not in self._shared_numbers:
            self._shared_numbers[names] = len(self._shared)
            stops = (stop for name in names for stop in self._timetable.tool(name).of_shift(self._begin, self._until))
            self._shared.append(Shared(len(names), tuple((stop.start, stop.end, 1) for stop in stops)))
        return self._shared_numbers[names]

    def _buckets_of(self, person: Candidate, day: int) -> list[int]:
        found = []
        for name, left in self._timetable.buckets(person, day):
            if name not in self._buckets:
                self._buckets[name] = len(self._left)
                self._left.append(left)
            found.append(self._buckets[name])
        return found

    def _trip(self, person: Candidate, shift: WorkShift, place: Place) -> int | None:
        """The trip to that site on that day, unless the person is there anyway."""
        is_home = shift.home is not None and place.site == shift.base
        stops = self._timetable.person(person.technician).of_shift(shift.start, shift.end)
        if is_home or any(stop.place.site == place.site for stop in stops):
            return None
        key = (person.technician, shift.day, shift.chain, place.site)
        if key not in self._trip_numbers:
            self._trip_numbers[key] = len(self._trips)
            self._trips.append(self._new_trip(person, shift, place))
        return self._trip_numbers[key]

    def _new_trip(self, person: Candidate, shift: WorkShift, place: Place) -> Trip:
        sentences, facts = self._timetable.sentences, self._timetable.facts
        points = sentences.price_way(shift.home, place) + sentences.price_way(place, shift.home)
        minutes = facts.travel_minutes(shift.base, place.site)
        if shift.home is not None:
            minutes += facts.travel_minutes(place.site, shift.base)
        points += minutes * minute_price(self._timetable.minute_prices, person.technician, week_number(shift.day))
        buckets = self._buckets_of(person, shift.day) if minutes else ()
        return Trip(points, tuple(Taking(bucket, minutes) for bucket in buckets))


def _out(visit: PreparedVisit, starts: Intervals) -> tuple[int, int] | None:
    """From when till when the asset may be out, whenever in its option the visit starts."""
    first, last = out_of(visit, starts[0][0]), out_of(visit, starts[-1][1] - 1)
    return None if first is None or last is None else (first[0], last[1])


def _within(limit: int, steps: Sequence[tuple[int, int, int]]) -> Shared:
    """A capacity that holds at least what is there already."""
    return Shared(max([limit, *(amount for _, _, amount in steps)]), tuple(step for step in steps if step[2] > 0))


def _with(starts: Intervals, at: int) -> Intervals:
    """The same with one more instant."""
    if any(a <= at < b for a, b in starts):
        return starts
    return tuple(sorted((*starts, (at, at + 1))))
