"""A visit never starts before its tolerance window or the quarter; under a hard policy it is never late."""

from collections.abc import Iterator
from datetime import date

from constraints.days import first_plannable, from_day_on, through, until_day
from constraints.rule import Hard
from constraints.sentence import Inside, Part
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "window",
    sentence="Work starts in its tolerance window and in the quarter, never before; late only where policy allows.",
    reason="Work done too early gives interval away, and accreditation counts the days around the due date.",
    source="Joint Commission interval definitions; 42 CFR 482.41(d)(2); the hospital's own policy",
)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    first = max([first_plannable(facts), *(_first_day(task) for task in draft.tasks)])
    yield Inside(Part.START, through(first, facts.horizon.last_day, zone), "the window has no day in the quarter")
    if draft.out is OutKind.BENCH:
        yield Inside(Part.OUT, from_day_on(first, zone, facts), "it cannot be collected inside the window")
    ends = [task.window.last_day for task in draft.tasks if task.hard_window]
    if ends:
        yield Inside(Part.END, until_day(min(ends), zone, facts), "the window is hard and leaves no day in the quarter")


def _first_day(task: Obligation) -> date:
    return max(task.window.first_day, task.not_before or task.window.first_day)
