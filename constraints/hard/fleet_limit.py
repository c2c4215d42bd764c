"""A department keeps enough of each make and model in service."""

from collections.abc import Iterator

from constraints.crowds import crowds
from constraints.days import zone_at
from constraints.example import a_department, a_plan, a_programme, a_visit, an_asset, facts_of
from constraints.fleets import FLEET_LIMIT, fleet_takes
from constraints.outages import fleets_out
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import clock
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    FLEET_LIMIT,
    sentence="Only a share of a department's assets of one make and model is out at the same minute.",
    reason="The rest of the fleet has to carry the patients meanwhile.",
    source="Department agreement: max_out_share",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    held = {task.asset_tag for task in draft.tasks if task.holds_asset}
    return fleet_takes((tag for tag in draft.taken_out if tag not in held), Part.OUT, facts)


def limit(resource: Resource, facts: Facts) -> int:
    department, make, model = resource.key
    return facts.fleet_limit_of((department, make, model))


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for key, takings in fleets_out(plan, facts).items():
        department, make, model = key
        limit = facts.fleet_limit_of(key)
        zone = zone_at(facts.programme.departments[DepartmentId(department)].site, facts)
        for crowd in crowds(takings, limit):
            words = (
                f"At {clock(crowd.start, zone)} {len(crowd.whats)} {make} {model} of {department} are out "
                f"({crowd.names}); at most {limit} may be."
            )
            yield RULE.broken(crowd.who, words, crowd.start)


def examples() -> Iterator[Example]:
    def hospital(*statuses: AssetStatus) -> Facts:
        pumps = [an_asset(f"P-{number}", status=status) for number, status in enumerate(statuses, start=1)]
        return facts_of(a_programme(assets=pumps, departments=[a_department(max_out_share=0.5)]))

    def out_at(*starts: str) -> Plan:
        return a_plan(*(a_visit(f"P-{number}", start) for number, start in enumerate(starts, start=1)))

    four = hospital(*[AssetStatus.IN_USE] * 4)
    yield kept("half of four are out", out_at("2027-01-11 09:00", "2027-01-11 09:00"), four)
    yield broken(
        "a third one is out for a minute",
        out_at("2027-01-11 09:00", "2027-01-11 09:00", "2027-01-11 09:59"),
        four,
        because="At 2027-01-11 09:59 3 Acme P1 of Ward are out (P-1, P-2, P-3); at most 2 may be.",
    )
    yield kept(
        "a third one is taken as the others come back",
        out_at("2027-01-11 09:00", "2027-01-11 09:00", "2027-01-11 10:00"),
        four,
    )
    yield kept("one may always be out", out_at("2027-01-11 09:00"), hospital(AssetStatus.IN_USE))
    yield kept(
        "a spare is not one of those in use",
        out_at("2027-01-11 09:00", "2027-01-11 09:00"),
        hospital(AssetStatus.IN_USE, AssetStatus.SPARE),
    )
