"""Why a visit is on its day with its people: what blocks the days nearer to the due date, and what it costs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import Enum

from scheduler.domain.ids import SiteId, TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import TaskOutcome
from scheduler.solve.candidates import Candidate
from scheduler.solve.intervals import Intervals, clipped, overlapping
from scheduler.solve.placement import Placement, PreparedLeg
from scheduler.solve.timetable import Timetable


class Blocked(Enum):
    """What keeps a visit from a day; the value is how many days of it are told."""

    CLOSED = "{} its department cannot spare it so long"
    NOBODY = "{} nobody who could is at work then"
    FULL = "{} all who could have fewer than {minutes} minutes left"
    TAKEN = "{} other visits, instruments or ways are in between, or it costs more"


class WhyThen:
    """Looks at the finished timetable."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._facts = timetable.facts
        self._left: dict[tuple[Candidate, int], int] = {}
        self._midnights: dict[tuple[SiteId, int], int] = {}
        self._blocks: dict[tuple[int, int, int, Intervals], Blocked] = {}

    def said(self, task: Obligation, placement: Placement) -> str:
        """The day, what blocks a better or an earlier one, the people, and what the visit costs there."""
        on = self._timetable.local_day(placement.visit.draft.site, placement.start)
        return " ".join((*self._day(task, placement, on), self._people(placement), self._price(placement)))

    def _day(self, task: Obligation, placement: Placement, on: int) -> Iterator[str]:
        first = max(
            one
            for one in (task.window.first_day, task.not_before, self._facts.today, self._facts.horizon.first_day)
            if one is not None
        ).toordinal()
        wished = task.due.toordinal() if task.every is not None else first
        if on > max(wished, first):
            since = max(wished, first)
            is_due = task.every is not None and since == wished
            yield f"{_days(on - since)} after {'its due date' if is_due else 'its first possible day'}."
            yield self._blocked(placement, range(since, on))
        elif on < wished:
            yield f"{_days(wished - on)} before its due date."
            yield self._blocked(placement, range(on + 1, wished + 1))
        else:
            yield "On its due date." if on == task.due.toordinal() else "On its first possible day."
        if first < on <= wished:
            yield f"Earlier, from {task.window.first_day} on, would give interval away."

    def _blocked(self, placement: Placement, days: range) -> str:
        """How many of the days are blocked by what."""
        inside = [day for day in days if day <= self._facts.horizon.last_day.toordinal()]
        found = Counter(self._block(placement, day) for day in inside)
        minutes = placement.visit.legs[placement.visit.lead].minutes
        told = [kind.value.format(f"on {found[kind]}", minutes=minutes) for kind in Blocked if found[kind]]
        beyond = len(days) - len(inside)
        told += [f"{beyond} are after the quarter"] if beyond else []
        return f"Of the {_days(len(days))} nearer to it: {'; '.join(told)}."

    def _block(self, placement: Placement, day: int) -> Blocked:
        visit = placement.visit
        lead = visit.legs[visit.lead]
        midnight = self._midnight(placement, day)
        starts = clipped(visit.times.starts, midnight, self._midnight(placement, day + 1))
        if not starts:
            return Blocked.CLOSED
        asked = (id(lead.people), lead.minutes, day, starts)
        if asked not in self._blocks:
            self._blocks[asked] = self._block_of(lead, day, starts)
        return self._blocks[asked]

    def _block_of(self, lead: PreparedLeg, day: int, starts: Intervals) -> Blocked:
        """The same for all work of as many minutes that the same people, the same object, could do at these times."""
        there = [one for one in lead.people if any(overlapping(one.spans, *span) for span in starts)]
        if not there:
            return Blocked.NOBODY
        if all(self._minutes_left(one, day) < lead.minutes for one in there):
            return Blocked.FULL
        return Blocked.TAKEN

    def _minutes_left(self, person: Candidate, day: int) -> int:
        if (person, day) not in self._left:
            self._left[person, day] = self._timetable.minutes_left(person, day)
        return self._left[person, day]

    def _midnight(self, placement: Placement, day: int) -> int:
        site = placement.visit.draft.site
        if (site, day) not in self._midnights:
            self._midnights[site, day] = self._timetable.midnight(site, date.fromordinal(day))
        return self._midnights[site, day]

    def _people(self, placement: Placement) -> str:
        """Who leads, how many others could have, and what speaks for them."""
        leg = placement.legs[placement.visit.lead if len(placement.legs) == len(placement.visit.legs) else 0]
        person, shift = leg.people[0], leg.shifts[0]
        others = sum(shift.day in one.shifts and one is not person for one in self._could(placement))
        crew = " and ".join(one.technician for one in leg.people)
        beside = "1 other who could is" if others == 1 else f"{others} others who could are"
        whose = f"{crew}; {person.technician}" if len(leg.people) > 1 else f"{crew}, who"
        return f"By {whose} {self._nearness(person, placement)}; {beside} at work that day."

    def _could(self, placement: Placement) -> tuple[Candidate, ...]:
        return placement.visit.legs[placement.visit.lead].people

    def _nearness(self, person: Candidate, placement: Placement) -> str:
        leg = next(one for one in placement.legs if person in one.people)
        shift, place = leg.shifts[leg.people.index(person)], leg.places[leg.people.index(person)]
        stops = self._timetable.person(person.technician).of_shift(shift.start, shift.end)
        near = [stop.place for stop in stops if stop.start != leg.start]
        if place in near:
            return "is in the same place that day anyway"
        if place.site in (shift.base, *(one.site for one in near)):
            return "is at the site that day anyway"
        return f"comes from {shift.base}"

    def _price(self, placement: Placement) -> str:
        span = self._timetable.timeline.span(placement.start, placement.end)
        points = self._timetable.sentences.price_visit(placement.visit.draft, span)
        return f"The visit costs {points} points there, ways and rounds apart."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def whys(obligations: Iterable[Obligation], timetable: Timetable) -> dict[TaskId, str]:
    """Of each task on the timetable, why it is where it is."""
    why, there = WhyThen(timetable), timetable.placements
    return {task.task_id: why.said(task, there[task.task_id]) for task in obligations if task.task_id in there}


def told_why(outcomes: Mapping[TaskId, TaskOutcome], said: Mapping[TaskId, str]) -> dict[TaskId, TaskOutcome]:
    """The outcomes, those that are placed with why they are where they are."""
    found = dict(outcomes)
    for name, words in said.items():
        if found[name].status is TaskStatus.PLACED:
            found[name] = replace(found[name], why_then=words)
    return found
