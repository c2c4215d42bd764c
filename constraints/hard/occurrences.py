"""Two occurrences of one service keep their distance, and the later never comes without the former."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from constraints.days import last_day_of, zone_at
from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import obligations_by_id, task_span, visits_by_task
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import After
from constraints.words import in_words
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, Violation

RULE = Hard(
    "occurrences",
    sentence="Between two services of a series lies at least the periodicity less the early side of the window.",
    reason="A monthly check done twice in a week is one check; the second has to show that a month passed well.",
    source="Formats: Obligations",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[After]:
    for task in tasks:
        if task.previous is not None:
            yield After(task.previous, task.task_id, every=task.every, lag_days=-task.minus_days, needs_first=True)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations, visits = obligations_by_id(plan), visits_by_task(plan)
    for task in plan.obligations:
        former = obligations.get(task.previous) if task.previous is not None else None
        if former is None or not former.is_open or plan.outcomes[task.task_id].status is not TaskStatus.PLACED:
            continue
        after = visits.get(task.task_id)
        if after is None:
            continue
        if former.task_id not in visits:
            words = f"{in_words(task)} due {task.due} is planned, but the one before it, due {former.due}, is not."
            yield RULE.broken(after.visit_id, words, after.span.start)
            continue
        before = visits[former.task_id]
        done_on = last_day_of(task_span(former.task_id, before), zone_at(before.site, facts))
        starts_on = facts.local_day(after.span.start, after.site)
        earliest = done_on if task.every is None else task.every.after(done_on) - timedelta(days=task.minus_days)
        if starts_on < earliest:
            words = (
                f"{in_words(task)} is planned for {starts_on}, too near to {done_on}, when the one before it is; "
                f"from {earliest} on it counts as another one."
            )
            yield RULE.broken(after.visit_id, words, after.span.start)


def examples() -> Iterator[Example]:
    facts = facts_of()
    monthly = a_procedure(every="1 month")
    first = an_obligation(procedure=monthly, due="2027-01-15", task="January")
    second = an_obligation(procedure=monthly, due="2027-02-15", previous="January", minus_days=10, task="February")

    def planned(second_start: str) -> Plan:
        visits = [
            a_visit(start="2027-01-31 09:00", tasks=["January"], visit_id="V-1"),
            a_visit(start=second_start, tasks=["February"], visit_id="V-2"),
        ]
        return a_plan(*visits, obligations=[first, second])

    yield kept("a month less ten days later", planned("2027-02-18 09:00"), facts)
    yield broken(
        "a day too soon",
        planned("2027-02-17 09:00"),
        facts,
        because="A-1 PM is planned for 2027-02-17, too near to 2027-01-31, when the one before it is; "
        "from 2027-02-18 on it counts as another one.",
    )
    yield broken(
        "the second without the first",
        a_plan(a_visit(start="2027-02-18 09:00", tasks=["February"]), obligations=[first, second]),
        facts,
        because="A-1 PM due 2027-02-15 is planned, but the one before it, due 2027-01-15, is not.",
    )
    yield kept("the first without the second", a_plan(a_visit(tasks=["January"]), obligations=[first, second]), facts)
