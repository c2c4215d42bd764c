"""Half-open stretches of time in UTC, and the algebra of sets of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from typing import ClassVar

_MINUTE = timedelta(minutes=1)
_start_of = attrgetter("start")
_end_of = attrgetter("end")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The instants from `start` up to, not including, `end`; both are aware datetimes in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError(
                f"A span is given in UTC, not as {self.start!r} to {self.end!r}; convert with astimezone(UTC)."
            )
        if self.end <= self.start:
            raise ValueError(f"A span ends after it starts, but {self.end} is not after {self.start}.")

    @property
    def minutes(self) -> int:
        """Return the whole minutes on a stopwatch between start and end."""
        return (self.end - self.start) // _MINUTE

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share an instant; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Tell whether all of `other` lies inside; equal edges are inside."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, instant: datetime) -> bool:
        """Tell whether `instant` lies inside; the start does, the end does not."""
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class Spans:
    """An immutable set of instants, kept as sorted spans of which no two overlap or touch; build it with `Spans.of`."""

    members: tuple[Span, ...] = ()
    EMPTY: ClassVar["Spans"]

    def __post_init__(self) -> None:
        if any(later.start <= earlier.end for earlier, later in pairwise(self.members)):
            raise ValueError("The members of Spans are sorted and apart; build them with Spans.of.")

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Spans":
        """Unite any spans, in any order; those that overlap or touch become one."""
        return cls(tuple(_merged(sorted(spans, key=_start_of))))

    def __iter__(self) -> Iterator[Span]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def __or__(self, other: "Spans") -> "Spans":
        if not self.members or not other.members:
            return self if self.members else other
        return Spans.of((*self.members, *other.members))

    def __and__(self, other: "Spans") -> "Spans":
        return Spans(tuple(_shared(self.members, other.members)))

    def __sub__(self, other: "Spans") -> "Spans":
        if not self.members or not other.members:
            return self
        return Spans(tuple(piece for span in self.members for piece in _without(span, other.overlapping(span))))

    @property
    def minutes(self) -> int:
        """Return the sum of the members' whole minutes."""
        return sum(span.minutes for span in self.members)

    def covering(self, span: Span) -> Span | None:
        """Return the one member that contains all of `span`, if there is one."""
        position = bisect_right(self.members, span.start, key=_start_of) - 1
        if position >= 0 and self.members[position].end >= span.end:
            return self.members[position]
        return None

    def overlapping(self, span: Span) -> Sequence[Span]:
        """Return the members that share an instant with `span`, whole and in order."""
        first = bisect_right(self.members, span.start, key=_end_of)
        beyond = bisect_left(self.members, span.end, lo=first, key=_start_of)
        return self.members[first:beyond]

    def holds(self, instant: datetime) -> bool:
        """Tell whether `instant` lies inside a member."""
        position = bisect_right(self.members, instant, key=_start_of) - 1
        return position >= 0 and self.members[position].holds(instant)

    def clipped(self, span: Span) -> "Spans":
        """Return what lies inside `span`, cut at its edges."""
        return Spans(tuple(_shared(self.overlapping(span), (span,))))


EMPTY = Spans.EMPTY = Spans()


def _merged(ordered: Sequence[Span]) -> Iterator[Span]:
    """Join neighbours, sorted by start, that overlap or touch."""
    if not ordered:
        return
    current = ordered[0]
    for span in ordered[1:]:
        if span.start > current.end:
            yield current
            current = span
        elif span.end > current.end:
            current = Span(current.start, span.end)
    yield current


def _shared(ours: Sequence[Span], theirs: Sequence[Span]) -> Iterator[Span]:
    """Walk both sorted sequences once and yield what they have in common; a span that lies in the other as it is."""
    rest = iter(theirs)
    their = next(rest, None)
    for our in ours:
        while their is not None and their.end <= our.start:
            their = next(rest, None)
        while their is not None and their.start < our.end:
            yield _common(our, their)
            if our.end < their.end:
                break
            their = next(rest, None)


def _common(one: Span, other: Span) -> Span:
    """What two spans that overlap share."""
    if one.start < other.start:
        return other if other.end <= one.end else Span(other.start, one.end)
    return one if one.end <= other.end else Span(one.start, other.end)


def _without(span: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of `span` once the sorted, disjoint `holes` are cut out of it."""
    start = span.start
    for hole in holes:
        if start < hole.start:
            yield Span(start, hole.start)
        start = hole.end
    if start < span.end:
        yield Span(start, span.end)
