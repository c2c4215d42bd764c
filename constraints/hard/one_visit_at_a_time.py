"""An asset is in one visit at a time, and nothing else is done to it while another visit has it out."""

from collections.abc import Iterator

from constraints.rule import Hard
from constraints.sentence import Part, Resource, Takes
from scheduler.domain.facts import Facts
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "one-visit-at-a-time",
    sentence="Two visits never have the same asset, or assets serviced together, at the same time.",
    reason="Two people cannot open one device, and an asset on the bench is not on the ward.",
    source="FORMATS: Visit",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    part = Part.OUT if draft.out is OutKind.BENCH else Part.VISIT
    mains = {facts.main_of(tag) for tag in (draft.asset_tag, *draft.taken_out)}
    return (Takes(Resource(RULE.key, (main,)), 1, part) for main in sorted(mains))


def limit(resource: Resource, facts: Facts) -> int:
    return 1
