"""Periods that return every week: shifts, downtime windows, the hours of a performer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.domain.calendar.horizon import days_through
from scheduler.domain.calendar.spans import Span
from scheduler.domain.calendar.zones import instant, wall_span

ALL_WEEKDAYS = frozenset(range(7))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::00)?")
_ONE_DAY = timedelta(days=1)
_NO_HOLIDAYS: frozenset[date] = frozenset()


class HolidayRule(StrEnum):
    """What a holiday does to a period that would start on it: nothing, it falls out, or only holidays have it."""

    YES = "yes"
    NO = "no"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class WeeklyPeriod:
    """A stretch of wall time on some weekdays (0 = Monday); an end at or before the start is on the next day.

    It belongs to the day it starts on: weekday, holiday, `first_day` and `last_day` (included) are asked of that day.
    """

    weekdays: frozenset[int]
    start: time
    end: time
    first_day: date | None = None
    last_day: date | None = None
    on_holidays: HolidayRule = HolidayRule.YES

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= ALL_WEEKDAYS:
            raise ValueError(
                f"A weekly period needs weekdays from 0 (Monday) to 6 (Sunday), not {sorted(self.weekdays)}."
            )
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError(f"A weekly period cannot end on {self.last_day}, before its first day {self.first_day}.")

    def starts_on(self, day: date, holidays: frozenset[date] = _NO_HOLIDAYS) -> bool:
        """Tell whether a period starts on `day`."""
        if day.weekday() not in self.weekdays:
            return False
        if (self.first_day and day < self.first_day) or (self.last_day and day > self.last_day):
            return False
        return self.on_holidays is HolidayRule.YES or (day in holidays) == (self.on_holidays is HolidayRule.ONLY)

    def span_on(self, day: date, zone: ZoneInfo) -> Span | None:
        """Return the period as if one started on `day`; None if a clock change leaves nothing of it."""
        return wall_span(day, self.start, day if self.end > self.start else day + _ONE_DAY, self.end, zone)

    def spans(
        self,
        zone: ZoneInfo,
        first: date,
        last: date,
        holidays: frozenset[date] = _NO_HOLIDAYS,
        *,
        reaching_in: bool = False,
    ) -> list[Span]:
        """Return the periods, whole and in order, that start on the days `first` through `last`.

        `reaching_in` adds the one that starts the day before `first` and lasts into it.
        """
        found = list(self._starting(zone, first, last, holidays))
        if reaching_in:
            opening = instant(first, time(0, 0), zone)
            evening = self._starting(zone, first - _ONE_DAY, first - _ONE_DAY, holidays)
            return [span for span in evening if span.end > opening] + found
        return found

    def _starting(self, zone: ZoneInfo, first: date, last: date, holidays: frozenset[date]) -> Iterator[Span]:
        for day in days_through(first, last):
            if self.starts_on(day, holidays) and (span := self.span_on(day, zone)):
                yield span


def parse_time(text: str) -> time:
    """Read "17:30" of a 24-hour clock.

    "24:00" becomes 00:00, which as an end always means the next midnight, an end at or before the start being on the
    next day; for a start use `parse_start_time`, which refuses it.
    """
    match = _CLOCK.fullmatch(text.strip())
    if match and int(match["minute"]) < 60:
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour < 24 or (hour, minute) == (24, 0):
            return time(hour % 24, minute)
    raise ValueError(f'"{text}" is not a time; write hours and minutes of a 24-hour clock, such as 07:30 or 17:00.')


def parse_start_time(text: str) -> time:
    """Read "17:30"; "24:00" is refused, for it could mean this midnight or the next."""
    if text.strip().startswith("24:"):
        raise ValueError(f'"{text}" cannot be a start; write 00:00 and the weekday of the new day.')
    return parse_time(text)


def parse_weekdays(text: str) -> frozenset[int]:
    """Read "Mon-Fri", "Tue|Thu", "Fri-Mon" or "Mon-Wed|Sat"; blank or "*" is every day; 0 = Monday."""
    folded = text.casefold().replace(" ", "")
    if folded in ("", "*"):
        return ALL_WEEKDAYS
    return frozenset(day for part in re.split(r"[|,]", folded) for day in _weekdays_of(part, text))


def weekdays_text(weekdays: frozenset[int]) -> str:
    """Write weekdays as a table does: runs of three or more as "Mon-Fri", others with a bar, every day as "*"."""
    if weekdays == ALL_WEEKDAYS:
        return "*"
    runs: list[list[int]] = []
    for day in sorted(weekdays):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "|".join(_run_text(run) for run in runs)


def _run_text(run: list[int]) -> str:
    names = [_WEEKDAYS[day][:3].capitalize() for day in run]
    return f"{names[0]}-{names[-1]}" if len(run) > 2 else "|".join(names)


def _weekdays_of(part: str, text: str) -> Iterator[int]:
    edges = [_weekday(name, text) for name in part.split("-")]
    if len(edges) > 2:
        raise ValueError(f'"{text}" has a range of more than two weekdays; write for example Mon-Fri.')
    first, last = edges[0], edges[-1]
    return ((first + offset) % 7 for offset in range((last - first) % 7 + 1))


def _weekday(name: str, text: str) -> int:
    for number, full in enumerate(_WEEKDAYS):
        if len(name) >= 2 and full.startswith(name.removesuffix(".")):
            return number
    raise ValueError(f'"{text}" is not a list of weekdays; write for example Mon-Fri, Tue|Thu or * for every day.')
