"""A round is what people do one after the other in one place within half a day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from constraints.example import (
    a_department,
    a_performer,
    a_plan,
    a_programme,
    a_technician,
    a_visit,
    an_asset,
    facts_of,
)
from constraints.reading import stops_by_person
from constraints.rule import Example, Hard, broken, kept
from constraints.words import listed
from scheduler.domain.facts import Facts
from scheduler.domain.ids import RoundId, TechnicianId
from scheduler.domain.people import PerformerKind
from scheduler.domain.places import Acuity
from scheduler.domain.plan import Place, Plan, Violation, Visit

RULE = Hard(
    "rounds",
    sentence="One calendar entry for several visits means the same people, one place, and nothing else in between.",
    reason="A ward that is told of a round expects the people to come once and to stay until it is done.",
    source="Formats: Round",
)
_HALF_A_DAY = timedelta(hours=12)
_ON_THEIR_OWN = frozenset({Acuity.IMAGING, Acuity.PERIOPERATIVE})


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    rounds: dict[RoundId, list[Visit]] = defaultdict(list)
    for visit in sorted(plan.visits, key=lambda visit: (visit.span, visit.visit_id)):
        if visit.round_id:
            rounds[visit.round_id].append(visit)
    several = {name: visits for name, visits in rounds.items() if len(visits) > 1}
    followers = _next_visits(plan, facts) if several else {}
    for name, visits in sorted(several.items()):
        wrong = _wrong_member(visits, facts) or _interruption(visits, followers)
        if wrong:
            yield RULE.broken(
                name, f"{listed(visit.asset_tag for visit in visits)} are said to be one round, but {wrong}."
            )


def _wrong_member(visits: Sequence[Visit], facts: Facts) -> str:
    """What keeps these visits from being one round; blank if nothing does."""
    if len({_people(visit) for visit in visits}) > 1:
        return "other people come to some of them"
    if len({place for visit in visits for place in _places(visit, facts)}) > 1:
        return "they are in several places"
    if visits[-1].span.end - visits[0].span.start > _HALF_A_DAY:
        return "they take longer than half a day"
    if facts.programme.departments[visits[0].department].acuity in _ON_THEIR_OWN:
        return f"visits in {visits[0].department} stay entries of their own"
    performers = {leg.performer for visit in visits for leg in visit.legs}
    outside = [name for name in performers if _is_outside(name, facts)]
    return f"visits of {listed(outside)} stay entries of their own" if outside else ""


def _is_outside(performer: str, facts: Facts) -> bool:
    rows = (row for row in facts.programme.performers.values() if row.performer == performer)
    return any(row.kind is not PerformerKind.IN_HOUSE for row in rows)


def _interruption(visits: Sequence[Visit], followers: dict[tuple[TechnicianId, str], Visit]) -> str:
    for before, after in pairwise(visits):
        for person in sorted(_people(before)):
            following = followers.get((person, before.visit_id))
            if following is not None and following.visit_id != after.visit_id:
                return f"{person} is at {following.asset_tag} in between"
    return ""


def _next_visits(plan: Plan, facts: Facts) -> dict[tuple[TechnicianId, str], Visit]:
    """For each person and visit the one that the person goes to next."""
    found = {}
    for person, stops in stops_by_person(plan, facts).items():
        visits = list({stop.visit.visit_id: stop.visit for stop in stops}.values())
        for before, after in pairwise(visits):
            found[person, str(before.visit_id)] = after
    return found


def _people(visit: Visit) -> frozenset[TechnicianId]:
    return frozenset(person for leg in visit.legs for person in leg.technicians)


def _places(visit: Visit, facts: Facts) -> set[Place]:
    return {facts.place(visit.site, visit.department, leg.where) for leg in visit.legs}


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            assets=[*(an_asset(f"A-{number}") for number in (1, 2, 3)), an_asset("I-1", department="ICU")],
            technicians=[a_technician(), a_technician("Bob"), a_technician("GE#1", performer="GE", anonymous=True)],
            performers=[a_performer()],
        )
    )
    first = a_visit("A-1", round_id="R-1")

    def then(start: str, technicians: Sequence[str] = ("Ann",), department: str = "Ward") -> Visit:
        return a_visit("A-2", start, technicians=technicians, department=department, round_id="R-1")

    yield kept("two visits follow each other", a_plan(first, then("2027-01-11 10:00")), facts)
    yield kept("the last one ends after half a day", a_plan(first, then("2027-01-11 20:00")), facts)
    yield broken(
        "the last one ends a minute later",
        a_plan(first, then("2027-01-11 20:01")),
        facts,
        because="A-1, A-2 are said to be one round, but they take longer than half a day.",
    )
    yield broken(
        "somebody else comes to the second",
        a_plan(first, then("2027-01-11 10:00", ["Bob"])),
        facts,
        because="A-1, A-2 are said to be one round, but other people come to some of them.",
    )
    yield broken(
        "the second is in another department",
        a_plan(first, then("2027-01-11 10:10", department="ICU")),
        facts,
        because="A-1, A-2 are said to be one round, but they are in several places.",
    )
    between = a_visit("I-1", "2027-01-11 10:10", department="ICU")
    yield broken(
        "there is another visit in between",
        a_plan(first, between, then("2027-01-11 12:00")),
        facts,
        because="A-1, A-2 are said to be one round, but Ann is at I-1 in between.",
    )
    yield from _on_their_own(facts)


def _on_their_own(facts: Facts) -> Iterator[Example]:
    vendor = [
        a_visit(f"A-{one}", f"2027-01-11 0{7 + one}:00", technicians=["GE#1"], performer="GE", round_id="R-1")
        for one in (1, 2)
    ]
    yield broken(
        "somebody from outside comes",
        a_plan(*vendor),
        facts,
        because="A-1, A-2 are said to be one round, but visits of GE stay entries of their own.",
    )
    theatre = facts_of(
        a_programme(assets=[an_asset("A-1"), an_asset("A-2")], departments=[a_department(acuity=Acuity.PERIOPERATIVE)])
    )
    both = a_plan(a_visit("A-1", round_id="R-1"), a_visit("A-2", "2027-01-11 10:00", round_id="R-1"))
    yield broken(
        "they are in an operating theatre",
        both,
        theatre,
        because="A-1, A-2 are said to be one round, but visits in Ward stay entries of their own.",
    )
