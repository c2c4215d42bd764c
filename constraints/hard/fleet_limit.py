"""A department keeps enough of each make and model in service."""

from collections.abc import Iterator

from constraints.out_of_service import FLEET_LIMIT, fleet_takes
from constraints.rule import Hard
from constraints.sentence import Part, Resource, Takes
from scheduler.domain.facts import Facts
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
