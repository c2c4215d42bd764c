"""A release never takes all devices of one acuity at once, however many departments they stand in."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from constraints.crowds import Taking, crowds
from constraints.example import (
    a_department,
    a_patch,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from constraints.reading import obligations_by_id, tasks_of
from constraints.rollouts import installing
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Part, Resource, Takes
from constraints.words import clock
from scheduler.domain.equipment import ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import Install
from scheduler.domain.places import Acuity
from scheduler.domain.plan import Plan, Violation
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "acuity-units",
    sentence="While a release is installed, one device in use of that model is left in each acuity that has several.",
    reason="If a release goes wrong, the intensive care units have not all lost the same device in the same hour.",
    source="Departments table: acuity; HICP practice 9",
)
_Key = tuple[str, str, str]


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    if draft.out is OutKind.NOT:
        return iter(())
    patched = {one.task.asset_tag: one.install for one in installing(draft.tasks)}
    counted = Counter(
        (*install.release, facts.department_of(tag).acuity.value)
        for tag, install in patched.items()
        if facts.is_in_use(tag)
    )
    return (Takes(Resource(RULE.key, key), amount, Part.OUT) for key, amount in sorted(counted.items()))


def limit(resource: Resource, facts: Facts) -> int:
    make, model, _, acuity = resource.key
    return max(1, _in_use(facts)[make, model, acuity] - 1)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations, takings = obligations_by_id(plan), defaultdict[tuple[str, str, str, str], list[Taking]](list)
    for visit in plan.visits:
        if visit.out is None:
            continue
        for one in installing(tasks_of(visit, obligations)):
            tag = one.task.asset_tag
            if facts.is_in_use(tag):
                acuity = facts.department_of(tag).acuity.value
                takings[(*one.install.release, acuity)].append(Taking(visit.out, tag, visit.visit_id))
    for (make, model, name, acuity), taken in sorted(takings.items()):
        number = _in_use(facts)[make, model, acuity]
        for crowd in crowds(taken, max(1, number - 1)):
            zone = facts.zone_of(AssetTag(crowd.whats[0]))
            words = (
                f"At {clock(crowd.start, zone)} {name} is installed on all {number} {make} {model} of "
                f"{acuity.replace('_', ' ')} at once ({crowd.names})."
            )
            yield RULE.broken(crowd.who, words, crowd.start)


@lru_cache(maxsize=4)
def _in_use(facts: Facts) -> Mapping[_Key, int]:
    """How many of each make and model are in use in departments of each acuity."""
    return Counter(
        (asset.make, asset.model, facts.department_of(tag).acuity.value)
        for tag, asset in facts.programme.assets.items()
        if facts.is_in_use(tag)
    )


def examples() -> Iterator[Example]:
    work = a_procedure("patching", kind=ProcedureKind.PATCH)
    wards = [a_department(name, acuity=Acuity.CRITICAL_CARE) for name in ("ICU-1", "ICU-2")]
    assets = [an_asset("P-1", department="ICU-1"), an_asset("P-2", department="ICU-2"), an_asset("P-3")]
    facts = facts_of(a_programme(assets=assets, departments=[*wards, a_department("Ward", acuity=Acuity.INPATIENT)]))
    tasks = [replace(an_obligation(asset.asset_tag, work), install=Install(a_patch("P-2.0"))) for asset in assets]

    def planned(second: str) -> Plan:
        starts = {"P-1": "2027-01-11 09:00", "P-2": second, "P-3": "2027-01-11 09:00"}
        visits = [
            a_visit(asset.asset_tag, starts[asset.asset_tag], tasks=[f"{asset.asset_tag} patching"],
                    department=asset.department)
            for asset in assets
        ]  # fmt: skip
        return a_plan(*visits, obligations=tasks)

    yield kept("the second unit is taken as the first comes back", planned("2027-01-11 10:00"), facts)
    yield broken(
        "the second unit is taken a minute sooner",
        planned("2027-01-11 09:59"),
        facts,
        because="At 2027-01-11 09:59 P-2.0 is installed on all 2 Acme P1 of critical care at once (P-1, P-2).",
    )
