"""Work that must follow before an asset returns to use is placed with its parent, after it."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from constraints.crowds import Cause, Crowd, crowds
from constraints.days import zone_at
from constraints.example import (
    a_cover_row,
    a_department,
    a_plan,
    a_procedure,
    a_programme,
    a_visit,
    an_asset,
    an_obligation,
    facts_of,
)
from constraints.fleets import cover_takes, fleet_takes
from constraints.outages import fleets_out, groups_out
from constraints.reading import obligations_by_id, task_span, visits_by_task
from constraints.rule import Example, Hard, broken, kept
from constraints.sentence import After, Part, Takes
from constraints.words import clock, in_words
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import DepartmentId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Violation, Visit

RULE = Hard(
    "follow-up",
    sentence="A task that another one calls for comes after it, never alone; the asset is out between them.",
    reason="A mammography unit that was changed does not see patients before the physicist has tested it.",
    source="MQSA (21 CFR 900.12); AAPM MPPG 8.a; procedures table: follow_up",
)


def orders(tasks: Sequence[Obligation], facts: Facts) -> Iterator[After]:
    parents = {task.task_id: task for task in tasks}
    for task in tasks:
        if task.parent is not None:
            meanwhile = tuple(_meanwhile(parents[task.parent], facts)) if task.parent in parents else ()
            yield After(task.parent, task.task_id, together=True, meanwhile=meanwhile)


def _meanwhile(parent: Obligation, facts: Facts) -> Iterator[Takes]:
    if parent.procedure.interrupts or parent.procedure.where is Where.BENCH:
        out = facts.taken_out_with(parent.asset_tag)
        yield from fleet_takes(out, Part.OUT, facts)
        yield from cover_takes(out, Part.OUT, facts)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations, visits = obligations_by_id(plan), visits_by_task(plan)
    for task in plan.obligations:
        parent = obligations.get(task.parent) if task.parent is not None else None
        if parent is not None and parent.is_open and task.is_open:
            yield from _out_of_order(parent, task, visits.get(parent.task_id), visits.get(task.task_id), facts)
    yield from _out_meanwhile(plan, facts)


def _out_of_order(
    parent: Obligation, task: Obligation, before: Visit | None, after: Visit | None, facts: Facts
) -> Iterator[Violation]:
    if before is None and after is not None:
        words = f"{in_words(task)} is planned, but {in_words(parent)}, which it follows up, is not."
        yield RULE.broken(after.visit_id, words, after.span.start)
    elif before is not None and after is None:
        words = f"{in_words(parent)} is planned, but {in_words(task)}, which has to follow it, is not."
        yield RULE.broken(before.visit_id, words, before.span.end)
    elif before is not None and after is not None:
        ends, starts = task_span(parent.task_id, before).end, task_span(task.task_id, after).start
        if starts < ends:
            zone = zone_at(after.site, facts)
            words = (
                f"{in_words(task)} begins at {clock(starts, zone)}, before {in_words(parent)}, which it follows up, "
                f"ends at {clock(ends, zone)}."
            )
            yield RULE.broken(after.visit_id, words, starts)


def _out_meanwhile(plan: Plan, facts: Facts) -> Iterator[Violation]:
    for key, takings in fleets_out(plan, facts).items():
        zone = zone_at(facts.programme.departments[DepartmentId(key[0])].site, facts)
        limit = facts.fleet_limit_of(key)
        for crowd in crowds(takings, limit, Cause.FOLLOW_UP):
            yield _too_many(crowd, f"at most {limit} of {' '.join(key[1:])} may be", zone)
    for group, takings in groups_out(plan, facts):
        for crowd in crowds(takings, group.max_out, Cause.FOLLOW_UP):
            needed = f"{group.min_available} of {len(group.members)} have to be left"
            yield _too_many(crowd, needed, facts.zone_of(min(group.members)))


def _too_many(crowd: Crowd, limit: str, zone: ZoneInfo) -> Violation:
    words = f"At {clock(crowd.start, zone)} {crowd.names} are out or wait for their follow-up; {limit}."
    return RULE.broken(crowd.who, words, crowd.start)


def examples() -> Iterator[Example]:
    facts = facts_of()
    change = an_obligation(procedure=a_procedure("change", follow_up="test"))
    test = an_obligation(procedure=a_procedure("test"), parent="A-1 change")
    changed = a_visit(tasks=["A-1 change"], visit_id="V-1")

    def tested(start: str) -> Plan:
        return a_plan(changed, a_visit(start=start, tasks=["A-1 test"], visit_id="V-2"), obligations=[change, test])

    yield kept("the test begins as the change ends", tested("2027-01-11 10:00"), facts)
    yield broken(
        "the test begins a minute before the change ends",
        tested("2027-01-11 09:59"),
        facts,
        because="A-1 test begins at 2027-01-11 09:59, before A-1 change, which it follows up, "
        "ends at 2027-01-11 10:00.",
    )
    yield broken(
        "the change is planned without its test",
        a_plan(changed, obligations=[change, test]),
        facts,
        because="A-1 change is planned, but A-1 test, which has to follow it, is not.",
    )
    yield broken(
        "the test is planned without the change",
        a_plan(a_visit(tasks=["A-1 test"]), obligations=[change, test]),
        facts,
        because="A-1 test is planned, but A-1 change, which it follows up, is not.",
    )
    yield kept("neither is planned", a_plan(obligations=[change, test]), facts)
    yield from _while_it_waits(change, test)


def _while_it_waits(change: Obligation, test: Obligation) -> Iterator[Example]:
    assets = [an_asset("A-1"), an_asset("A-2")]
    fleet = facts_of(a_programme(assets=assets, departments=[a_department(max_out_share=0.5)]))
    cover = facts_of(a_programme(assets=assets, cover=(a_cover_row("A-1", "A-2"),)))
    changed = a_visit(tasks=["A-1 change"], visit_id="V-1")
    tested = a_visit(start="2027-01-13 09:00", tasks=["A-1 test"], visit_id="V-2")

    def other(start: str) -> Plan:
        usual = a_visit("A-2", start, technicians=["Bob"])
        return a_plan(changed, tested, usual, obligations=[change, test, an_obligation("A-2")])

    yield kept("another one is taken after the test", other("2027-01-13 10:00"), fleet)
    yield broken(
        "another one is taken while it waits for its test",
        other("2027-01-13 08:00"),
        fleet,
        because="At 2027-01-13 08:00 A-1, A-2 are out or wait for their follow-up; at most 1 of Acme P1 may be.",
    )
    yield broken(
        "another one that covers for it is taken while it waits for its test",
        other("2027-01-12 08:00"),
        cover,
        because="At 2027-01-12 08:00 A-1, A-2 are out or wait for their follow-up; 1 of 2 have to be left.",
    )
