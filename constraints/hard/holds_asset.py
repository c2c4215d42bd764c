"""An asset that an order holds counts as out until the order is done."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from constraints.crowds import Cause, Crowd, crowds
from constraints.days import zone_at
from constraints.example import (
    a_cover_row,
    a_department,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from constraints.fleets import cover_takes, fleet_takes
from constraints.outages import fleets_out, groups_out
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Takes
from constraints.words import clock
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "holds-asset",
    sentence="An asset that an order holds is out of use until the order is done, and others stay in service for it.",
    reason="After a repair, a recall or a delivery the asset must not serve before it is inspected.",
    source="NFPA 99-2012 chapter 10; initial inspection before first use",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    held = sorted({task.asset_tag for task in draft.tasks if task.holds_asset})
    yield from fleet_takes(held, Part.UNTIL_DONE, facts)
    yield from cover_takes(held, Part.UNTIL_DONE, facts)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for key, takings in fleets_out(plan, facts).items():
        zone = zone_at(facts.programme.departments[DepartmentId(key[0])].site, facts)
        limit = facts.fleet_limit_of(key)
        for crowd in crowds(takings, limit, Cause.HELD):
            yield _too_many(crowd, f"at most {limit} of {' '.join(key[1:])} may be", zone)
    for group, takings in groups_out(plan, facts):
        for crowd in crowds(takings, group.max_out, Cause.HELD):
            needed = f"{group.min_available} of {len(group.members)} have to be left"
            yield _too_many(crowd, needed, facts.zone_of(min(group.members)))


def _too_many(crowd: Crowd, limit: str, zone: ZoneInfo) -> Violation:
    words = f"At {clock(crowd.start, zone)} {crowd.names} are out or held by an order; {limit}."
    return RULE.broken(crowd.who, words, crowd.start)


def examples() -> Iterator[Example]:
    pumps = [an_asset("P-1"), an_asset("P-2")]
    one_at_a_time = facts_of(a_programme(assets=pumps, departments=[a_department(max_out_share=0.5)]))
    held = an_obligation("P-1", a_procedure("incoming", every="1 year"), holds_asset=True)
    usual = an_obligation("P-2")

    def then(start: str) -> Plan:
        order = a_visit("P-1", "2027-01-11 09:00", tasks=["P-1 incoming"])
        return a_plan(order, a_visit("P-2", start, technicians=["Bob"]), obligations=[held, usual])

    yield kept("another pump is taken as the order is done", then("2027-01-11 10:00"), one_at_a_time)
    yield broken(
        "another pump is taken while the order is open",
        then("2027-01-08 09:00"),
        one_at_a_time,
        because="At 2027-01-08 09:00 P-1, P-2 are out or held by an order; at most 1 of Acme P1 may be.",
    )
    yield kept("the order itself may wait", a_plan(obligations=[held, usual]), one_at_a_time)
    yield broken(
        "another pump is taken and the order is never done",
        a_plan(a_visit("P-2"), obligations=[held, usual]),
        one_at_a_time,
        because="At 2027-01-11 09:00 P-1, P-2 are out or held by an order; at most 1 of Acme P1 may be.",
    )
    covered = facts_of(a_programme(assets=pumps, cover=(a_cover_row("P-1", "P-2"),)))
    yield broken(
        "another asset of the cover group is taken while the order is open",
        then("2027-01-08 09:00"),
        covered,
        because="At 2027-01-08 09:00 P-1, P-2 are out or held by an order; 1 of 2 have to be left.",
    )
