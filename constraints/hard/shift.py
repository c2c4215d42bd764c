"""People work inside their shifts, outside their absences, and are back where the shift ends."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.rule import Hard
from constraints.sentence import Inside, Part
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.work import LegProfile

RULE = Hard(
    "shift",
    sentence="Everybody works inside a shift and outside absences; a shift starts and ends at its own site.",
    reason="Working time is agreed; overtime is decided by people and not by a plan.",
    source="FORMATS: Places, People; shifts and absences tables",
)
_INSTANT = timedelta(microseconds=1)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Inside]:
    person, site = technician.technician, profile.site
    present = facts.presence(person, site)
    if technician.anonymous or profile.where is Where.REMOTE:
        yield Inside(Part.LEG, present, "nobody is on shift")
        return
    reachable = (_without_ways(span, person, site, facts) for span in present)
    yield Inside(Part.LEG, Spans(tuple(span for span in reachable if span)), "no shift is long enough for the way")


def _without_ways(present: Span, person: TechnicianId, site: SiteId, facts: Facts) -> Span | None:
    """What is left of a stretch of presence after the way from the shift's site and before the way back."""
    first, last = facts.shift_of(person, present.start), facts.shift_of(person, present.end - _INSTANT)
    if first is None or last is None:
        return None
    start = present.start + timedelta(minutes=facts.travel_minutes(first.site, site))
    end = present.end - timedelta(minutes=facts.travel_minutes(site, last.site))
    return Span(start, end) if start < end else None
