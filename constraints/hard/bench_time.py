"""An asset on the bench is collected before the work, returned after it, and away as long as that takes."""

from collections.abc import Iterator

from constraints.days import zone_at
from constraints.example import a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import is_at_the_bench, obligations_by_id, tasks_of
from constraints.rule import Example, Hard, broken, kept
from constraints.words import stretch
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation

RULE = Hard(
    "bench-time",
    sentence="Bench work lies between collection and return, and the asset is away no shorter than planned for it.",
    reason="Cleaning, the way to the workshop and back, and acclimatisation take their time.",
    source="Formats: Out; procedures table: out_hours",
)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        if not is_at_the_bench(visit):
            continue
        tag, zone, work = visit.asset_tag, zone_at(visit.site, facts), visit.span
        bench = [task.procedure for task in tasks_of(visit, obligations) if task.procedure.where is Where.BENCH]
        hours = max((procedure.out_hours for procedure in bench), default=0)
        if visit.out is None or not visit.out.contains(work):
            away = "never" if visit.out is None else stretch(visit.out, zone)
            words = f"{tag} is worked on at the bench {stretch(work, zone)}, but it is away {away}."
            yield RULE.broken(visit.visit_id, words, work.start)
        elif visit.out.minutes < round(hours * 60):
            words = (
                f"{tag} is away {stretch(visit.out, zone)}, {visit.out.minutes} minutes; {hours:g} hours are needed."
            )
            yield RULE.broken(visit.visit_id, words, visit.out.start)


def examples() -> Iterator[Example]:
    facts = facts_of()
    work = an_obligation(procedure=a_procedure(where=Where.BENCH, out_hours=4))

    def away(start: str, end: str) -> Plan:
        return a_plan(a_visit(where=Where.BENCH, out=(start, end)), obligations=[work])

    yield kept(
        "is away four hours, and worked on at the end of them", away("2027-01-11 06:00", "2027-01-11 10:00"), facts
    )
    yield broken(
        "is away a minute less",
        away("2027-01-11 06:01", "2027-01-11 10:00"),
        facts,
        because="A-1 is away 2027-01-11 06:01-10:00, 239 minutes; 4 hours are needed.",
    )
    yield broken(
        "is collected a minute after the work begins",
        away("2027-01-11 09:01", "2027-01-11 14:00"),
        facts,
        because="A-1 is worked on at the bench 2027-01-11 09:00-10:00, but it is away 2027-01-11 09:01-14:00.",
    )
    yield broken(
        "is never collected",
        a_plan(a_visit(where=Where.BENCH, serves_on=True), obligations=[work]),
        facts,
        because="A-1 is worked on at the bench 2027-01-11 09:00-10:00, but it is away never.",
    )
