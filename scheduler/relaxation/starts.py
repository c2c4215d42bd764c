"""When a leg can begin in each week: in a shift that is charged to it, and early enough to end with its stretch."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.domain.calendar import Span, Spans, iso_week
from scheduler.domain.people import WorkingSpan

_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opening:
    """The part of a stretch in a shift that is charged to `week`: legs begin in `span`, and end by `closes`."""

    week: str
    span: Span
    closes: datetime


def openings_of(spans: Spans, working: Sequence[WorkingSpan]) -> Iterator[Opening]:
    """Every part of these stretches, shift by shift."""
    begins = [shift.span.start for shift in working]
    for span in spans:
        first = max(0, bisect_right(begins, span.start) - 1)
        for shift in working[first : bisect_left(begins, span.end)]:
            start, end = max(span.start, shift.span.start), min(span.end, shift.span.end)
            if start < end:
                yield Opening(iso_week(shift.day), Span(start, end), span.end)


def starts_of(openings: Iterable[Opening], minutes: int) -> Mapping[str, Spans]:
    """For each week the instants at which a leg of so many minutes can begin."""
    found: dict[str, set[Span]] = defaultdict(set)
    for one in openings:
        end = min(one.span.end, one.closes - minutes * _MINUTE + _INSTANT)
        if one.span.start < end:
            found[one.week].add(Span(one.span.start, end))
    return {week: Spans.of(spans) for week, spans in found.items()}


def first_from(starts: Spans, instant: datetime) -> datetime | None:
    """The first of these instants that is not before another; None if all are."""
    return next((max(span.start, instant) for span in starts if span.end > instant), None)
