"""Work that takes an asset down happens while its department can spare it."""

from collections.abc import Iterator
from functools import reduce
from operator import and_

from constraints.days import first_plannable, from_day_on
from constraints.rule import Hard
from constraints.sentence import Inside, Part
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "downtime-window",
    sentence="An asset is taken down, collected and returned only when its department can spare it.",
    reason="Outside these hours the asset serves patients; agreed with the department.",
    source="Facility agreement; downtime table",
)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    if draft.out is OutKind.WHILE_THERE:
        yield from _while_there(draft, facts)
    elif draft.out is OutKind.BENCH:
        yield _collected_and_returned(draft, facts)


def _while_there(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    opened = reduce(and_, (facts.open_periods(tag) for tag in _worked_on(draft)))
    if draft.splittable:
        yield Inside(Part.START, opened, "no open downtime window to begin in")
        yield Inside(Part.END, opened, "no open downtime window to end in")
    else:
        yield Inside(Part.VISIT, opened, "no open downtime window")


def _collected_and_returned(draft: VisitDraft, facts: Facts) -> Inside:
    spared = from_day_on(first_plannable(facts), facts.programme.sites[draft.site].zone, facts)
    for tag in _worked_on(draft):
        spared = spared - facts.closed_time(tag)
    return Inside(Part.OUT_ENDS, spared, "closed time forbids to collect or return it")


def _worked_on(draft: VisitDraft) -> list[AssetTag]:
    return sorted({draft.asset_tag, *(task.asset_tag for task in draft.tasks)})
