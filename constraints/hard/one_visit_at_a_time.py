"""An asset is in one visit at a time, and nothing else is done to it while another visit has it out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from constraints.days import zone_at
from constraints.example import a_plan, a_programme, a_visit, an_asset, facts_of
from constraints.reading import obligations_by_id, occupied, taken_out
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import stretch
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.plan import Plan, Violation, Visit
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "one-visit-at-a-time",
    sentence="Two visits never have the same asset, or assets serviced together, at the same time.",
    reason="Two people cannot open one device, and an asset on the bench is not on the ward.",
    source="Formats: Visit",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    part = Part.OUT if draft.out is OutKind.BENCH else Part.VISIT
    mains = {facts.main_of(tag) for tag in (draft.asset_tag, *draft.taken_out)}
    return (Takes(Resource(RULE.key, (main,)), 1, part) for main in sorted(mains))


def limit(resource: Resource, facts: Facts) -> int:
    return 1


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    reported = set()
    for visits in _visits_by_device(plan, facts).values():
        for before, after in pairwise(visits):
            pair = (before.visit_id, after.visit_id)
            if occupied(before).end > occupied(after).start and pair not in reported:
                reported.add(pair)
                zone = zone_at(after.site, facts)
                words = (
                    f"{after.asset_tag} is in a visit {stretch(occupied(after), zone)}, "
                    f"but {before.asset_tag} is still in one {stretch(occupied(before), zone)}."
                )
                yield RULE.broken(after.visit_id, words, occupied(after).start)


def _visits_by_device(plan: Plan, facts: Facts) -> Mapping[AssetTag, list[Visit]]:
    """Visits in order of time by the main tag of each composite that they work on or take out."""
    obligations = obligations_by_id(plan)
    found = defaultdict(list)
    for visit in sorted(plan.visits, key=lambda visit: (occupied(visit), visit.visit_id)):
        for main in {facts.main_of(tag) for tag in (visit.asset_tag, *taken_out(visit, obligations, facts))}:
            found[main].append(visit)
    return {main: found[main] for main in sorted(found)}


def examples() -> Iterator[Example]:
    def twice(second: str) -> Plan:
        return a_plan(
            a_visit(visit_id="V-1"),
            a_visit(start=second, visit_id="V-2", tasks=["A-1 safety"], technicians=["Bob"]),
        )

    yield kept("one visit begins as the other ends", twice("2027-01-11 10:00"), facts_of())
    yield broken(
        "one visit begins a minute before the other ends",
        twice("2027-01-11 09:59"),
        facts_of(),
        because="A-1 is in a visit 2027-01-11 09:59-10:59, but A-1 is still in one 2027-01-11 09:00-10:00.",
    )
    yield broken(
        "the asset is still on the bench",
        a_plan(
            a_visit(where=Where.BENCH, out=("2027-01-11 08:00", "2027-01-12 08:00"), visit_id="V-1"),
            a_visit(start="2027-01-12 07:59", visit_id="V-2", tasks=["A-1 safety"]),
        ),
        facts_of(),
        because="A-1 is in a visit 2027-01-12 07:59-08:59, but A-1 is still in one 2027-01-11 08:00-2027-01-12 08:00.",
    )
    cart = [an_asset("Cart"), an_asset("Monitor", serviced_with="Cart"), an_asset("Other")]
    yield broken(
        "two people work on assets that are serviced together",
        a_plan(a_visit("Cart"), a_visit("Monitor", technicians=["Bob"])),
        facts_of(a_programme(assets=cart)),
        because="Monitor is in a visit 2027-01-11 09:00-10:00, but Cart is still in one 2027-01-11 09:00-10:00.",
    )
    yield kept(
        "two people work on two assets",
        a_plan(a_visit("Cart"), a_visit("Other", technicians=["Bob"])),
        facts_of(a_programme(assets=cart)),
    )
