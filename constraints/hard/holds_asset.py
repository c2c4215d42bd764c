"""An asset that an order holds counts as out until the order is done."""

from collections.abc import Iterator

from constraints.out_of_service import cover_takes, fleet_takes
from constraints.rule import Hard
from constraints.sentence import Part, Takes
from scheduler.domain.facts import Facts
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
