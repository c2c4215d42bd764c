"""The days a plan is made for, and the ISO weeks they fall into."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.domain.calendar.months import month_last
from scheduler.domain.calendar.spans import Span
from scheduler.domain.calendar.zones import day_span

_QUARTER = re.compile(r"(?P<year>[0-9]{4})-?q(?P<quarter>[1-4])")
_WEEK = re.compile(r"(?P<year>[0-9]{4})-w(?P<week>[0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Horizon:
    """The civil days from `first_day` through `last_day`, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"A horizon cannot end on {self.last_day}, before its first day {self.first_day}.")

    def days(self) -> tuple[date, ...]:
        """Return every day, in order."""
        return tuple(days_through(self.first_day, self.last_day))

    def weeks(self) -> tuple[str, ...]:
        """Return the labels of the ISO weeks that have a day in it, in order: "2027-W01"."""
        mondays = range(week_monday(self.first_day).toordinal(), self.last_day.toordinal() + 1, 7)
        return tuple(iso_week(date.fromordinal(monday)) for monday in mondays)

    def holds(self, day: date) -> bool:
        """Tell whether `day` is one of its days."""
        return self.first_day <= day <= self.last_day

    def span(self, zone: ZoneInfo) -> Span:
        """Return its whole days in `zone`."""
        return day_span(self.first_day, self.last_day, zone)


def parse_quarter(text: str) -> Horizon:
    """Read "2027Q1", the calendar quarter from 1 January to 31 March."""
    match = _QUARTER.fullmatch(text.strip().casefold())
    if not match or match["year"] == "0000":
        raise ValueError(f'"{text}" is not a quarter; write the year, Q and a number from 1 to 4, such as 2027Q1.')
    last_month = int(match["quarter"]) * 3
    year = int(match["year"])
    return Horizon(date(year, last_month - 2, 1), month_last(date(year, last_month, 1)))


@lru_cache(maxsize=1 << 12)
def iso_week(day: date) -> str:
    """Return the label of the ISO week of `day`; the year is that of its Thursday: 2027-01-03 is in "2026-W53"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def week_monday(day: date) -> date:
    """Return the Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def parse_week(text: str) -> date:
    """Read an ISO week such as "2027-W01" and return its Monday."""
    match = _WEEK.fullmatch(text.strip().casefold())
    if match:
        with suppress(ValueError):
            return date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
    raise ValueError(f'"{text}" is not an ISO week; write for example 2027-W01.')


def days_through(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` through `last`; none if `last` is earlier."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
