"""A locked visit stays where it is, with the people it was locked with."""

from collections.abc import Iterator
from datetime import timedelta

from constraints.days import first_plannable
from constraints.rule import Hard
from constraints.sentence import Exactly, Inside, Part
from scheduler.domain.calendar import Span, Spans, next_occurrence
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
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
