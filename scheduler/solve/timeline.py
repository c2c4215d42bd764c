"""Between instants and whole minutes from the horizon's start: inside solve, time is an integer."""

from datetime import UTC, date, datetime, time, timedelta

from scheduler.domain.calendar import Span, Spans
from scheduler.solve.intervals import Intervals

_MINUTE = timedelta(minutes=1)


class Timeline:
    """Counts minutes from the first midnight (UTC) of the horizon; converts each set of spans once."""

    def __init__(self, first_day: date) -> None:
        self._origin = datetime.combine(first_day, time(0), tzinfo=UTC)
        self.first_day = first_day.toordinal()
        self._known: dict[int, tuple[Spans, Intervals]] = {}

    def minute(self, instant: datetime) -> int:
        return (instant - self._origin) // _MINUTE

    def instant(self, minute: int) -> datetime:
        return self._origin + minute * _MINUTE

    def span(self, start: int, end: int) -> Span:
        return Span(self.instant(start), self.instant(end))

    def intervals(self, spans: Spans) -> Intervals:
        """The same stretches in minutes; the object itself is the key, since facts hand out the same one many times."""
        known = self._known.get(id(spans))
        if known is None:
            minutes = tuple((self.minute(span.start), self.minute(span.end)) for span in spans)
            known = self._known[id(spans)] = (spans, minutes)
        return known[1]
