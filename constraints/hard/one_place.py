"""A person is in one place at a time, and gets from one to the next."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from constraints.days import zone_at
from constraints.example import (
    a_plan,
    a_programme,
    a_technician,
    a_visit,
    a_way,
    an_asset,
    facts_of,
)
from constraints.reading import Stop, stops_by_person
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import clock
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.people import Technician
from scheduler.domain.plan import REMOTE, Place, Plan, Violation
from scheduler.domain.work import LegProfile

RULE = Hard(
    "one-place",
    sentence="Nobody is in two places at once; between sites there is time to travel, between departments to walk.",
    reason="A plan without ways is late from its second visit on.",
    source="Formats: Places; travel table; capacity.between_departments_minutes",
)


def uses_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Takes]:
    yield Takes(Resource(RULE.key, (technician.technician,)), 1, Part.LEG)


def limit(resource: Resource, facts: Facts) -> int:
    return 1


def way(leaving: Place, entering: Place, facts: Facts) -> int:
    if leaving.site != entering.site:
        return facts.travel_minutes(leaving.site, entering.site)
    if leaving.department == entering.department or REMOTE in (leaving.department, entering.department):
        return 0
    return facts.programme.capacity.between_departments_minutes


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for stops in stops_by_person(plan, facts).values():
        for before, after in pairwise(stops):
            needed = _minutes_between(before.place, after.place, facts)
            if after.span.start < before.span.end + timedelta(minutes=needed):
                yield RULE.broken(after.visit.visit_id, _in_words(before, after, needed, facts), after.span.start)


def _minutes_between(left: Place, reached: Place, facts: Facts) -> int:
    """Travel between sites; within one a walk, unless it is the same department or one of the two is a desk."""
    if left.site != reached.site:
        return facts.travel_minutes(left.site, reached.site)
    walks = left != reached and left.department != REMOTE and reached.department != REMOTE
    return facts.programme.capacity.between_departments_minutes if walks else 0


def _in_words(before: Stop, after: Stop, needed: int, facts: Facts) -> str:
    until = clock(before.span.end, zone_at(before.visit.site, facts))
    since = clock(after.span.start, zone_at(after.visit.site, facts))
    return (
        f"{before.person} works on {before.visit.asset_tag} in {before.place.department} of {before.place.site} until "
        f"{until} and on {after.visit.asset_tag} in {after.place.department} of {after.place.site} from {since}; "
        f"{needed} minutes are needed between them."
    )


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            assets=[
                an_asset("A-1"),
                an_asset("A-2"),
                an_asset("B-1", department="ICU"),
                an_asset("S-1", site="South", department="Clinic"),
            ],
            technicians=[a_technician(sites=["South"])],
            travel=(a_way("North", "South", 30),),
        )
    )

    def then(asset_tag: str, start: str, site: str = "North", department: str = "Ward") -> Plan:
        return a_plan(a_visit("A-1"), a_visit(asset_tag, start, site=site, department=department))

    yield kept("goes on in the same ward at once", then("A-2", "2027-01-11 10:00"), facts)
    yield broken(
        "has two pumps in hand for a minute",
        then("A-2", "2027-01-11 09:59"),
        facts,
        because="Ann works on A-1 in Ward of North until 2027-01-11 10:00 and on A-2 in Ward of North "
        "from 2027-01-11 09:59; 0 minutes are needed between them.",
    )
    yield kept("walks ten minutes to another department", then("B-1", "2027-01-11 10:10", department="ICU"), facts)
    yield broken(
        "walks nine minutes to another department",
        then("B-1", "2027-01-11 10:09", department="ICU"),
        facts,
        because="Ann works on A-1 in Ward of North until 2027-01-11 10:00 and on B-1 in ICU of North "
        "from 2027-01-11 10:09; 10 minutes are needed between them.",
    )
    yield kept("travels half an hour to another site", then("S-1", "2027-01-11 10:30", "South", "Clinic"), facts)
    yield broken(
        "travels a minute less to another site",
        then("S-1", "2027-01-11 10:29", "South", "Clinic"),
        facts,
        because="Ann works on A-1 in Ward of North until 2027-01-11 10:00 and on S-1 in Clinic of South "
        "from 2027-01-11 10:29; 30 minutes are needed between them.",
    )
    at_the_desk = a_visit("B-1", "2027-01-11 10:00", department="ICU", where=Where.REMOTE)
    yield kept("works remotely at once", a_plan(a_visit("A-1"), at_the_desk), facts)
    bench = a_visit("A-2", "2027-01-11 10:09", where=Where.BENCH)
    yield broken(
        "is at the bench nine minutes after the ward",
        a_plan(a_visit("A-1"), bench),
        facts,
        because="Ann works on A-1 in Ward of North until 2027-01-11 10:00 and on A-2 in bench of North "
        "from 2027-01-11 10:09; 10 minutes are needed between them.",
    )
