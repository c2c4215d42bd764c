"""An asset is taken down once for all that is due on it."""

from collections.abc import Iterator

from constraints.rule import Soft
from constraints.sentence import Price
from scheduler.domain.calendar import Span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import OutKind, VisitDraft

RULE = Soft(
    "take-downs",
    sentence="An asset is taken out of service as seldom as possible, also counting what is left for the next quarter.",
    reason="Every take-down costs the department a patient's slot, a cleaning and a start-up test.",
    source="objective.take_down",
    terms=("take_downs",),
)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    if draft.out is not OutKind.NOT:
        yield Price("take_downs", facts.programme.weights.take_down, shared=True)


def price_unplaced(task: Obligation, facts: Facts) -> Iterator[Price]:
    takes_down = task.procedure.where is Where.BENCH or task.procedure.interrupts
    if task.extends_past_horizon and takes_down:
        yield Price("take_downs", facts.programme.weights.take_down)
