"""Pilots are as many as asked for, in use, and never the only one of a service where another one can go first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from constraints.example import a_patch, a_plan, a_procedure, a_programme, an_asset, an_obligation, facts_of
from constraints.rollouts import Installing, by_release, pilots_of
from constraints.rule import Example, Hard, broken, kept
from scheduler.domain.equipment import AssetStatus, MakeModel, ProcedureKind
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.obligation import PILOT, Install
from scheduler.domain.plan import Plan, Violation

RULE = Hard(
    "pilot",
    sentence="A release's pilot is large enough, and on devices in use whose service has another one.",
    reason="A spare on a shelf shows nothing, and a service must not fail with its only device.",
    source="Patches table: pilot; HICP practice 9",
)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    services = Counter(
        (asset.department, facts.model_of(tag).modality)
        for tag, asset in facts.programme.assets.items()
        if asset.status is AssetStatus.IN_USE
    )

    versions = Counter(
        (asset.make_model, asset.software_version.strip().casefold())
        for asset in facts.programme.assets.values()
        if asset.status is not AssetStatus.RETIRED
    )

    def is_suitable(tag: AssetTag) -> bool:
        return facts.is_in_use(tag) and services[facts.asset(tag).department, facts.model_of(tag).modality] > 1

    for release, group in by_release(plan.obligations).items():
        pilots = [one for one in group if one.install.stage == PILOT]
        yield from _too_few(release[2], group, len(pilots), versions, facts)
        others = sorted(one.task.asset_tag for one in group if one.install.stage != PILOT)
        better = [tag for tag in others if is_suitable(tag)]
        for one in pilots:
            if better and not is_suitable(one.task.asset_tag):
                words = (
                    f"{one.task.asset_tag} is a pilot of {release[2]}, but it is not in use or the only one of its "
                    f"service; {better[0]} could go first."
                )
                yield RULE.broken(one.task.task_id, words)


def _too_few(
    name: str, group: Sequence[Installing], pilots: int, versions: Counter[tuple[MakeModel, str]], facts: Facts
) -> Iterator[Violation]:
    """Those that run the release already were its pilot; one asset is always left for a wave."""
    patch = group[0].install.patch
    there = versions[(patch.make, patch.model), patch.version.strip().casefold()]
    asked = min(max(0, pilots_of(patch, facts) - there), len(group) - 1)
    if pilots < asked:
        words = f"{name} goes to {pilots} assets first; {asked} are asked for."
        yield RULE.broken(group[0].task.task_id, words)


def examples() -> Iterator[Example]:
    work = a_procedure("patching", kind=ProcedureKind.PATCH)
    assets = [
        an_asset("P-1"),
        an_asset("P-2"),
        an_asset("P-3", department="Clinic"),
        an_asset("P-4", status=AssetStatus.SPARE),
    ]
    facts = facts_of(a_programme(assets=assets))

    def first(*pilots: str, of: str = "P-1 P-2 P-3 P-4") -> Plan:
        patch = a_patch("P-2.0", pilot=2)
        tasks = [
            replace(an_obligation(tag, work), install=Install(patch, stage=PILOT if tag in pilots else 1))
            for tag in of.split()
        ]
        return a_plan(obligations=tasks)

    yield kept("two of a ward that has two go first", first("P-1", "P-2"), facts)
    yield broken("only one goes first", first("P-1"), facts, because="P-2.0 goes to 1 assets first; 2 are asked for.")
    yield broken(
        "the only one of the clinic goes first",
        first("P-1", "P-3"),
        facts,
        because="P-3 is a pilot of P-2.0, but it is not in use or the only one of its service; P-2 could go first.",
    )
    yield broken(
        "a spare goes first",
        first("P-1", "P-4"),
        facts,
        because="P-4 is a pilot of P-2.0, but it is not in use or the only one of its service; P-2 could go first.",
    )
    yield kept("the only ones of their services, where there is no other", first("P-3", of="P-3 P-4"), facts)
