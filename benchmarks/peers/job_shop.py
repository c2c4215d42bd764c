"""PyJobShop: visits as tasks with a mode for each person, shifts and downtime as breaks, overflow as a resource.

What it cannot say is said as near as it goes: a person's share of a week is the first part of each shift; a department
that can spare so many at once is a renewable resource that is closed when its windows are; instruments of a class at a
site are so many units; a visit without a place goes to `overflow`, which opens after the quarter. It pays for windows
that are missed; prices of days, ways between departments, cover and fleets are left to the referee.
"""

import os
import signal
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.budget import Budget, when_spent
from benchmarks.peers.case import Case, Proposed
from scheduler.domain.ids import TechnicianId
from scheduler.solve.candidates import Candidate
from scheduler.solve.intervals import Intervals, clipped, united
from scheduler.solve.wishes import Wish

_MANY = 1_000
_A_DAY = 1440


def by_job_shop(case: Case, seconds: float, workers: int = 2) -> Iterable[Proposed]:
    """PyJobShop with its CP-SAT, from everything in overflow."""
    return _Shop(case).solved(seconds, workers)


class _Shop:
    """The instance in PyJobShop's words."""

    def __init__(self, case: Case) -> None:
        from pyjobshop import Model  # type: ignore[import-untyped]

        self._case = case
        self._horizon = (case.facts.horizon.last_day.toordinal() + 2 - case.first_day) * _A_DAY
        self._model = Model()
        self._people = {who: self._person(some) for who, some in sorted(_candidates(case).items())}
        self._rooms: dict[object, Any] = {}
        self._tools: dict[object, Any] = {}
        self._overflow = self._model.add_renewable(len(case.wishes), breaks=[(0, self._horizon)])
        self._leads: list[tuple[int, TechnicianId | None]] = []
        for number, wish in enumerate(case.wishes):
            self._add(number, wish)
        self._model.set_objective(weight_tardy_jobs=1)

    def solved(self, seconds: float, workers: int) -> list[Proposed]:
        from pyjobshop import ScheduledTask, Solution

        data = self._model.data()
        overflow = {mode.task: number for number, mode in enumerate(data.modes) if self._leads[number][1] is None}
        start = [
            ScheduledTask(overflow[task], data.modes[overflow[task]].resources, self._horizon, self._horizon + minutes)
            for task, minutes in enumerate(wish.visit.minutes for wish in self._case.wishes)
        ]
        with when_spent(Budget(seconds), lambda: os.kill(os.getpid(), signal.SIGINT)):
            result = self._model.solve(display=False, num_workers=workers, initial_solution=Solution(data, start))
        if len(result.best.tasks) < len(self._case.wishes):
            return []
        placed = zip(range(len(self._case.wishes)), result.best.tasks, strict=True)
        return [
            Proposed(number, lead, task.start, task.start + 1)
            for number, task in placed
            if (lead := self._leads[task.mode][1]) is not None
        ]

    def _add(self, number: int, wish: Wish) -> None:
        visit, days = wish.visit, wish.days
        last = min(task.window.last_day for task in wish.tasks).toordinal() + 1 - self._case.first_day
        due = self._horizon if all(task.overdue for task in wish.tasks) else last * _A_DAY
        job = self._model.add_job(weight=max(1, wish.value // 100), due_date=max(0, min(due, self._horizon)))
        task = self._model.add_task(job, earliest_start=max(0, days.begin))
        shared = [(self._room(wish), 1), *self._instruments(wish)]
        for person in visit.legs[visit.lead].people:
            resources = [self._people[person.technician], *(resource for resource, _ in shared)]
            self._model.add_mode(task, resources, visit.minutes, [0, *(units for _, units in shared)])
            self._leads.append((number, person.technician))
        self._model.add_mode(task, self._overflow, visit.minutes, 1)
        self._leads.append((number, None))

    def _person(self, candidates: Iterable[Candidate]) -> Any:
        """A machine that is there for the part of each shift that may be planned."""
        shifts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        left: dict[int, int] = {}
        for person in candidates:
            for day, some in person.shifts.items():
                for shift in some:
                    shifts[day] += clipped(person.spans, shift.start, shift.end)
                    left[day] = min(left_of for _, left_of in self._buckets(person, day))
        planned = [span for day in sorted(shifts) for span in _first_minutes(united(shifts[day]), left[day])]
        return self._model.add_machine(breaks=_between(united(planned), self._horizon))

    def _buckets(self, person: Candidate, day: int) -> Iterable[tuple[object, int]]:
        """What a day holds: its own limit, and its part of the week's."""
        monday = day - (day - 1) % 7
        working = sum(bool(person.shifts.get(one)) for one in range(monday, monday + 7))
        own, *others = sorted(self._case.timetable.buckets(person, day), key=lambda pair: pair[1])
        return [own, *((name, left // max(1, working)) for name, left in others)]

    def _room(self, wish: Wish) -> Any:
        """The department while it can spare the asset."""
        visit = wish.visit
        opened = united((start, beyond - 1 + visit.minutes) for start, beyond in visit.times.starts)
        limits = [level.limit for level, _, _ in visit.takes if level.kind == "parallel-visits"]
        key = (visit.draft.department, opened, tuple(limits))
        if key not in self._rooms:
            breaks = _between(opened, self._horizon)
            self._rooms[key] = self._model.add_renewable(min([_MANY, *limits]), breaks=breaks)
        return self._rooms[key]

    def _instruments(self, wish: Wish) -> Iterable[tuple[Any, int]]:
        lead = wish.visit.legs[wish.visit.lead]
        for group in lead.tools:
            key = tuple(tool.instrument for tool in group)
            if key not in self._tools:
                self._tools[key] = self._model.add_renewable(len(group))
            yield self._tools[key], 1


def _candidates(case: Case) -> Mapping[TechnicianId, list[Candidate]]:
    """Everybody who leads anything, in each kind of place."""
    found: dict[TechnicianId, dict[int, Candidate]] = defaultdict(dict)
    for wish in case.wishes:
        for person in wish.visit.legs[wish.visit.lead].people:
            found[person.technician][id(person)] = person
    return {who: list(some.values()) for who, some in found.items()}


def _first_minutes(spans: Intervals, minutes: int) -> Intervals:
    """So many of the first minutes of these spans."""
    kept = []
    for start, end in spans:
        if minutes > 0:
            kept.append((start, min(end, start + minutes)))
            minutes -= end - start
    return tuple(kept)


def _between(spans: Intervals, until: int) -> list[tuple[int, int]]:
    """The gaps of [0, until)."""
    edges = [0, *(edge for span in clipped(spans, 0, until) for edge in span), until]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]
