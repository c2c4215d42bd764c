"""Tries changes one by one: the task is placed on the timetable as it stands, all other work where it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from math import ceil
from operator import attrgetter

from constraints.sentence import Inside, Part
from scheduler.changes.change import Change
from scheduler.changes.people import OneCertificate, Overtime
from scheduler.changes.rules import Lifted, OneInstrument, OutShare, ParallelVisits, Tolerance
from scheduler.changes.windows import AssetWindow
from scheduler.domain.calendar import ALL_WEEKDAYS, HolidayRule, WeeklyPeriod, parse_window
from scheduler.domain.ids import DepartmentId, SkillName
from scheduler.domain.obligation import DueBasis, Obligation
from scheduler.domain.work import OutKind
from scheduler.solve.candidates import Candidate, Times
from scheduler.solve.case import Case
from scheduler.solve.choices import Days, placements
from scheduler.solve.intervals import ALWAYS, Intervals, shared, starts_ending_in, starts_inside
from scheduler.solve.placement import Placement, PreparedLeg, PreparedVisit
from scheduler.solve.remedies.remedy import (
    CERTIFICATE,
    FLEET,
    INSTRUMENT,
    LOCK,
    OVERTIME_HOUR,
    TOLERANCE_DAY,
    WINDOW,
    Remedy,
)
from scheduler.solve.targets import minute_price, week_number
from scheduler.solve.timetable import Timetable

_MOST_OVERTIME = 480
"""Minutes a week: nobody is asked for more than one day."""
_HALF_AN_HOUR = 30
_BY_PERIODICITY = frozenset(
    {DueBasis.COMPLETION, DueBasis.SCHEDULE, DueBasis.IN_SERVICE, DueBasis.NO_BASELINE, DueBasis.RUNTIME}
)
"""Due dates whose tolerance window is a procedure's own; others have a window of their own."""
_OPEN, _LOCKS = "downtime-window", "locks"


class Remedies:
    """Looks for the cheapest change that makes room for single tasks."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._facts = timetable.facts

    def cheapest(self, case: Case) -> Remedy | None:
        """The cheapest change with which the task has a place in its window; None if none that was tried helps."""
        if self._timetable.orders.companions(case.task.task_id) or case.is_split:
            return None
        kinds: tuple[Callable[[Case], Iterator[Remedy]], ...] = (
            self._tolerance,
            self._overtime,
            self._window,
            self._limits,
            self._certificate,
            self._instrument,
            self._unlocked,
        )
        found = chain.from_iterable(kind(case) for kind in kinds)
        return min(found, key=attrgetter("price"), default=None)

    def _tolerance(self, case: Case) -> Iterator[Remedy]:
        """So many days more after the window: until the day on which it is late now, or on which it finds a place."""
        task = case.task
        if task.basis not in _BY_PERIODICITY or task.overdue or task.every is None:
            return
        placement = self._timetable.placements.get(task.task_id) or self._after(case)
        if placement is None:
            return
        last = self._day(case, placement.end - 1)
        more = (last - task.window.last_day).days
        if more <= 0:
            return
        words = self._wider_window(task, last, more)
        change = Tolerance(task.asset_tag, task.name, parse_window(words), words)
        said = f"Allow {_counted(more, 'day')} more after its window; it can be done on {last}."
        yield self._remedy(placement, (change,), said, more * TOLERANCE_DAY[str(task.risk_class)])

    def _wider_window(self, task: Obligation, last: date, more: int) -> str:
        """The window that ends so many days later, also where the gap since the last completion cuts it."""
        profile = task.procedure.window or self._facts.programme.policies.of(task.risk_class).window
        every = task.every
        minus = profile.minus_days(task.due, every) if every else 0
        plus = profile.plus_days(task.due, every) if every else 0
        before = max(0, minus, (task.due - task.window.first_day).days)
        return f"-{before}..+{max(plus + more, (last - task.due).days)} days"

    def _after(self, case: Case) -> Placement | None:
        first, horizon = case.last + timedelta(days=1), self._facts.horizon
        if first > horizon.last_day:
            return None
        site = case.visit.draft.site
        begin = self._timetable.midnight(site, first)
        until = self._timetable.midnight(site, horizon.last_day + timedelta(days=1))
        days = Days(first.toordinal(), horizon.last_day.toordinal(), first.toordinal(), begin, until, 1, 1)
        return self._place(self._unhardened(case), days)

    def _unhardened(self, case: Case) -> PreparedVisit:
        """The visit without the end that a hard window sets."""
        if not case.task.hard_window:
            return case.visit
        wider = replace(case.task, hard_window=False)
        return self._timetable.prepare(replace(case.visit.draft, tasks=(wider,)))

    def _overtime(self, case: Case) -> Iterator[Remedy]:
        """Half-hours more in the week of one person."""
        for person in case.leg.people if case.leg.draft.profile.crew == 1 else ():
            who = self._facts.programme.technicians[person.technician]
            if who.anonymous or who.max_hours_week is not None:
                continue
            placement, minutes = self._with_overtime(case, person)
            if placement is None or minutes <= 0:
                continue
            hours = ceil(minutes / _HALF_AN_HOUR) * _HALF_AN_HOUR / 60
            said = f"Let {person.technician} work {hours:g} hours overtime in that week: it can be done on "
            said += f"{self._when(case, placement)}."
            change = Overtime(person.technician, hours)
            yield self._remedy(placement, (change,), said, ceil(hours * OVERTIME_HOUR), overtime=True)

    def _with_overtime(self, case: Case, person: Candidate) -> tuple[Placement | None, int]:
        """A place with a week that holds more, and how many minutes more it takes."""
        weeks = range(week_number(case.first.toordinal()), week_number(case.last.toordinal()) + 1)
        mondays = [week * 7 + 1 for week in weeks]
        for monday in mondays:
            self._timetable.lend(person, monday, _MOST_OVERTIME)
        try:
            placement = self._place(_by(case.visit, (person,)), self._days(case))
            if placement is None:
                return None, 0
            leg = placement.legs[0]
            shift, place = leg.shifts[0], leg.places[0]
            week = (shift.day - 1) // 7
            left = min(left for (_, number), left in self._timetable.buckets(person, shift.day) if number == week)
            needed = leg.end - leg.start + self._timetable.extra_travel(person, shift, leg.start, place)
            return placement, _MOST_OVERTIME - left + needed
        finally:
            for monday in mondays:
                self._timetable.lend(person, monday, -_MOST_OVERTIME)

    def _window(self, case: Case) -> Iterator[Remedy]:
        """One more time at which its department can spare it."""
        draft = case.visit.draft
        placement = self.opened(case)
        if placement is None:
            return
        zone = self._facts.programme.sites[draft.site].zone
        start, end = (
            self._timetable.timeline.instant(one).astimezone(zone) for one in (placement.start, placement.end)
        )
        period = WeeklyPeriod(ALL_WEEKDAYS, start.time(), end.time(), start.date(), start.date(), HolidayRule.YES)
        tags = sorted({draft.asset_tag, case.task.asset_tag})
        said = f"Open {' and '.join(tags)} on {start:%Y-%m-%d %H:%M} to {end:%H:%M}: it can be done then by "
        said += f"{_people(placement)}."
        yield self._remedy(placement, tuple(AssetWindow(tag, period) for tag in tags), said, WINDOW)

    def opened(self, case: Case, stretch: tuple[int, int] | None = None) -> Placement | None:
        """A place if its department could spare it at any time, or in one stretch; None also if that is not asked."""
        if case.visit.draft.out is not OutKind.WHILE_THERE or self._timetable.orders.companions(case.task.task_id):
            return None
        times = self._times(case, _OPEN)
        if stretch is not None:
            times = replace(times, starts=shared(times.starts, starts_inside((stretch,), case.visit.minutes)))
        return self._place(replace(case.visit, times=times), self._days(case))

    def _times(self, case: Case, without: str) -> Times:
        """When the visit may be by all rules but one."""
        starts: Intervals = ALWAYS
        for key, said in self._timetable.sentences.admits_by_rule(case.visit.draft):
            if key != without and said.part in (Part.START, Part.END, Part.VISIT):
                starts = shared(starts, self._starts(said, case.visit.minutes))
        return replace(case.visit.times, starts=starts, because=())

    def _starts(self, said: Inside, minutes: int) -> Intervals:
        spans = self._timetable.timeline.intervals(said.spans)
        if said.part is Part.START:
            return spans
        return (starts_ending_in if said.part is Part.END else starts_inside)(spans, minutes)

    def _limits(self, case: Case) -> Iterator[Remedy]:
        """One more out, or under way, at once."""
        for number, (level, amount, _) in enumerate(case.visit.takes):
            others = (*case.visit.takes[:number], *case.visit.takes[number + 1 :])
            placement = self._place(replace(case.visit, takes=others), self._days(case))
            change = None if placement is None else self._wider(level.kind, level.limit + amount, case)
            if placement is not None and change is not None:
                said = f"Let {level.limit + amount} be {_at_once(level.kind)} at once: it can be done on "
                said += f"{self._when(case, placement)} by {_people(placement)}."
                yield self._remedy(placement, (change,), said, FLEET)

    def _wider(self, kind: str, limit: int, case: Case) -> Change | None:
        tag = case.task.asset_tag
        department = DepartmentId(self._facts.asset(tag).department)
        if kind == "parallel-visits":
            return ParallelVisits(department, limit)
        if kind == "fleet-limit":
            share = min(1.0, ceil(100 * limit / max(1, self._facts.fleet_size(tag))) / 100)
            return OutShare(department, share)
        return None

    def _certificate(self, case: Case) -> Iterator[Remedy]:
        """Somebody who is there learns it."""
        profile = case.leg.draft.profile
        if profile.crew != 1 or len(profile.skills) != 1:
            return
        skill = profile.skills[0][0]
        certified = {one.technician for one in case.leg.people if case.certified(one, case.feasible)}
        unskilled = replace(profile, skills=())
        people = tuple(
            one
            for one in self._timetable.candidates.people(unskilled)
            if not self._facts.programme.technicians[one.technician].anonymous and one.technician not in certified
        )
        leg = replace(case.leg, draft=replace(case.leg.draft, profile=unskilled), people=people)
        placement = self._place(replace(case.visit, legs=(leg,)), self._days(case)) if people else None
        if placement is not None:
            who = placement.legs[0].people[0].technician
            said = f"Certify {who} in {skill}: it can be done on {self._when(case, placement)}."
            yield self._remedy(placement, (OneCertificate(who, SkillName(skill)),), said, CERTIFICATE)

    def _instrument(self, case: Case) -> Iterator[Remedy]:
        """One more instrument at the site."""
        groups = case.leg.draft.profile.instruments
        for number, group in enumerate(groups):
            tools = (*case.leg.tools[:number], *case.leg.tools[number + 1 :])
            profile = replace(case.leg.draft.profile, instruments=(*groups[:number], *groups[number + 1 :]))
            leg = replace(case.leg, draft=replace(case.leg.draft, profile=profile), tools=tools)
            placement = self._place(replace(case.visit, legs=(leg,)), self._days(case))
            if placement is not None:
                change = OneInstrument(group[0], case.visit.draft.site)
                said = f"Bring one more {group[0]} to {case.visit.draft.site}: it can be done on "
                said += f"{self._when(case, placement)} by {_people(placement)}."
                yield self._remedy(placement, (change,), said, INSTRUMENT)

    def _unlocked(self, case: Case) -> Iterator[Remedy]:
        task = case.task
        if not self._facts.locks_of(task.asset_tag, task.name):
            return
        times = self._times(case, _LOCKS)
        profile = case.leg.draft.profile
        leg = replace(case.leg, people=self._timetable.candidates.people(profile), exactly=False)
        placement = self._place(replace(case.visit, times=times, legs=(leg,)), self._days(case))
        if placement is not None:
            said = f"Lift its lock: it can be done on {self._when(case, placement)} by {_people(placement)}."
            yield self._remedy(placement, (Lifted(task.asset_tag, task.name),), said, LOCK)

    def _place(self, visit: PreparedVisit, days: Days) -> Placement | None:
        return next(placements(self._timetable, visit, days), None)

    def _days(self, case: Case) -> Days:
        first, last = case.first.toordinal(), max(case.first, case.last).toordinal()
        wished = min(max(case.task.due.toordinal(), first), last)
        return Days(first, last, wished, case.begin, case.until, 1, 1)

    def _remedy(
        self, placement: Placement, changes: Sequence[Change], said: str, effort: int, *, overtime: bool = False
    ) -> Remedy:
        """The effort, and what its minutes are worth to other work; overtime takes none from it."""
        minutes = 0 if overtime else self._worth(placement)
        return Remedy(tuple(changes), said, effort + minutes)

    def _worth(self, placement: Placement) -> int:
        """Points of the minutes that it takes of people, by the duals of their weeks."""
        prices = self._timetable.minute_prices
        return sum(
            (leg.end - leg.start) * minute_price(prices, person.technician, week_number(shift.day))
            for leg in placement.legs
            for person, shift in zip(leg.people, leg.shifts, strict=True)
        )

    def _day(self, case: Case, minute: int) -> date:
        return date.fromordinal(self._timetable.local_day(case.visit.draft.site, minute))

    def _when(self, case: Case, placement: Placement) -> str:
        zone = self._facts.programme.sites[case.visit.draft.site].zone
        return f"{self._timetable.timeline.instant(placement.start).astimezone(zone):%Y-%m-%d %H:%M}"


def _by(visit: PreparedVisit, people: tuple[Candidate, ...]) -> PreparedVisit:
    leg: PreparedLeg = visit.legs[0]
    return replace(visit, legs=(replace(leg, people=people),))


def _people(placement: Placement) -> str:
    return " and ".join(sorted(person.technician for leg in placement.legs for person in leg.people))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _at_once(kind: str) -> str:
    return "under way" if kind == "parallel-visits" else "out"
