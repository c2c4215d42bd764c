"""Month arithmetic on civil dates: whole months are added by clamping, never by rolling over."""

from calendar import monthrange
from datetime import date
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def add_months(day: date, months: int) -> date:
    """Move `day` by whole months, also backwards; a day the month lacks becomes its last: 31 Aug + 6 = 28 Feb."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    month = month_index + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} is outside the years 1 to 9999.")
    return date(year, month, min(day.day, _days_of(year, month)))


def month_first(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def month_last(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=_days_of(day.year, day.month))


@lru_cache(maxsize=1 << 12)
def _days_of(year: int, month: int) -> int:
    return monthrange(year, month)[1]
