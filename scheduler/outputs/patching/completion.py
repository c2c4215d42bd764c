"""The day before which a roll-out cannot be complete, with the people there are and with one more."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Spans, days_through
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import PILOT
from scheduler.domain.people import Technician
from scheduler.outputs.patching.installations import Installation

_SPARED = frozenset({Where.IN_PLACE, Where.REMOTE})


def people_for(group: Sequence[Installation], facts: Facts) -> tuple[Technician, ...]:
    """Everybody who could do any of it: of its performers, with its skills, at its sites."""
    wanted = {
        (facts.performer_on(one.task.asset_tag, one.task.procedure, one.task.due), one.task.procedure.skill,
         facts.asset(one.task.asset_tag).site)
        for one in group
    }  # fmt: skip
    found = {
        person.technician: person
        for performer, skill, site in sorted(wanted, key=str)
        for person in facts.technicians(performer)
        if site in person.sites and (skill is None or skill in facts.skills_of(person.technician))
    }
    return tuple(found[name] for name in sorted(found))


class OpenDays:
    """The local days on which assets can be spared; those of equal open periods are worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[int, ZoneInfo], tuple[Spans, frozenset[date]]] = {}

    def of(self, group: Iterable[Installation]) -> frozenset[date] | None:
        """The days on which one of the assets can be spared; None: some need no open period."""
        found: set[date] = set()
        for one in group:
            if not one.task.procedure.interrupts or one.task.procedure.where not in _SPARED:
                return None
            found |= self._of_asset(one.task.asset_tag)
        return frozenset(found)

    def _of_asset(self, tag: AssetTag) -> frozenset[date]:
        spans, zone = self._facts.open_periods(tag), self._facts.zone_of(tag)
        if (id(spans), zone) not in self._known:
            days = (
                days_through(span.start.astimezone(zone).date(), span.end.astimezone(zone).date()) for span in spans
            )
            self._known[id(spans), zone] = spans, frozenset(day for each in days for day in each)
        return self._known[id(spans), zone][1]


def earliest_completion(
    by_stage: Mapping[int, Sequence[Installation]],
    soak: int,
    people: Sequence[Technician],
    facts: Facts,
    open_days: frozenset[date] | None,
    *,
    more: int,
) -> date | None:
    """A day before which the roll-out cannot be complete: all minutes of its people go to it, and it has to soak.

    `open_days`: those of its assets. `more`: so many people more, each as the average of those who are there. None:
    not within the horizon.
    """
    if not people:
        return None
    begins = min(_opens(one, facts) for group in by_stage.values() for one in group)
    capacity = _Capacity(people, facts, more, open_days)
    pilots = by_stage.get(PILOT, ())
    done = capacity.day_of(begins, _minutes(pilots)) if pilots else begins
    rest = [one for number, group in by_stage.items() if number != PILOT for one in group]
    if done is None or not rest:
        return done
    return capacity.day_of(done + timedelta(days=soak) if pilots else done, _minutes(rest))


def _opens(one: Installation, facts: Facts) -> date:
    days = (one.task.window.first_day, one.task.not_before, facts.today, facts.horizon.first_day)
    return max(day for day in days if day is not None)


def _minutes(group: Sequence[Installation]) -> int:
    return sum(one.task.procedure.minutes * one.task.procedure.crew for one in group)


class _Capacity:
    """What a set of people can schedule day by day, at most the limits of their days and weeks."""

    def __init__(
        self, people: Sequence[Technician], facts: Facts, more: int, open_days: frozenset[date] | None
    ) -> None:
        self._people = people
        self._open_days = open_days
        self._facts = facts
        self._share = (len(people) + more, len(people))

    def day_of(self, first: date, minutes: int) -> date | None:
        """The day on which so many minutes can be done at the earliest, from `first` on; None: not in the horizon."""
        done, weeks = 0, Counter[tuple[str, str]]()
        for day in days_through(first, self._facts.horizon.last_day):
            if self._open_days is not None and not self._open_days & {day, day + timedelta(days=1)}:
                continue
            done += sum(self._of(person, day, weeks) for person in self._people)
            if done * self._share[0] >= minutes * self._share[1]:
                return day
        return None

    def _of(self, person: Technician, day: date, weeks: Counter[tuple[str, str]]) -> int:
        week = self._facts.week_of(day)
        left = self._facts.week_limit_minutes(person.technician, week) - weeks[person.technician, week]
        free = max(0, min(left, self._facts.day_limit_minutes(person.technician, day)))
        weeks[person.technician, week] += free
        return free
