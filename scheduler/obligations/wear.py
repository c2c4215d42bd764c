"""Hours of use: when a runtime trigger is reached, from the readings of an hour meter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from scheduler.domain.calendar import Periodicity

FEWEST_DAYS_APART = 30
"""Readings closer together than this say nothing about the rate of use."""

_MOST_DAYS = 36525
Reading = tuple[date, Fraction]


@dataclass(frozen=True, slots=True)
class Wear:
    """A runtime trigger: the day it is (or was) reached, and how often it comes; `period` None: the rate is unknown."""

    due: date
    period: Periodicity | None
    why: str


def readings_of(rows: Iterable[tuple[date, float | None]]) -> tuple[Reading, ...]:
    """Return the readings in order of date, the highest of each day."""
    highest: dict[date, Fraction] = {}
    for day, hours in rows:
        if hours is not None:
            exact = Fraction(str(hours))
            highest[day] = max(highest.get(day, exact), exact)
    return tuple(sorted(highest.items()))


def wear_of(allowed_hours: float, readings: Sequence[Reading], since: date | None) -> Wear | None:
    """Say when the hours since the service of `since` (None: since new, at 0 h) reach what is allowed.

    None if that cannot be known: no reading, or no rate and not reached yet.
    """
    if not readings:
        return None
    allowed, rate = Fraction(str(allowed_hours)), rate_per_day(readings)
    begun = _hours_at(since, readings, rate)
    if begun is None:
        return None
    last_day, last_hours = readings[-1]
    left = begun + allowed - last_hours
    if rate is None:
        return Wear(last_day, None, _said(allowed, since)) if left <= 0 else None
    days = left // rate
    if abs(days) > _MOST_DAYS:
        return None
    period = Periodicity(days=int(min(max(1, allowed // rate), _MOST_DAYS)))
    return Wear(last_day + timedelta(days=int(days)), period, f"{_said(allowed, since)}, at {float(rate):.1f} h a day")


def rate_per_day(readings: Sequence[Reading]) -> Fraction | None:
    """Return hours a day from first to last reading; None (unknown) if they are too close, or hours went back."""
    if not readings:
        return None
    (first_day, first_hours), (last_day, last_hours) = readings[0], readings[-1]
    days = (last_day - first_day).days
    if days < FEWEST_DAYS_APART or last_hours <= first_hours:
        return None
    return (last_hours - first_hours) / days


def _hours_at(since: date | None, readings: Sequence[Reading], rate: Fraction | None) -> Fraction | None:
    """Return the meter at that service: as read on the day, else counted back from the last reading at the rate."""
    if since is None:
        return Fraction(0)
    by_day: Mapping[date, Fraction] = dict(readings)
    if since in by_day:
        return by_day[since]
    if rate is None:
        return None
    last_day, last_hours = readings[-1]
    return last_hours - rate * (last_day - since).days


def _said(allowed: Fraction, since: date | None) -> str:
    counted_from = "since new" if since is None else f"since the completion of {since}"
    return f"{float(allowed):g} run hours {counted_from}"
