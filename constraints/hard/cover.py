"""Assets that stand in for each other are never out together beyond what a site can do without."""

from collections.abc import Iterator

from constraints.out_of_service import COVER, cover_takes
from constraints.rule import Hard
from constraints.sentence import Part, Resource, Takes
from scheduler.domain.facts import Facts
from scheduler.domain.work import VisitDraft

RULE = Hard(
    COVER,
    sentence="Of the assets that stand in for each other, whatever their make, enough stay in service at every minute.",
    reason="A site that has two CTs always keeps one; patients cannot wait for a visit to end.",
    source="Cover table; default for imaging, therapy and life support",
)


def uses(draft: VisitDraft, facts: Facts) -> Iterator[Takes]:
    held = {task.asset_tag for task in draft.tasks if task.holds_asset}
    return cover_takes((tag for tag in draft.taken_out if tag not in held), Part.OUT, facts)


def limit(resource: Resource, facts: Facts) -> int:
    return facts.cover_group(resource.key[0]).max_out
