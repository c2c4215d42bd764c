"""People from outside come in their own working hours."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from constraints.days import zone_at
from constraints.example import a_performer, a_plan, a_programme, a_technician, a_visit, facts_of, weekly
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import clock
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId
from scheduler.domain.people import AfterHours
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "after-hours",
    sentence="Somebody who comes after hours at an extra charge does so only when nothing else fits.",
    reason="Manufacturers bill nights and weekends at a multiple.",
    source="Performers table: after_hours; objective.after_hours",
    terms=("after_hours",),
    is_shared=True,
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


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    for visit in plan.visits:
        for name in dict.fromkeys(leg.performer for leg in visit.legs):
            legs = [leg.span for leg in visit.legs if leg.performer == name]
            row = facts.programme.performers.get(name)
            if row is None or row.working is None or row.after_hours is not AfterHours.EXTRA:
                continue
            hours = facts.performer_hours(name, visit.site)
            begins, ends = legs[0].start, legs[-1].end
            begins_in_time = any(span.start <= begins < span.end for span in hours)
            ends_in_time = any(span.start < ends <= span.end for span in hours)
            if not (begins_in_time and ends_in_time):
                at = clock(ends if begins_in_time else begins, zone_at(visit.site, facts))
                why = f"{name} works on {visit.asset_tag} at {at}, after hours."
                yield RULE.charge("after_hours", facts.programme.weights.after_hours, visit.visit_id, why)


def examples() -> Iterator[Example]:
    mornings = weekly("Mon-Fri", "08:00", "12:00")
    facts = facts_of(
        a_programme(
            technicians=[a_technician("GE#1", performer="GE", anonymous=True)],
            performers=[a_performer(working=mornings, after_hours=AfterHours.EXTRA)],
        )
    )

    def at(start: str) -> Plan:
        return a_plan(a_visit(start=start, technicians=["GE#1"], performer="GE"))

    yield costs("fills the hours", at("2027-01-11 11:00"), facts)
    yield costs(
        "ends a minute after them",
        at("2027-01-11 11:01"),
        facts,
        RULE.charge("after_hours", 200, "V A-1", "GE works on A-1 at 2027-01-11 12:01, after hours."),
    )
    yield costs(
        "comes on a Sunday",
        at("2027-01-10 11:00"),
        facts,
        RULE.charge("after_hours", 200, "V A-1", "GE works on A-1 at 2027-01-10 11:00, after hours."),
    )
