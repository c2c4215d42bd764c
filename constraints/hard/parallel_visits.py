"""A department has only so many visits on its floor at once."""

from collections import defaultdict
from collections.abc import Iterator

from constraints.crowds import Taking, crowds
from constraints.days import zone_at
from constraints.example import a_department, a_plan, a_programme, a_visit, an_asset, facts_of
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import clock
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "parallel-visits",
    sentence="No more visits are in a department at the same minute than it allows.",
    reason="Every visit takes room, noise and a nurse's attention.",
    source="Department agreement: max_parallel_visits",
)
ON_THE_FLOOR = frozenset({Where.IN_PLACE, Where.UNOBTRUSIVE})


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    limited = facts.programme.departments[draft.department].max_parallel_visits is not None
    if limited and any(leg.profile.where in ON_THE_FLOOR for leg in draft.legs):
        yield Takes(Resource(RULE.key, (draft.department,)), 1, Part.VISIT)


def limit(resource: Resource, facts: Facts) -> int:
    allowed = facts.programme.departments[DepartmentId(resource.key[0])].max_parallel_visits
    assert allowed is not None, "only departments with a limit are asked about"
    return allowed


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    takings = defaultdict(list)
    for visit in plan.visits:
        if any(leg.where in ON_THE_FLOOR for leg in visit.legs):
            takings[visit.department].append(Taking(visit.span, visit.visit_id, visit.visit_id))
    for department in sorted(takings):
        allowed = facts.programme.departments[department].max_parallel_visits
        if allowed is None:
            continue
        zone = zone_at(facts.programme.departments[department].site, facts)
        for crowd in crowds(takings[department], allowed):
            words = f"At {clock(crowd.start, zone)} {len(crowd.whats)} visits are in {department}; it allows {allowed}."
            yield RULE.broken(crowd.who, words, crowd.start)


def examples() -> Iterator[Example]:
    ward = facts_of(
        a_programme(
            assets=[an_asset("A-1"), an_asset("A-2"), an_asset("A-3")],
            departments=[a_department(max_parallel_visits=2)],
        )
    )

    def three(start: str, where: Where = Where.IN_PLACE) -> Plan:
        two = (a_visit("A-1"), a_visit("A-2", technicians=["Bob"]))
        return a_plan(*two, a_visit("A-3", start, technicians=["Cem"], where=where))

    yield kept("the third visit begins as two end", three("2027-01-11 10:00"), ward)
    yield broken(
        "the third visit begins a minute before two end",
        three("2027-01-11 09:59"),
        ward,
        because="At 2027-01-11 09:59 3 visits are in Ward; it allows 2.",
    )
    yield kept("the third visit is remote", three("2027-01-11 09:00", Where.REMOTE), ward)
    yield broken(
        "the third visit leaves its asset in service",
        three("2027-01-11 09:00", Where.UNOBTRUSIVE),
        ward,
        because="At 2027-01-11 09:00 3 visits are in Ward; it allows 2.",
    )
