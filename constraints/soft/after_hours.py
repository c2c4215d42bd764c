"""People from outside come in their own working hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId
from scheduler.domain.people import AfterHours
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "after-hours",
    sentence="Somebody who comes after hours at an extra charge does so only when nothing else fits.",
    reason="Manufacturers bill nights and weekends at a multiple.",
    source="Performers table: after_hours; objective.after_hours",
    terms=("after_hours",),
)
_INSTANT = timedelta(microseconds=1)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    for performer, begins, ends in _stretches(draft, span):
        row = facts.programme.performers.get(performer)
        if row and row.working and row.after_hours is AfterHours.EXTRA:
            hours = facts.performer_hours(performer, draft.site)
            if not _at_work(begins, ends, hours):
                yield Price("after_hours", facts.programme.weights.after_hours, shared=True)


def _at_work(begins: datetime, ends: datetime, hours: Spans) -> bool:
    """Whether both instants are within hours; work split over days may have the nights between them."""
    return hours.holds(begins) and hours.holds(ends - _INSTANT)


def _stretches(draft: VisitDraft, span: Span) -> Iterator[tuple[PerformerId, datetime, datetime]]:
    """Each leg with its performer; split work as a whole."""
    if draft.splittable:
        yield draft.legs[0].profile.performer, span.start, span.end
        return
    start = span.start
    for leg in draft.legs:
        end = start + timedelta(minutes=leg.minutes)
        yield leg.profile.performer, start, end
        start = end
