"""Days of a site as spans: from a day on, until a day, day by day."""

from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import EMPTY, Span, Spans, day_span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId

_BEYOND = timedelta(days=400)
"""Later than anything that a visit of the horizon can touch."""


def first_plannable(facts: Facts) -> date:
    """The first day on which anything can be planned."""
    return max(facts.today, facts.horizon.first_day)


def from_day_on(first: date, zone: ZoneInfo, facts: Facts) -> Spans:
    """All time from the start of that day."""
    return through(first, max(first, facts.horizon.last_day) + _BEYOND, zone)


def until_day(last: date, zone: ZoneInfo, facts: Facts) -> Spans:
    """All time of the horizon until that day ends."""
    return through(first_plannable(facts), last, zone)


@lru_cache(maxsize=100_000)
def through(first: date, last: date, zone: ZoneInfo) -> Spans:
    """The days from `first` through `last`; nothing if `last` is earlier."""
    return Spans((day_span(first, last, zone),)) if first <= last else EMPTY


def last_day_of(span: Span, zone: ZoneInfo) -> date:
    """The local day on which a span ends; one that ends at midnight ends on the day before."""
    return (span.end - timedelta(microseconds=1)).astimezone(zone).date()


def days_touched(span: Span, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last local day that a span has a part of."""
    return span.start.astimezone(zone).date(), last_day_of(span, zone)


def zone_at(site: SiteId, facts: Facts) -> ZoneInfo:
    """The clock of a site."""
    return facts.programme.sites[site].zone
