"""Columns of weekly periods: weekdays, start, end and what holidays do to them."""

from datetime import time

from scheduler.domain.calendar import ALL_WEEKDAYS, HolidayRule
from scheduler.inputs.cells import choice
from scheduler.inputs.civil_cells import END, START, WEEKDAYS
from scheduler.inputs.columns import Column, optional


def weekdays() -> Column[frozenset[int]]:
    """The weekdays on which a period starts."""
    return optional("weekdays", WEEKDAYS, ALL_WEEKDAYS, "every day", "Mon-Fri", "The weekdays on which it starts.")


def start(blank: str) -> Column[time | None]:
    """When a period starts."""
    return optional("start", START, None, blank, "07:00", "When it starts, local time of the site.")


def end(blank: str) -> Column[time | None]:
    """When a period ends."""
    return optional(
        "end", END, None, blank, "15:30", "When it ends, local time; at or before the start is the next day."
    )


def on_holidays(default: HolidayRule | None, blank: str) -> Column[HolidayRule | None]:
    """What public holidays do to a period."""
    return optional(
        "on_holidays",
        choice(HolidayRule),
        default,
        blank,
        "no",
        "Whether it counts on public holidays; only: only then.",
    )
