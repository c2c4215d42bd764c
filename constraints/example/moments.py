"""Days and times written as text, read by the clock of the example hospital."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import DayWindow, Span, Spans, parse_quarter

MADRID = ZoneInfo("Europe/Madrid")
TODAY = date(2026, 12, 1)
QUARTER = parse_quarter("2027Q1")
A_MORNING = "2027-01-11 09:00"
"""A Monday; the person and the hours of the example hospital are there."""

Day = date | str
Moment = datetime | str


def day(given: Day) -> date:
    """Read "2027-01-31"."""
    return date.fromisoformat(given) if isinstance(given, str) else given


def maybe_day(given: Day | None) -> date | None:
    """Read a day that may be missing."""
    return None if given is None else day(given)


def at(given: Moment, zone: ZoneInfo = MADRID) -> datetime:
    """Read "2027-01-11 09:00" by the clock of the zone."""
    if isinstance(given, str):
        return datetime.fromisoformat(given).replace(tzinfo=zone).astimezone(UTC)
    return given


def from_to(start: Moment, end: Moment, zone: ZoneInfo = MADRID) -> Span:
    """Read the span between two times of the zone's clock."""
    return Span(at(start, zone), at(end, zone))


def spans(*pairs: tuple[Moment, Moment], zone: ZoneInfo = MADRID) -> Spans:
    """Read several spans."""
    return Spans.of(from_to(start, end, zone) for start, end in pairs)


def days(first: Day, last: Day) -> DayWindow:
    """Read the window from one day through another."""
    return DayWindow(day(first), day(last))
