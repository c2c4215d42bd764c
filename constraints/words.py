"""How instants, stretches and tasks are said to a person."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Span, Spans
from scheduler.domain.obligation import Obligation


def in_words(task: Obligation) -> str:
    """A task as people call it: the asset's tag and the procedure."""
    return f"{task.asset_tag} {task.name}"


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """An instant as clocks and calendars of a site show it: 2027-01-11 09:00."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def stretch(span: Span, zone: ZoneInfo) -> str:
    """A span as people say it; the day of the end only where it is another: 2027-01-11 09:00-10:00."""
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}-{until}"


def nearest(span: Span, periods: Spans, zone: ZoneInfo) -> str:
    """The period that a span missed: the first that it touches, else the next, else the last."""
    touched = periods.overlapping(span)
    following = (period for period in periods if period.start >= span.end)
    missed = touched[0] if touched else next(following, periods.members[-1] if periods else None)
    return "at no time" if missed is None else stretch(missed, zone)


def listed(names: Iterable[str]) -> str:
    """Names in order, with commas."""
    return ", ".join(sorted(names))
