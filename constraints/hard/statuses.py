"""Everything that is owed has one status that is true: in one visit, or not planned and allowed to be."""

from collections import Counter
from collections.abc import Iterator, Mapping

from constraints.example import a_plan, a_visit, an_obligation, facts_of
from constraints.reading import SATISFIED, obligations_by_id
from constraints.rule import Example, Hard, broken, kept
from constraints.words import in_words
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId, VisitId
from scheduler.domain.obligation import Obligation, ReasonCode, Settled, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Violation

RULE = Hard(
    "statuses",
    sentence="Every obligation stands in the plan once, with one status, and a placed one in exactly one visit.",
    reason="An auditor counts what was owed against what was planned; nothing may be dropped silently.",
    source="Formats: Task status; CMS S&C 14-07",
)
_OF_OPEN_TASKS = frozenset({TaskStatus.PLACED, TaskStatus.UNPLACED, TaskStatus.NOT_DUE, TaskStatus.DONE_ELSEWHERE})


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    visits = Counter(task for visit in plan.visits for task in visit.task_ids)
    at = {task: visit.visit_id for visit in plan.visits for task in visit.task_ids}
    for task_id, times in Counter(task.task_id for task in plan.obligations).items():
        if times > 1:
            yield RULE.broken(task_id, f"{in_words(obligations[task_id])} stands in the plan {times} times.")
    for task_id in sorted(({*plan.outcomes} | {*visits}) - {*obligations}):
        yield RULE.broken(task_id, f"{task_id} stands in the plan, but nobody owes it.")
    for task in obligations.values():
        outcome = plan.outcomes.get(task.task_id)
        if outcome is None:
            yield RULE.broken(task.task_id, f"{in_words(task)} is owed, but has no status.")
            continue
        wrong = _wrong_status(task, outcome, plan, obligations)
        wrong = wrong or _wrong_visits(outcome, visits[task.task_id], at.get(task.task_id))
        if wrong:
            yield RULE.broken(task.task_id, f"{in_words(task)} is {outcome.status}, but {wrong}.")


def _wrong_visits(outcome: TaskOutcome, times: int, visit: VisitId | None) -> str:
    """What is wrong with the visits of a task; blank if nothing is."""
    if outcome.status is TaskStatus.PLACED:
        if times == 1:
            return "" if outcome.visit_id == visit else f"it is in {visit}, not in {outcome.visit_id}"
        return f"it is in {times} visits" if times else "it is in no visit"
    return f"it is in {visit}" if times else ""


def _wrong_status(task: Obligation, outcome: TaskOutcome, plan: Plan, obligations: Mapping[TaskId, Obligation]) -> str:
    """What is wrong with a status itself; blank if nothing is."""
    if task.settled is not None:
        return "" if outcome.status is task.settled.status else f"that is settled: {task.settled.status}"
    if outcome.status not in _OF_OPEN_TASKS:
        return "it is still to be planned"
    waits = _waits_for_the_former(task, plan, obligations)
    if outcome.status is TaskStatus.NOT_DUE and not (waits or task.extends_past_horizon):
        return f"its window ends on {task.window.last_day}, in the quarter"
    if outcome.status is TaskStatus.UNPLACED and waits:
        return "the one before it is not placed, and until then it is not due"
    return ""


def _waits_for_the_former(task: Obligation, plan: Plan, obligations: Mapping[TaskId, Obligation]) -> bool:
    former = obligations.get(task.previous) if task.previous is not None else None
    return former is not None and former.is_open and plan.outcomes[former.task_id].status not in SATISFIED


def examples() -> Iterator[Example]:
    facts = facts_of()
    owed = an_obligation()
    yield kept("is placed in one visit", a_plan(a_visit(), obligations=[owed]), facts)
    yield kept("is not placed", a_plan(obligations=[owed]), facts)

    def called(status: TaskStatus, task: Obligation = owed, visit: str | None = None) -> Plan:
        outcome = TaskOutcome(task.task_id, status, None if visit is None else VisitId(visit))
        return a_plan(obligations=[task], outcomes=[outcome])

    yield broken(
        "is placed in no visit",
        called(TaskStatus.PLACED, visit="V-9"),
        facts,
        because="A-1 PM is placed, but it is in no visit.",
    )
    twice = [a_visit(visit_id="V-1"), a_visit(start="2027-02-11 09:00", visit_id="V-2")]
    yield broken(
        "is placed twice",
        a_plan(*twice, obligations=[owed]),
        facts,
        because="A-1 PM is placed, but it is in 2 visits.",
    )
    unplaced = TaskOutcome(owed.task_id, TaskStatus.UNPLACED)
    yield broken(
        "is in a visit, but not placed",
        a_plan(a_visit(), obligations=[owed], outcomes=[unplaced]),
        facts,
        because="A-1 PM is unplaced, but it is in V A-1.",
    )
    yield kept("reaches past the quarter", called(TaskStatus.NOT_DUE, an_obligation(extends_past_horizon=True)), facts)
    yield broken(
        "ends with the quarter and is called not due",
        called(TaskStatus.NOT_DUE),
        facts,
        because="A-1 PM is not_due, but its window ends on 2027-03-31, in the quarter.",
    )
    missing = an_obligation(settled=Settled(TaskStatus.UNPLACED, ReasonCode.ASSET_MISSING, "missing since May"))
    yield kept("is settled", a_plan(obligations=[missing]), facts)
    yield broken(
        "is settled otherwise",
        called(TaskStatus.DONE, missing),
        facts,
        because="A-1 PM is done, but that is settled: unplaced.",
    )
    yield broken(
        "is called done without being settled",
        called(TaskStatus.DONE),
        facts,
        because="A-1 PM is done, but it is still to be planned.",
    )
    yield broken(
        "is listed twice",
        a_plan(a_visit(), obligations=[owed, owed]),
        facts,
        because="A-1 PM stands in the plan 2 times.",
    )
    yield broken(
        "is done without being owed",
        a_plan(a_visit(), a_visit("A-2"), obligations=[owed]),
        facts,
        because="A-2 PM stands in the plan, but nobody owes it.",
    )
    later = an_obligation(previous="A-1 PM", task="A-1 later")
    yield broken(
        "is unplaced because the one before it is",
        a_plan(obligations=[owed, later]),
        facts,
        because="A-1 PM is unplaced, but the one before it is not placed, and until then it is not due.",
    )
