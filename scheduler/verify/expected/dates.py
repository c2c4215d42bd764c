"""When periodic work on one asset falls due, occurrence by occurrence, in the words of FORMATS "Obligations"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

from scheduler.domain.calendar import DayWindow, Periodicity, WindowProfile, gap_limit
from scheduler.domain.ids import AssetTag, ProcedureName
from scheduler.domain.obligation import DueBasis

READINGS_APART = 30
"""Days that the first and the last reading of a counter are apart before a rate is believed."""


@dataclass(frozen=True, slots=True)
class Series:
    """Dates that return: `anchor` moved by whole periods, from the first owed one (`first` periods on) onwards."""

    anchor: date
    first: int
    every: Periodicity
    basis: DueBasis

    def due(self, occurrence: int) -> date:
        """The due date of the first owed occurrence (0) or of a later one."""
        return self.every.after(self.anchor, self.first + occurrence)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A counter of hours: the day on which it is expected to ask for work, and the days between two such days."""

    day: date
    days_between: int | None


def by_completion(last_done: date, every: Periodicity) -> Series:
    return Series(last_done, 1, every, DueBasis.COMPLETION)


def by_service_life(in_service_on: date, every: Periodicity) -> Series:
    return Series(in_service_on, 1, every, DueBasis.IN_SERVICE)


def spread_day(tag: AssetTag, name: ProcedureName, period: Periodicity, *, high_risk: bool, today: date) -> date:
    """today + 1 + (first 8 bytes, big-endian, of SHA-256 of `asset_tag|procedure`) mod N days."""
    number = int.from_bytes(sha256(f"{tag}|{name}".encode()).digest()[:8], "big")
    days = period.days_approx // 2 if high_risk else period.days_approx
    return today + timedelta(days=1 + number % max(1, days))


def by_schedule(
    start: date, start_is_owed: bool, completions: Sequence[date], every: Periodicity, profile: WindowProfile
) -> Series:
    """The first occurrence of a series that no completion has satisfied, nor made needless by a later one."""
    satisfied = -1 if start_is_owed else 0
    for done in completions:
        satisfied = max(satisfied, _satisfied_by(done, start, satisfied, every, profile))
    return Series(start, satisfied + 1, every, DueBasis.SCHEDULE)


def _satisfied_by(done: date, start: date, satisfied: int, every: Periodicity, profile: WindowProfile) -> int:
    """The occurrence whose window holds the day, else the latest open one: the last that was due by then."""
    latest_due, occurrence = satisfied, satisfied + 1
    while True:
        due = every.after(start, occurrence)
        window = profile.window(due, every)
        if window.holds(done):
            return occurrence
        if window.first_day > done:
            return latest_due
        latest_due, occurrence = occurrence, occurrence + 1


def window_with_gap(due: date, every: Periodicity, profile: WindowProfile, last_done: date | None) -> DayWindow:
    """The window of a scheduled occurrence, ended where the gap since the last completion would grow too long."""
    window = profile.window(due, every)
    if last_done is None:
        return window
    last = min(window.last_day, gap_limit(last_done, every, profile))
    return DayWindow(min(window.first_day, last), last)


def hours_trigger(
    readings: Sequence[tuple[date, float]], hours_at_last_service: float, every_hours: float
) -> Trigger | None:
    """When a counter asks for work; None while its rate is unknown and no reading has reached the mark."""
    mark = hours_at_last_service + every_hours
    rate = _hours_a_day(readings)
    between = None if not rate else int(Fraction(str(every_hours)) / rate)
    reached = [day for day, hours in readings if hours >= mark]
    if reached:
        return Trigger(reached[0], between)
    if not rate:
        return None
    last_day, last_hours = readings[-1]
    return Trigger(last_day + timedelta(days=int(Fraction(str(mark - last_hours)) / rate)), between)


def _hours_a_day(readings: Sequence[tuple[date, float]]) -> Fraction | None:
    if not readings:
        return None
    (first_day, first), (last_day, last) = readings[0], readings[-1]
    days = (last_day - first_day).days
    return Fraction(str(last - first)) / days if days >= READINGS_APART and last > first else None
