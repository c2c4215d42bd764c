"""People stay at one site."""

from collections.abc import Iterator

from constraints.example import a_plan, a_programme, a_technician, a_visit, a_way, an_asset, facts_of
from constraints.reading import moves, stops_by_person
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Charge, Place, Plan

RULE = Soft(
    "trips",
    sentence="People change site as seldom as possible, and somebody from outside comes on as few days as possible.",
    reason="An hour in a car is an hour without equipment; every day of a vendor is a call-out.",
    source="objective.trip",
    terms=("trips",),
)


def price_way(leaving: Place | None, entering: Place | None, facts: Facts) -> Iterator[Price]:
    if entering is not None and (leaving is None or leaving.site != entering.site):
        yield Price("trips", facts.programme.weights.trip)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    for person, stops in stops_by_person(plan, facts).items():
        for leaving, entering, day in moves(stops, facts):
            if entering is not None and leaving != entering:
                why = f"{person} goes from {leaving or 'outside'} to {entering} on {day}."
                yield RULE.charge("trips", facts.programme.weights.trip, person, why)


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            assets=[an_asset("A-1"), an_asset("S-1", site="South", department="Clinic")],
            technicians=[a_technician(sites=["South"]), a_technician("GE#1", performer="GE", anonymous=True)],
            travel=(a_way("North", "South", 30),),
        )
    )
    yield costs("a day at the own site", a_plan(a_visit()), facts)
    south = a_visit("S-1", "2027-01-11 11:00", site="South", department="Clinic")
    yield costs(
        "to another site and back",
        a_plan(a_visit(), south),
        facts,
        RULE.charge("trips", 30, "Ann", "Ann goes from North to South on 2027-01-11."),
        RULE.charge("trips", 30, "Ann", "Ann goes from South to North on 2027-01-11."),
    )
    remote = a_visit("S-1", "2027-01-11 11:00", site="South", department="Clinic", where=Where.REMOTE)
    yield costs("remote work needs no trip", a_plan(remote), facts)
    vendor = [
        a_visit("A-1", f"2027-01-11 {hour}:00", technicians=["GE#1"], performer="GE", visit_id=hour)
        for hour in ("09", "10")
    ]
    yield costs(
        "somebody from outside comes once a day",
        a_plan(*vendor),
        facts,
        RULE.charge("trips", 30, "GE#1", "GE#1 goes from outside to North on 2027-01-11."),
    )
