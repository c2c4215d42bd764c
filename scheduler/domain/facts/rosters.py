"""When people are there: shifts on real dates, what absences leave of them, and the minutes that remain."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from scheduler.domain.calendar import EMPTY, Span, Spans, day_span, days_through, iso_week
from scheduler.domain.facts.exact import NOTHING, WHOLE, exact
from scheduler.domain.ids import SiteId
from scheduler.domain.people import Absence, AfterHours, Performer, Shift, WorkingSpan
from scheduler.domain.places import Site


@dataclass(frozen=True, slots=True)
class Roster:
    """One person's working time: `shifts` whole and apart, `working` what is left where absences take people away.

    `starts` are those of `working`, to find a stretch by its time; `presence` is `working` with touching stretches as
    one. The minutes are exact and belong to the day on which their shift starts; a share of an absence counts in them.
    """

    shifts: tuple[WorkingSpan, ...]
    working: tuple[WorkingSpan, ...]
    starts: tuple[datetime, ...]
    presence: Spans
    minutes_by_day: Mapping[date, Fraction]
    minutes_by_week: Mapping[str, Fraction]


def roster(stretches: Iterable[WorkingSpan], absences: Sequence[Absence]) -> Roster:
    """Work out what absences leave of these shifts; time that two shifts share belongs to the earlier one."""
    shifts = tuple(_apart(stretches))
    shares = _lowest_shares(absences)
    away = shares.get(NOTHING, EMPTY)
    working = tuple(_cut(shifts, away))
    by_day: dict[date, Fraction] = defaultdict(Fraction)
    by_week: dict[str, Fraction] = defaultdict(Fraction)
    for shift in shifts:
        minutes = _minutes_left(shift.span, shares)
        by_day[shift.day] += minutes
        by_week[iso_week(shift.day)] += minutes
    starts = tuple(piece.span.start for piece in working)
    return Roster(shifts, working, starts, Spans.of(piece.span for piece in working), dict(by_day), dict(by_week))


def shift_stretches(
    shifts: Iterable[Shift], sites: Mapping[SiteId, Site], first: date, last: date
) -> Iterator[WorkingSpan]:
    """Yield the shifts that start on the days `first` through `last`, each by the clock and holidays of its site."""
    for shift in shifts:
        site = sites[shift.site]
        for day in days_through(first, last):
            if shift.period.starts_on(day, site.holidays) and (span := shift.period.span_on(day, site.zone)):
                yield WorkingSpan(span, site.site, day)


def anonymous_stretches(performer: Performer, site: Site, first: date, last: date) -> Iterator[WorkingSpan]:
    """Yield when anonymous people can be at a site: in the performer's hours; any time if none, or extra ones."""
    for day in days_through(first, last):
        if performer.working is None or performer.after_hours is AfterHours.EXTRA:
            yield WorkingSpan(day_span(day, day, site.zone), site.site, day)
        elif performer.working.starts_on(day, site.holidays) and (span := performer.working.span_on(day, site.zone)):
            yield WorkingSpan(span, site.site, day)


def hours_of(performer: Performer, site: Site, first: date, last: date) -> Spans:
    """Return a performer's own hours at a site, extra ones not counted; any time if it gives none."""
    if performer.working is None:
        return Spans((day_span(first, last, site.zone),))
    return Spans.of(performer.working.spans(site.zone, first, last, site.holidays))


def _apart(stretches: Iterable[WorkingSpan]) -> Iterator[WorkingSpan]:
    """Yield the stretches in order of time, each without what an earlier one has of it."""
    busy_until: datetime | None = None
    for stretch in sorted(stretches, key=lambda one: (one.span.start, one.span.end, one.site)):
        start = stretch.span.start if busy_until is None else max(stretch.span.start, busy_until)
        if start < stretch.span.end:
            yield WorkingSpan(Span(start, stretch.span.end), stretch.site, stretch.day)
            busy_until = stretch.span.end


def _cut(shifts: Iterable[WorkingSpan], away: Spans) -> Iterator[WorkingSpan]:
    for shift in shifts:
        for span in Spans((shift.span,)) - away:
            yield WorkingSpan(span, shift.site, shift.day)


def _lowest_shares(absences: Sequence[Absence]) -> Mapping[Fraction, Spans]:
    """Return for each available share the time in which it is the lowest that holds, lowest first."""
    found: dict[Fraction, Spans] = {}
    taken = EMPTY
    for share in sorted({exact(absence.available_share) for absence in absences}):
        busy = Spans.of(span for one in absences if exact(one.available_share) == share for span in one.busy)
        found[share] = busy - taken
        taken = taken | busy
    return found


def _minutes_left(span: Span, shares: Mapping[Fraction, Spans]) -> Fraction:
    lost = ((WHOLE - share) * spans.clipped(span).minutes for share, spans in shares.items())
    return span.minutes - sum(lost, NOTHING)
