"""Where a series stands after completions, when hours run out, and on which day work without a baseline falls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

from scheduler.domain.calendar import Periodicity, WindowProfile
from scheduler.domain.ids import AssetTag, ProcedureName

READINGS_APART = 30
"""Days that the first and the last reading of a counter are apart before a rate is believed."""

_LONGEST = 36525


@dataclass(frozen=True, slots=True)
class Trigger:
    """A counter of hours: the day on which it asks for work, and how often; `period` None: its rate is unknown."""

    day: date
    period: Periodicity | None


def spread_day(tag: AssetTag, name: ProcedureName, period: Periodicity, *, high_risk: bool, today: date) -> date:
    """today + 1 + (first 8 bytes, big-endian, of SHA-256 of `asset_tag|procedure`) mod N days."""
    number = int.from_bytes(sha256(f"{tag}|{name}".encode()).digest()[:8], "big")
    days = period.days_approx // 2 if high_risk else period.days_approx
    return today + timedelta(days=1 + number % max(1, days))


def satisfied_occurrences(
    start: date, first: int, done: Sequence[date], every: Periodicity, profile: WindowProfile
) -> list[tuple[int, date]]:
    """Which occurrence of a series, counted from its start, each completion satisfies; `first` is the first owed."""
    found: list[tuple[int, date]] = []
    owed = first
    for day in done:
        occurrence = _satisfied_by(day, start, owed, every, profile)
        if occurrence is not None:
            found.append((occurrence, day))
            owed = occurrence + 1
    return found


def _satisfied_by(day: date, start: date, owed: int, every: Periodicity, profile: WindowProfile) -> int | None:
    """The occurrence whose window holds the day, else the latest open one; None if no owed one is open yet."""
    open_one = None
    while (window := profile.window(every.after(start, owed), every)).first_day <= day:
        if window.last_day >= day:
            return owed
        open_one, owed = owed, owed + 1
    return open_one


def hours_trigger(
    readings: Sequence[tuple[date, float]], last_done: date | None, allowed_hours: float
) -> Trigger | None:
    """When the hours since the last service (since new, from 0) run out; None while nobody can know."""
    by_day = _highest_a_day(readings)
    if not by_day:
        return None
    (first_day, first), (last_day, last) = min(by_day.items()), max(by_day.items())
    days = (last_day - first_day).days
    rate = (last - first) / days if days >= READINGS_APART and last > first else None
    begun = _hours_on(last_done, by_day, last_day, rate)
    if begun is None:
        return None
    allowed = Fraction(str(allowed_hours))
    left = begun + allowed - last
    if rate is None:
        return Trigger(last_day, None) if left <= 0 else None
    if abs(left // rate) > _LONGEST:
        return None
    period = Periodicity(days=int(min(max(1, allowed // rate), _LONGEST)))
    return Trigger(last_day + timedelta(days=int(left // rate)), period)


def _highest_a_day(readings: Sequence[tuple[date, float]]) -> Mapping[date, Fraction]:
    found: dict[date, Fraction] = {}
    for day, hours in readings:
        found[day] = max(found.get(day, Fraction(0)), Fraction(str(hours)))
    return found


def _hours_on(
    day: date | None, by_day: Mapping[date, Fraction], last_day: date, rate: Fraction | None
) -> Fraction | None:
    """The counter on the day of a service: as read, else counted back from the last reading; 0 when new."""
    if day is None:
        return Fraction(0)
    if day in by_day:
        return by_day[day]
    return None if rate is None else by_day[last_day] - rate * (last_day - day).days
