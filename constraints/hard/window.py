"""A visit never starts before its tolerance window or the quarter; under a hard policy it is never late."""

from collections.abc import Iterator
from datetime import date

from constraints.days import first_plannable, from_day_on, last_day_of, through, until_day, zone_at
from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import obligations_by_id, occupied, tasks_of
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from constraints.words import in_words
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Violation, Visit
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "window",
    sentence="Work starts in its tolerance window and in the quarter, never before; late only where policy allows.",
    reason="Work done too early gives interval away, and accreditation counts the days around the due date.",
    source="Joint Commission interval definitions; 42 CFR 482.41; the hospital's own policy",
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


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        begins = facts.local_day(occupied(visit).start, visit.site)
        yield from _outside_the_quarter(plan, visit, begins, facts)
        for task in tasks_of(visit, obligations):
            yield from _outside_its_window(visit, task, begins, facts)


def _outside_the_quarter(plan: Plan, visit: Visit, begins: date, facts: Facts) -> Iterator[Violation]:
    first, last = max(plan.today, plan.horizon.first_day), plan.horizon.last_day
    starts_on = facts.local_day(visit.span.start, visit.site)
    if begins < first:
        words = f"{visit.asset_tag} is planned for {begins}; nothing is planned before {first}."
        yield RULE.broken(visit.visit_id, words, visit.span.start)
    elif starts_on > last:
        words = f"{visit.asset_tag} is planned for {starts_on}; the quarter ends on {last}."
        yield RULE.broken(visit.visit_id, words, visit.span.start)


def _outside_its_window(visit: Visit, task: Obligation, begins: date, facts: Facts) -> Iterator[Violation]:
    ends_on = last_day_of(visit.span, zone_at(visit.site, facts))
    window = task.window
    if begins < window.first_day:
        words = f"{in_words(task)} begins on {begins}; its window opens on {window.first_day}."
        yield RULE.broken(visit.visit_id, words, visit.span.start)
    elif task.not_before is not None and begins < task.not_before:
        words = f"{in_words(task)} begins on {begins}; it cannot be done before {task.not_before}."
        yield RULE.broken(visit.visit_id, words, visit.span.start)
    if task.hard_window and ends_on > window.last_day:
        words = f"{in_words(task)} ends on {ends_on}; its window ends on {window.last_day}, and late is not allowed."
        yield RULE.broken(visit.visit_id, words, visit.span.end)


def examples() -> Iterator[Example]:
    facts = facts_of()
    january = an_obligation(first_day="2027-01-11", last_day="2027-01-20")
    yield kept("starts as the window opens", a_plan(a_visit(start="2027-01-11 00:00"), obligations=[january]), facts)
    yield broken(
        "starts a minute before the window opens",
        a_plan(a_visit(start="2027-01-10 23:59"), obligations=[january]),
        facts,
        because="A-1 PM begins on 2027-01-10; its window opens on 2027-01-11.",
    )
    on_bench = an_obligation(procedure=a_procedure(where=Where.BENCH), first_day="2027-01-11")
    yield broken(
        "is collected for the bench the evening before the window opens",
        a_plan(
            a_visit(where=Where.BENCH, out=("2027-01-10 20:00", "2027-01-12 08:00")),
            obligations=[on_bench],
        ),
        facts,
        because="A-1 PM begins on 2027-01-10; its window opens on 2027-01-11.",
    )
    yield kept("is late where late is allowed", a_plan(a_visit(start="2027-02-01 09:00"), obligations=[january]), facts)
    hard = an_obligation(first_day="2027-01-11", last_day="2027-01-20", hard_window=True)
    yield kept(
        "ends at midnight after the last day of a hard window",
        a_plan(a_visit(start="2027-01-20 23:00", minutes=60), obligations=[hard]),
        facts,
    )
    yield broken(
        "ends a minute after the last day of a hard window",
        a_plan(a_visit(start="2027-01-20 23:01", minutes=60), obligations=[hard]),
        facts,
        because="A-1 PM ends on 2027-01-21; its window ends on 2027-01-20, and late is not allowed.",
    )
    back = an_obligation(not_before="2027-02-01")
    yield kept("starts when the asset is back", a_plan(a_visit(start="2027-02-01 08:00"), obligations=[back]), facts)
    yield broken(
        "starts before the asset is back",
        a_plan(a_visit(start="2027-01-31 23:00"), obligations=[back]),
        facts,
        because="A-1 PM begins on 2027-01-31; it cannot be done before 2027-02-01.",
    )
    autumn = an_obligation(first_day="2026-10-01")
    yield kept("starts with the quarter", a_plan(a_visit(start="2027-01-01 00:00"), obligations=[autumn]), facts)
    yield broken(
        "starts before the quarter",
        a_plan(a_visit(start="2026-12-31 23:59"), obligations=[autumn]),
        facts,
        because="A-1 is planned for 2026-12-31; nothing is planned before 2027-01-01.",
    )
    yield broken(
        "starts after the quarter",
        a_plan(a_visit(start="2027-04-01 00:00"), obligations=[autumn]),
        facts,
        because="A-1 is planned for 2027-04-01; the quarter ends on 2027-03-31.",
    )
    yield broken(
        "starts before today",
        a_plan(a_visit(start="2027-02-09 10:00"), obligations=[autumn], today="2027-02-10"),
        facts_of(today="2027-02-10"),
        because="A-1 is planned for 2027-02-09; nothing is planned before 2027-02-10.",
    )
