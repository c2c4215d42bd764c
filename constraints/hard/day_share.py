"""Planned work fills only a part of everybody's day."""

from collections.abc import Iterator
from datetime import date

from constraints.example import a_plan, a_programme, a_technician, a_visit, a_way, an_asset, facts_of
from constraints.reading import minutes_by_day
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Per, Resource, Spends
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.people import Technician
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import LegProfile

RULE = Hard(
    "day-share",
    sentence="Planned work and travel take at most the agreed share of a person's day.",
    reason="Repairs and calls come every day; a full calendar breaks at the first of them.",
    source="Formats: People; capacity.max_day_share",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Spends]:
    yield Spends(Resource(RULE.key, (technician.technician,)), Per.DAY)


def limit(resource: Resource, facts: Facts) -> int:
    technician, day = resource.key
    return facts.day_limit_minutes(TechnicianId(technician), date.fromisoformat(day))


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for person, days in minutes_by_day(plan, facts).items():
        for day, minutes in days.items():
            allowed = facts.day_limit_minutes(person, day)
            if minutes > allowed:
                words = f"{person} has {minutes} minutes of work and travel on {day}; {allowed} may be planned."
                yield RULE.broken(person, words)


def examples() -> Iterator[Example]:
    facts = facts_of()
    yield kept("fills four fifths of eight hours", a_plan(a_visit(minutes=384)), facts)
    yield broken(
        "has one minute more",
        a_plan(a_visit(minutes=385)),
        facts,
        because="Ann has 385 minutes of work and travel on 2027-01-11; 384 may be planned.",
    )
    south = [an_asset("S-1", site="South", department="Clinic")]
    people = [a_technician(sites=["South"])]
    two_sites = facts_of(a_programme(assets=south, technicians=people, travel=(a_way("North", "South", 30),)))

    def at_south(minutes: int) -> Plan:
        return a_plan(a_visit("S-1", minutes=minutes, site="South", department="Clinic"))

    yield kept("has an hour of travel in it", at_south(324), two_sites)
    yield broken(
        "has an hour of travel over it",
        at_south(325),
        two_sites,
        because="Ann has 385 minutes of work and travel on 2027-01-11; 384 may be planned.",
    )
