"""All date arithmetic of the project: spans, zones, periodicities, tolerance windows, weekly periods and horizons."""

from scheduler.domain.calendar.horizon import Horizon, days_through, iso_week, parse_quarter, parse_week, week_monday
from scheduler.domain.calendar.months import add_months, month_first, month_last
from scheduler.domain.calendar.periodicity import (
    Periodicity,
    next_occurrence,
    occurrence_index_on_or_before,
    parse_periodicity,
)
from scheduler.domain.calendar.spans import EMPTY, Span, Spans
from scheduler.domain.calendar.weekly import (
    ALL_WEEKDAYS,
    HolidayRule,
    WeeklyPeriod,
    parse_start_time,
    parse_time,
    parse_weekdays,
    weekdays_text,
)
from scheduler.domain.calendar.window_text import describe_window, parse_window
from scheduler.domain.calendar.windows import DayWindow, WindowKind, WindowProfile, gap_limit
from scheduler.domain.calendar.zones import MIDNIGHT, block_span, day_of, day_span, instant, local, wall_span

__all__ = [
    "ALL_WEEKDAYS",
    "EMPTY",
    "MIDNIGHT",
    "DayWindow",
    "HolidayRule",
    "Horizon",
    "Periodicity",
    "Span",
    "Spans",
    "WeeklyPeriod",
    "WindowKind",
    "WindowProfile",
    "add_months",
    "block_span",
    "day_of",
    "day_span",
    "days_through",
    "describe_window",
    "gap_limit",
    "instant",
    "iso_week",
    "local",
    "month_first",
    "month_last",
    "next_occurrence",
    "occurrence_index_on_or_before",
    "parse_periodicity",
    "parse_quarter",
    "parse_start_time",
    "parse_time",
    "parse_week",
    "parse_weekdays",
    "parse_window",
    "wall_span",
    "week_monday",
    "weekdays_text",
]
