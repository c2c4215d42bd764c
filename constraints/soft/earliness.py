"""Periodic work is done on its due date, one-off work soon."""

from collections.abc import Iterator
from datetime import date

from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import obligations_by_id, tasks_of
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.calendar import Span
from scheduler.domain.equipment import NoPeriod
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "earliness",
    sentence="Periodic work comes near its due date: early gives interval away, after it uses up the tolerance.",
    reason="A six-month service done twenty days early each time is nine services in four years instead of eight.",
    source="drift of floating schedules against a fixed series; objective.early_day, objective.after_due_day",
    terms=("early", "after_due"),
)


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterator[Price]:
    starts_on = facts.local_day(span.start, draft.site)
    weights = facts.programme.weights
    for task in draft.tasks:
        wished = _wished_day(task, facts)
        if starts_on < wished:
            yield Price("early", weights.early_day * (wished - starts_on).days)
        elif (after := min(starts_on, task.window.last_day)) > wished:
            yield Price("after_due", weights.after_due_day * (after - wished).days)


def _wished_day(task: Obligation, facts: Facts) -> date:
    """The due date; the first possible day of work that no periodicity asks for."""
    return task.due if task.every is not None else max(task.window.first_day, facts.horizon.first_day)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    obligations, weights = obligations_by_id(plan), facts.programme.weights
    for visit in plan.visits:
        starts_on = facts.local_day(visit.span.start, visit.site)
        for task in tasks_of(visit, obligations):
            wish = task.due if task.every is not None else max(task.window.first_day, plan.horizon.first_day)
            early, after = (wish - starts_on).days, (min(starts_on, task.window.last_day) - wish).days
            if early > 0:
                why = f"{in_words(task)} comes on {starts_on}, {early} days before {wish}."
                yield RULE.charge("early", early * weights.early_day, task.task_id, why)
            if after > 0:
                why = f"{in_words(task)} comes on {starts_on}, {after} days of its tolerance after {wish}."
                yield RULE.charge("after_due", after * weights.after_due_day, task.task_id, why)


def examples() -> Iterator[Example]:
    facts = facts_of()
    yearly = an_obligation(due="2027-02-15", last_day="2027-02-20")

    def on(day: str, task: Obligation = yearly) -> Plan:
        return a_plan(a_visit(start=f"{day} 09:00"), obligations=[task])

    yield costs("on the due date", on("2027-02-15"), facts)
    yield costs(
        "ten days early",
        on("2027-02-05"),
        facts,
        RULE.charge("early", 20, "A-1 PM", "A-1 PM comes on 2027-02-05, 10 days before 2027-02-15."),
    )
    yield costs(
        "three days after the due date",
        on("2027-02-18"),
        facts,
        RULE.charge("after_due", 3, "A-1 PM", "A-1 PM comes on 2027-02-18, 3 days of its tolerance after 2027-02-15."),
    )
    yield costs(
        "late: only the tolerance counts here",
        on("2027-03-20"),
        facts,
        RULE.charge("after_due", 5, "A-1 PM", "A-1 PM comes on 2027-03-20, 5 days of its tolerance after 2027-02-15."),
    )
    ordered = an_obligation(procedure=a_procedure(every=NoPeriod.ON_EVENT), first_day="2027-01-11", due="2027-03-31")
    yield costs(
        "one-off work does not wait for its deadline",
        on("2027-01-13", ordered),
        facts,
        RULE.charge("after_due", 2, "A-1 PM", "A-1 PM comes on 2027-01-13, 2 days of its tolerance after 2027-01-11."),
    )
