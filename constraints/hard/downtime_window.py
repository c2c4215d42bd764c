"""Work that takes an asset down happens while its department can spare it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import and_

from constraints.days import first_plannable, from_day_on, zone_at
from constraints.example import (
    a_closed_row,
    a_leg,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_obligation,
    an_open_row,
    facts_of,
)
from constraints.reading import assets_worked_on, is_at_the_bench, is_split, obligations_by_id
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import Inside, Part
from constraints.words import clock, nearest, stretch
from scheduler.domain.calendar import Span, Spans
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import AssetTag
from scheduler.domain.plan import Plan, Violation, Visit
from scheduler.domain.work import OutKind, VisitDraft

RULE = Hard(
    "downtime-window",
    sentence="An asset is taken down, collected and returned only when its department can spare it.",
    reason="Outside these hours the asset serves patients; agreed with the department.",
    source="Facility agreement; downtime table",
)
_INSTANT = timedelta(microseconds=1)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    if draft.out is OutKind.WHILE_THERE:
        yield from _while_there(draft, facts)
    elif draft.out is OutKind.BENCH:
        yield _collected_and_returned(draft, facts)


def _while_there(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    opened = reduce(and_, (facts.open_periods(tag) for tag in _worked_on(draft)))
    if draft.splittable:
        yield Inside(Part.START, opened, "no open downtime window to begin in")
        yield Inside(Part.END, opened, "no open downtime window to end in")
    else:
        yield Inside(Part.VISIT, opened, "no open downtime window")


def _collected_and_returned(draft: VisitDraft, facts: Facts) -> Inside:
    [ever] = from_day_on(first_plannable(facts), facts.programme.sites[draft.site].zone, facts)
    spared = reduce(and_, (facts.spared_to_move(tag, ever) for tag in _worked_on(draft)))
    return Inside(Part.OUT_ENDS, spared, "closed time forbids to collect or return it")


def _worked_on(draft: VisitDraft) -> list[AssetTag]:
    return sorted({draft.asset_tag, *(task.asset_tag for task in draft.tasks)})


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        if visit.out is None:
            continue
        for tag in assets_worked_on(visit, obligations):
            if is_at_the_bench(visit):
                yield from _moved_in_closed_time(visit, visit.out, tag, facts)
            elif not _is_spared(visit, facts.open_periods(tag)):
                zone = zone_at(visit.site, facts)
                spared = nearest(visit.span, facts.open_periods(tag), zone)
                words = f"{tag} is away {stretch(visit.span, zone)}; {visit.department} can spare it {spared}."
                yield RULE.broken(visit.visit_id, words, visit.span.start)


def _is_spared(visit: Visit, opened: Spans) -> bool:
    """In one go: inside one open period. Split: its first instant and its last are open."""
    if not is_split(visit):
        return any(period.contains(visit.span) for period in opened.overlapping(visit.span))
    return opened.holds(visit.span.start) and opened.holds(visit.span.end - _INSTANT)


def _moved_in_closed_time(visit: Visit, out: Span, tag: AssetTag, facts: Facts) -> Iterator[Violation]:
    closed, zone = facts.closed_time(tag), zone_at(visit.site, facts)
    for verb, instant in (("collected", out.start), ("returned", out.end)):
        if closed.holds(instant):
            words = f"{tag} is {verb} at {clock(instant, zone)}, in closed time of {visit.department}."
            yield RULE.broken(visit.visit_id, words, instant)


def examples() -> Iterator[Example]:
    nights = facts_of(a_programme(downtime=[an_open_row("Mon-Fri", "20:00", "02:00")]))
    yield kept("fills the window to the minute", a_plan(a_visit(start="2027-01-11 20:00", minutes=360)), nights)
    yield broken(
        "ends a minute past it",
        a_plan(a_visit(start="2027-01-11 20:01", minutes=360)),
        nights,
        because="A-1 is away 2027-01-11 20:01-2027-01-12 02:01; Ward can spare it 2027-01-11 20:00-2027-01-12 02:00.",
    )
    yield kept(
        "needs no window if the asset serves on",
        a_plan(a_visit(start="2027-01-11 12:00", where=Where.UNOBTRUSIVE)),
        nights,
    )
    two = [an_open_row("Mon", "08:00", "10:00"), an_open_row("Mon", "10:00", "12:00", row=3)]
    yield kept(
        "runs through periods that touch",
        a_plan(a_visit(start="2027-01-11 08:00", minutes=240)),
        facts_of(a_programme(downtime=two)),
    )
    closed = [an_open_row(), a_closed_row("Tue", "12:00", "14:00", department="Ward")]
    yield broken(
        "runs into closed time",
        a_plan(a_visit(start="2027-01-12 11:01")),
        facts_of(a_programme(downtime=closed)),
        because="A-1 is away 2027-01-12 11:01-12:01; Ward can spare it 2027-01-05 14:00-2027-01-12 12:00.",
    )
    yield from _at_the_bench(facts_of(a_programme(downtime=closed)))
    yield from _split(facts_of(a_programme(downtime=[an_open_row("Mon-Fri", "07:00", "15:00")])))


def _at_the_bench(facts: Facts) -> Iterator[Example]:
    def sent(start: str, end: str) -> Plan:
        return a_plan(a_visit(start="2027-01-12 09:00", where=Where.BENCH, out=(start, end)))

    yield kept("comes back as closed time ends", sent("2027-01-12 08:00", "2027-01-12 14:00"), facts)
    yield broken(
        "comes back a minute before closed time ends",
        sent("2027-01-12 08:00", "2027-01-12 13:59"),
        facts,
        because="A-1 is returned at 2027-01-12 13:59, in closed time of Ward.",
    )
    yield broken(
        "comes back as closed time begins",
        sent("2027-01-12 08:00", "2027-01-12 12:00"),
        facts,
        because="A-1 is returned at 2027-01-12 12:00, in closed time of Ward.",
    )


def _split(facts: Facts) -> Iterator[Example]:
    work = an_obligation(procedure=a_procedure(minutes=960, splittable=True))

    def over_two_days(end: int) -> Plan:
        legs = [a_leg("2027-01-11 08:00", 480), a_leg("2027-01-12 08:00", end)]
        return a_plan(a_visit(legs=legs), obligations=[work])

    yield kept("is split, and ends as the window closes", over_two_days(420), facts)
    yield broken(
        "is split, and ends a minute after the window closed",
        over_two_days(421),
        facts,
        because="A-1 is away 2027-01-11 08:00-2027-01-12 15:01; Ward can spare it 2027-01-11 07:00-15:00.",
    )
