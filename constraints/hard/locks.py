"""A locked visit stays where it is, with the people it was locked with."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.days import first_plannable
from constraints.example import a_lock, a_plan, a_programme, a_technician, a_visit, an_obligation, facts_of
from constraints.reading import task_span, visits_by_task
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Exactly, Inside, Part
from constraints.words import clock, in_words, listed
from scheduler.domain.calendar import Span, Spans, next_occurrence
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, ReasonCode, TaskStatus
from scheduler.domain.plan import Plan, TaskOutcome, Violation, Visit
from scheduler.domain.record import Lock
from scheduler.domain.work import VisitDraft

RULE = Hard(
    "locks",
    sentence="A visit that was promised starts when it was promised, with the people who were promised.",
    reason="Somebody has arranged patients, a vendor or a shutdown around it.",
    source="Locks table",
)
_MINUTE = timedelta(minutes=1)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    for task, lock in _locked(draft, facts):
        start = lock.start - _minutes_before(task.task_id, draft)
        yield Inside(Part.START, Spans((Span(start, start + _MINUTE),)), "the visit is locked to another time")


def admits_crew(draft: VisitDraft, facts: Facts) -> Iterator[Exactly]:
    for task, lock in _locked(draft, facts):
        if lock.technicians:
            yield Exactly(task.task_id, tuple(sorted(lock.technicians)))


def _locked(draft: VisitDraft, facts: Facts) -> Iterator[tuple[Obligation, Lock]]:
    for task in draft.tasks:
        for lock in facts.locks_of(task.asset_tag, task.name):
            if is_for(lock, task, facts):
                yield task, lock


def is_for(lock: Lock, task: Obligation, facts: Facts) -> bool:
    """Tell whether the lock means this occurrence: it lies between the beginning of its window and of the next one's.

    The first occurrence also answers for locks before it, an overdue one for all until the next in the quarter begins.
    """
    on = facts.local_day(lock.start, facts.site_of(task.asset_tag).site)
    if on < first_plannable(facts) or (task.previous is not None and on < task.window.first_day):
        return False
    if task.every is None:
        return True
    after = max(task.window.first_day, facts.horizon.first_day) if task.overdue else task.window.first_day
    return on < next_occurrence(task.window.first_day, task.every, after)


def _minutes_before(task: TaskId, draft: VisitDraft) -> timedelta:
    """Minutes of the legs before the one that holds the task."""
    number = next(number for number, leg in enumerate(draft.legs) if task in leg.task_ids)
    return timedelta(minutes=sum(leg.minutes for leg in draft.legs[:number]))


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    visits = visits_by_task(plan)
    for task in plan.obligations:
        if task.is_open:
            for lock in facts.locks_of(task.asset_tag, task.name):
                if is_for(lock, task, facts):
                    yield from _moved(lock, task, visits.get(task.task_id), plan.outcomes[task.task_id], facts)


def _moved(
    lock: Lock, task: Obligation, visit: Visit | None, outcome: TaskOutcome, facts: Facts
) -> Iterator[Violation]:
    site = facts.site_of(task.asset_tag)
    promised = clock(lock.start, site.zone)
    if visit is None:
        if outcome.reason_code is not ReasonCode.LOCKED_OUT:
            yield RULE.broken(
                task.task_id, f"{in_words(task)} is locked to {promised}, but it is not planned.", lock.start
            )
        return
    start = task_span(task.task_id, visit).start
    if start != lock.start:
        words = f"{in_words(task)} is locked to {promised}, but it starts at {clock(start, site.zone)}."
        yield RULE.broken(visit.visit_id, words, start)
    people = {one for leg in visit.legs if task.task_id in leg.task_ids for one in leg.technicians}
    if lock.technicians and people != set(lock.technicians):
        words = f"{in_words(task)} is locked to {listed(lock.technicians)}, but {listed(people)} does it."
        yield RULE.broken(visit.visit_id, words, start)


def examples() -> Iterator[Example]:
    people = [a_technician(), a_technician("Bob")]
    facts = facts_of(
        a_programme(technicians=people, locks=(a_lock("2027-01-11 09:00", technicians=["Ann"]),)),
    )
    yield kept("stays where it is", a_plan(a_visit()), facts)
    yield broken(
        "moves by a minute",
        a_plan(a_visit(start="2027-01-11 09:01")),
        facts,
        because="A-1 PM is locked to 2027-01-11 09:00, but it starts at 2027-01-11 09:01.",
    )
    yield broken(
        "is done by somebody else",
        a_plan(a_visit(technicians=["Bob"])),
        facts,
        because="A-1 PM is locked to Ann, but Bob does it.",
    )
    yield broken(
        "is dropped",
        a_plan(obligations=[an_obligation()]),
        facts,
        because="A-1 PM is locked to 2027-01-11 09:00, but it is not planned.",
    )
    impossible = TaskOutcome(an_obligation().task_id, TaskStatus.UNPLACED, reason_code=ReasonCode.LOCKED_OUT)
    yield kept("cannot be kept, and that is said", a_plan(obligations=[an_obligation()], outcomes=[impossible]), facts)
