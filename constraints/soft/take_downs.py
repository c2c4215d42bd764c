"""An asset is taken down once for all that is due on it."""

from collections.abc import Iterator

from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import SATISFIED
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.calendar import Span
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.work import OutKind, VisitDraft

RULE = Soft(
    "take-downs",
    sentence="An asset is taken out of service as seldom as possible, also counting what is left for the next quarter.",
    reason="Every take-down costs the department a patient's slot, a cleaning and a start-up test.",
    source="objective.take_down",
    terms=("take_downs",),
    is_shared=True,
)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    if draft.out is not OutKind.NOT:
        yield Price("take_downs", facts.programme.weights.take_down, shared=True)


def price_unplaced(task: Obligation, facts: Facts) -> Iterator[Price]:
    takes_down = task.procedure.where is Where.BENCH or task.procedure.interrupts
    if task.extends_past_horizon and takes_down:
        yield Price("take_downs", facts.programme.weights.take_down)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    points = facts.programme.weights.take_down
    for visit in plan.visits:
        if visit.out is not None:
            yield RULE.charge("take_downs", points, visit.visit_id, f"{visit.asset_tag} is taken out of service.")
    for task in plan.obligations:
        is_left = task.is_open and plan.outcomes[task.task_id].status not in SATISFIED
        asks_for_one = task.procedure.interrupts or task.procedure.where is Where.BENCH
        if is_left and task.extends_past_horizon and asks_for_one:
            why = f"{in_words(task)} is left for the next quarter, and will take {task.asset_tag} down then."
            yield RULE.charge("take_downs", points, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()
    both = ["A-1 PM", "A-1 test"]
    owed = [an_obligation(), an_obligation(procedure=a_procedure("test"))]
    once = RULE.charge("take_downs", 60, "V A-1", "A-1 is taken out of service.")
    yield costs(
        "one visit for all that is due", a_plan(a_visit(tasks=both, minutes=120), obligations=owed), facts, once
    )
    again = a_visit(start="2027-01-12 09:00", tasks=["A-1 test"], visit_id="V-2")
    yield costs(
        "two visits",
        a_plan(a_visit(), again, obligations=owed),
        facts,
        once,
        RULE.charge("take_downs", 60, "V-2", "A-1 is taken out of service."),
    )
    beside = an_obligation(procedure=a_procedure(where=Where.UNOBTRUSIVE))
    yield costs("the asset serves on", a_plan(a_visit(where=Where.UNOBTRUSIVE), obligations=[beside]), facts)
    yield costs(
        "left for the next quarter",
        a_plan(obligations=[an_obligation(extends_past_horizon=True)]),
        facts,
        RULE.charge("take_downs", 60, "A-1 PM", "A-1 PM is left for the next quarter, and will take A-1 down then."),
    )
