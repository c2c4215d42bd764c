"""A task that another one includes counts as done only if that one is done inside its window."""

from collections.abc import Iterator

from constraints.days import last_day_of, zone_at
from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import visits_by_task
from constraints.rule import Example, Hard, broken, kept
from constraints.words import in_words
from scheduler.domain.facts import Facts
from scheduler.domain.ids import VisitId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Violation, Visit

RULE = Hard(
    "nesting",
    sentence="Doing the yearly service also does the half-yearly one, if it comes when that one is due.",
    reason="Two services of one asset in a week are a waste; one that came too early leaves the other owing.",
    source="ECRI procedures: major and minor; procedures table: includes",
)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    visits = visits_by_task(plan)
    for task in plan.obligations:
        if plan.outcomes[task.task_id].status is not TaskStatus.DONE_ELSEWHERE:
            continue
        visit = visits.get(task.task_id)
        if visit is None or not set(visit.task_ids) & set(task.included_in):
            words = f"{in_words(task)} is said to be done with another task, but no visit does one that includes it."
            yield RULE.broken(task.task_id, words)
        else:
            yield from _outside_its_window(task, visit, facts)


def _outside_its_window(task: Obligation, visit: Visit, facts: Facts) -> Iterator[Violation]:
    starts_on = facts.local_day(visit.span.start, visit.site)
    ends_on = last_day_of(visit.span, zone_at(visit.site, facts))
    window = task.window
    if starts_on < window.first_day or (ends_on > window.last_day and not task.overdue):
        words = (
            f"{in_words(task)} is said to be done with another task on {ends_on}; "
            f"its window is {window.first_day} to {window.last_day}."
        )
        yield RULE.broken(task.task_id, words, visit.span.start)


def examples() -> Iterator[Example]:
    facts = facts_of()
    yearly = an_obligation(procedure=a_procedure("yearly", includes=["half-yearly"]))
    minor = a_procedure("half-yearly", every="6 months")

    def done_with(visit: Visit, *, overdue: bool = False) -> Plan:
        nested = an_obligation(
            procedure=minor, first_day="2027-01-11", last_day="2027-01-20", included_in=["A-1 yearly"], overdue=overdue
        )
        outcome = TaskOutcome(nested.task_id, TaskStatus.DONE_ELSEWHERE, visit.visit_id)
        return a_plan(visit, obligations=[yearly, nested], outcomes=[outcome])

    def on(start: str) -> Visit:
        return a_visit(start=start, tasks=["A-1 yearly"])

    yield kept("the yearly service comes on the last day", done_with(on("2027-01-20 09:00")), facts)
    yield broken(
        "the yearly service comes a day later",
        done_with(on("2027-01-21 09:00")),
        facts,
        because="A-1 half-yearly is said to be done with another task on 2027-01-21; "
        "its window is 2027-01-11 to 2027-01-20.",
    )
    yield broken(
        "the yearly service comes a day too soon",
        done_with(on("2027-01-10 09:00")),
        facts,
        because="A-1 half-yearly is said to be done with another task on 2027-01-10; "
        "its window is 2027-01-11 to 2027-01-20.",
    )
    yield kept("what is overdue is done by any later one", done_with(on("2027-02-10 09:00"), overdue=True), facts)
    nested = an_obligation(procedure=minor, included_in=["A-1 yearly"])
    unfounded = TaskOutcome(nested.task_id, TaskStatus.DONE_ELSEWHERE, VisitId("V-9"))
    yield broken(
        "there is no such visit",
        a_plan(obligations=[yearly, nested], outcomes=[unfounded]),
        facts,
        because="A-1 half-yearly is said to be done with another task, but no visit does one that includes it.",
    )
