"""People work inside their shifts, outside their absences, and are back where the shift ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from constraints.days import zone_at
from constraints.example import (
    a_plan,
    a_programme,
    a_shift,
    a_technician,
    a_visit,
    a_way,
    an_absence,
    an_asset,
    facts_of,
)
from constraints.reading import Stop, stops_by_person
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from constraints.words import clock, stretch
from scheduler.domain.calendar import Span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId
from scheduler.domain.people import Technician
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import LegProfile

RULE = Hard(
    "shift",
    sentence="Everybody works inside a shift and outside absences; a shift starts and ends at its own site.",
    reason="Working time is agreed; overtime is decided by people and not by a plan.",
    source="Formats: Places, People; shifts and absences tables",
)
_INSTANT = timedelta(microseconds=1)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Inside]:
    person, site = technician.technician, profile.site
    if technician.anonymous or profile.where is Where.REMOTE:
        yield Inside(Part.LEG, facts.presence(person, site), "nobody is on shift")
    else:
        yield Inside(Part.LEG, facts.presence_less_ways(person, site), "no shift is long enough for the way")


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for person, stops in stops_by_person(plan, facts).items():
        for stop in stops:
            present = facts.presence(person, stop.visit.site).covering(stop.span)
            if present is None:
                zone = zone_at(stop.visit.site, facts)
                when = stretch(stop.span, zone)
                words = f"{person} is not on shift for all of {when}, when {stop.visit.asset_tag} is done."
                yield RULE.broken(stop.visit.visit_id, words, stop.span.start)
            elif not (stop.leg.where is Where.REMOTE or facts.programme.technicians[person].anonymous):
                yield from _short_of_the_way(stop, present, facts)


def _short_of_the_way(stop: Stop, present: Span, facts: Facts) -> Iterator[Violation]:
    """A leg at another site leaves time for the way there and the way back."""
    first = facts.shift_of(stop.person, present.start)
    last = facts.shift_of(stop.person, present.end - _INSTANT)
    if first is not None:
        way = facts.travel_minutes(first.site, stop.visit.site)
        if stop.span.start - present.start < timedelta(minutes=way):
            yield _too_near(stop, "starts", present.start, stop.span.start, first.site, way, facts)
    if last is not None:
        way = facts.travel_minutes(stop.visit.site, last.site)
        if present.end - stop.span.end < timedelta(minutes=way):
            yield _too_near(stop, "ends", present.end, stop.span.end, last.site, way, facts)


def _too_near(
    stop: Stop, verb: str, edge: datetime, instant: datetime, base: SiteId, way: int, facts: Facts
) -> Violation:
    site, tag = stop.visit.site, stop.visit.asset_tag
    words = (
        f"{stop.person}'s shift {verb} in {base} at {clock(edge, zone_at(base, facts))}, {way} minutes from {site}, "
        f"where {tag} {verb} at {clock(instant, zone_at(site, facts))}."
    )
    return RULE.broken(stop.visit.visit_id, words, instant)


def examples() -> Iterator[Example]:
    facts = facts_of()
    yield kept("fills the last hour of the shift", a_plan(a_visit(start="2027-01-11 15:00")), facts)
    yield broken(
        "works a minute over",
        a_plan(a_visit(start="2027-01-11 15:01")),
        facts,
        because="Ann is not on shift for all of 2027-01-11 15:01-16:01, when A-1 is done.",
    )
    away = facts_of(a_programme(absences=(an_absence("2027-01-11 10:00", "2027-01-11 12:00"),)))
    yield kept("is done as the absence begins", a_plan(a_visit(start="2027-01-11 09:00")), away)
    yield broken(
        "is not done when the absence begins",
        a_plan(a_visit(start="2027-01-11 09:01")),
        away,
        because="Ann is not on shift for all of 2027-01-11 09:01-10:01, when A-1 is done.",
    )
    double = [a_shift(end="12:00"), a_shift(start="12:00", end="20:00")]
    yield kept(
        "works through shifts that touch",
        a_plan(a_visit(start="2027-01-11 11:30")),
        facts_of(a_programme(shifts=double)),
    )
    yield from _at_another_site()


def _at_another_site() -> Iterator[Example]:
    south = [an_asset("S-1", site="South", department="Clinic")]
    people = [a_technician(sites=["South"])]
    facts = facts_of(a_programme(assets=south, technicians=people, travel=(a_way("North", "South", 30),)))

    def at(start: str) -> Plan:
        return a_plan(a_visit("S-1", start, site="South", department="Clinic"))

    yield kept("begins at another site after the way", at("2027-01-11 08:30"), facts)
    yield broken(
        "begins at another site a minute too soon",
        at("2027-01-11 08:29"),
        facts,
        because="Ann's shift starts in North at 2027-01-11 08:00, 30 minutes from South, "
        "where S-1 starts at 2027-01-11 08:29.",
    )
    yield kept("ends at another site in time for the way back", at("2027-01-11 14:30"), facts)
    yield broken(
        "ends at another site a minute too late for the way back",
        at("2027-01-11 14:31"),
        facts,
        because="Ann's shift ends in North at 2027-01-11 16:00, 30 minutes from South, "
        "where S-1 ends at 2027-01-11 15:31.",
    )
