"""Work that the quarter could do is not pushed over its edge into the next one."""

from collections.abc import Iterator
from datetime import date, timedelta

from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import SATISFIED
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import in_words
from scheduler.domain.equipment import NoPeriod
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Charge, Plan

RULE = Soft(
    "over-the-edge",
    sentence="Work that could be done in the quarter is left for the next one only at the price of the days it waits.",
    reason="A quarter that looks good because it leaves its last weeks to the next one makes that one late.",
    source="DESIGN: the year behind the quarter; objective.after_due_day",
    terms=("pushed",),
)
_A_DAY = timedelta(days=1)


def price_unplaced(task: Obligation, facts: Facts) -> Iterator[Price]:
    wished = task.due if task.every is not None else max(task.window.first_day, facts.horizon.first_day)
    days = (facts.horizon.last_day + _A_DAY - wished).days
    if task.extends_past_horizon and days > 0:
        yield Price("pushed", facts.programme.weights.after_due_day * days)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    next_quarter = plan.horizon.last_day + _A_DAY
    for task in plan.obligations:
        is_left = task.is_open and plan.outcomes[task.task_id].status not in SATISFIED
        if is_left and task.extends_past_horizon:
            wished = _wish(task, plan)
            days = (next_quarter - wished).days
            if days > 0:
                why = f"{in_words(task)}, wished for {wished}, is left for the next quarter, "
                why += f"{_counted(days)} later at best."
                yield RULE.charge("pushed", days * facts.programme.weights.after_due_day, task.task_id, why)


def _counted(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _wish(task: Obligation, plan: Plan) -> date:
    """Periodic work on its due date, one-off work as soon as it can be."""
    if task.every is not None:
        return task.due
    return task.window.first_day if task.window.first_day > plan.horizon.first_day else plan.horizon.first_day


def examples() -> Iterator[Example]:
    facts = facts_of()
    due = an_obligation(due="2027-03-21", last_day="2027-04-10", extends_past_horizon=True)
    yield costs("done on its due date", a_plan(a_visit(start="2027-03-21 09:00"), obligations=[due]), facts)
    yield costs(
        "left for the next quarter, which begins eleven days later",
        a_plan(obligations=[due]),
        facts,
        RULE.charge(
            "pushed",
            11,
            "A-1 PM",
            "A-1 PM, wished for 2027-03-21, is left for the next quarter, 11 days later at best.",
        ),
    )
    last = an_obligation(due="2027-03-31", last_day="2027-04-10", extends_past_horizon=True)
    yield costs(
        "due on the last day",
        a_plan(obligations=[last]),
        facts,
        RULE.charge(
            "pushed", 1, "A-1 PM", "A-1 PM, wished for 2027-03-31, is left for the next quarter, 1 day later at best."
        ),
    )
    later = an_obligation(due="2027-04-01", last_day="2027-04-10", extends_past_horizon=True)
    yield costs("due in the next quarter", a_plan(obligations=[later]), facts)
    ordered = an_obligation(
        procedure=a_procedure(every=NoPeriod.ON_EVENT),
        first_day="2027-03-30",
        due="2027-05-01",
        extends_past_horizon=True,
    )
    yield costs(
        "one-off work could have been done at once",
        a_plan(obligations=[ordered]),
        facts,
        RULE.charge(
            "pushed", 2, "A-1 PM", "A-1 PM, wished for 2027-03-30, is left for the next quarter, 2 days later at best."
        ),
    )
