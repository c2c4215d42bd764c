"""Tolerance windows: from which day through which day around its due date a service counts as on time."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.domain.calendar.horizon import week_monday
from scheduler.domain.calendar.months import add_months, month_first, month_last
from scheduler.domain.calendar.periodicity import Periodicity
from scheduler.domain.calendar.spans import Span
from scheduler.domain.calendar.zones import day_span

MOST_DAYS_AFTER = 45
MOST_DAYS_AROUND = 366
MOST_MONTHS_AROUND = 12


@dataclass(frozen=True, slots=True, order=True)
class DayWindow:
    """The civil days from `first_day` through `last_day`, both included."""

    first_day: date
    last_day: date

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(f"A window cannot end on {self.last_day}, before its first day {self.first_day}.")

    @property
    def days(self) -> int:
        """Return how many days the window has."""
        return (self.last_day - self.first_day).days + 1

    def holds(self, day: date) -> bool:
        """Tell whether `day` is one of the window's days."""
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: "DayWindow") -> bool:
        """Tell whether the two windows share a day."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def span(self, zone: ZoneInfo) -> Span:
        """Return the window's whole days in `zone`."""
        return day_span(self.first_day, self.last_day, zone)


class WindowKind(StrEnum):
    """How a profile finds the edges of the window; the value is the word used in tables."""

    JOINT_COMMISSION = "joint-commission"
    CMS_STRICT = "cms-strict"
    DUE_MONTH = "due-month"
    NEXT_MONTH = "next-month"
    DUE_DATE = "due-date"
    DAYS_AFTER = "days-after"
    MONTH_PLUS_MINUS = "month-plus-minus"
    DAYS_AROUND = "days"
    MONTHS_AROUND = "months"


_MOST_MINUS_AND_PLUS = {
    WindowKind.DAYS_AFTER: (0, MOST_DAYS_AFTER),
    WindowKind.MONTH_PLUS_MINUS: (MOST_MONTHS_AROUND, MOST_MONTHS_AROUND),
    WindowKind.DAYS_AROUND: (MOST_DAYS_AROUND, MOST_DAYS_AROUND),
    WindowKind.MONTHS_AROUND: (MOST_MONTHS_AROUND, MOST_MONTHS_AROUND),
}


@dataclass(frozen=True, slots=True)
class WindowProfile:
    """A rule for tolerance windows; `minus` and `plus` are its numbers before and after the due date, if it has any."""

    kind: WindowKind
    minus: int = 0
    plus: int = 0

    def __post_init__(self) -> None:
        most_minus, most_plus = _MOST_MINUS_AND_PLUS.get(self.kind, (0, 0))
        if not (0 <= self.minus <= most_minus and 0 <= self.plus <= most_plus):
            raise ValueError(
                f"A window of the profile {self.kind} reaches from 0 to {most_minus} before and from 0 to {most_plus} "
                f"after the due date, not {self.minus} and {self.plus}."
            )
        if self.kind is WindowKind.DAYS_AFTER and self.plus == 0:
            raise ValueError(f"days-after needs a number of days from 1 to {MOST_DAYS_AFTER}; for none write due-date.")
        if self.kind is WindowKind.MONTH_PLUS_MINUS and (self.minus != self.plus or self.plus == 0):
            raise ValueError("month-plus-minus needs one number of months from 1; for none write due-month.")

    def window(self, due: date, periodicity: Periodicity) -> DayWindow:
        """Return the days on which a service due on `due` is on time; they always include `due`."""
        return _window(self, due, periodicity)

    def worked_out(self, due: date, periodicity: Periodicity) -> DayWindow:
        """The same, without looking whether it is known."""
        match self.kind:
            case WindowKind.JOINT_COMMISSION:
                return _joint_commission(due, periodicity)
            case WindowKind.CMS_STRICT:
                return _cms_strict(due, periodicity)
            case WindowKind.DAYS_AROUND | WindowKind.DAYS_AFTER | WindowKind.DUE_DATE:
                return DayWindow(due - timedelta(days=self.minus), due + timedelta(days=self.plus))
            case WindowKind.MONTHS_AROUND:
                return DayWindow(add_months(due, -self.minus), add_months(due, self.plus))
            case WindowKind.NEXT_MONTH:
                return DayWindow(month_first(due), month_last(add_months(due, 1)))
            case WindowKind.DUE_MONTH | WindowKind.MONTH_PLUS_MINUS:
                return DayWindow(month_first(add_months(due, -self.minus)), month_last(add_months(due, self.plus)))

    def minus_days(self, due: date, periodicity: Periodicity) -> int:
        """Return the days from the window's first day to `due`."""
        return (due - self.window(due, periodicity).first_day).days

    def plus_days(self, due: date, periodicity: Periodicity) -> int:
        """Return the days from `due` to the window's last day."""
        return (self.window(due, periodicity).last_day - due).days

    def __str__(self) -> str:
        match self.kind:
            case WindowKind.DAYS_AROUND | WindowKind.MONTHS_AROUND:
                edge = f"+{self.plus}" if self.plus else "0"
                return f"{-self.minus}..{edge} {self.kind}"
            case WindowKind.DAYS_AFTER | WindowKind.MONTH_PLUS_MINUS:
                return f"{self.kind} {self.plus}"
            case _:
                return str(self.kind)


@lru_cache(maxsize=1 << 16)
def _window(profile: WindowProfile, due: date, periodicity: Periodicity) -> DayWindow:
    """Due dates of thousands of assets share few days: each window is worked out once."""
    return profile.worked_out(due, periodicity)


def gap_limit(last_done: date, periodicity: Periodicity, profile: WindowProfile) -> date:
    """Return the last day on which the gap since `last_done` is within the periodicity plus the window's plus side."""
    return profile.window(periodicity.after(last_done), periodicity).last_day


JOINT_COMMISSION_TIERS = ((36, 45), (12, 30), (6, 20), (2, 10))
"""Months from which a tier holds, and its days either side of the due date.

The Joint Commission (EC chapter preamble) defines 72, 60, 36, 12, 6 and 3 months, the calendar month and the calendar
week. What it leaves undefined takes the nearest smaller tier, as a policy: 18 and 24 months as a year, 9 months as 6,
2, 4 and 5 months as 3, 28 days as a week, less than a week as the day. Days are turned into months at 30 days each.
"""


def joint_commission_days(periodicity: Periodicity) -> int | None:
    """Return the days either side of the due date; None where the calendar month, week or day decides."""
    return next((days for months, days in JOINT_COMMISSION_TIERS if periodicity.nominal_months >= months), None)


def _joint_commission(due: date, periodicity: Periodicity) -> DayWindow:
    if (around := joint_commission_days(periodicity)) is not None:
        return DayWindow(due - timedelta(days=around), due + timedelta(days=around))
    if periodicity.nominal_months:
        return DayWindow(month_first(due), month_last(due))
    if periodicity.days >= 7:
        return DayWindow(week_monday(due), week_monday(due) + timedelta(days=6))
    return DayWindow(due, due)


def _cms_strict(due: date, periodicity: Periodicity) -> DayWindow:
    """Late after the month in which it falls due; early as by the Joint Commission, or from the first of that month.

    It differs from due-month, which refuses work before the month. Weekly and daily work has no month to end with.
    """
    early = _joint_commission(due, periodicity)
    if not periodicity.nominal_months:
        return early
    return DayWindow(min(early.first_day, month_first(due)), month_last(due))
