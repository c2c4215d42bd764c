"""An asset counts as out for as long as work on it keeps it from serving, and no other time."""

from collections.abc import Iterator

from constraints.days import zone_at
from constraints.example import a_leg, a_plan, a_procedure, a_visit, an_obligation, facts_of
from constraints.reading import is_at_the_bench, obligations_by_id, tasks_of
from constraints.rule import Example, Hard, broken, kept
from constraints.words import stretch
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Violation

RULE = Hard(
    "out-of-service",
    sentence="Work that an asset cannot serve through takes it out from the first leg's start to the last leg's end.",
    reason="What the department is told has to be what happens to its asset.",
    source="Formats: Out; procedures table: interrupts",
)
_INTERRUPTING = frozenset({Where.IN_PLACE, Where.REMOTE})


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        if is_at_the_bench(visit):
            continue
        expected = visit.span if any(map(_takes_down, tasks_of(visit, obligations))) else None
        if visit.out != expected:
            zone = zone_at(visit.site, facts)
            counted, right = ("never" if span is None else stretch(span, zone) for span in (visit.out, expected))
            words = f"{visit.asset_tag} is out {right}, but the plan counts it as out {counted}."
            yield RULE.broken(visit.visit_id, words, visit.span.start)


def _takes_down(task: Obligation) -> bool:
    return task.procedure.interrupts and task.procedure.where in _INTERRUPTING


def examples() -> Iterator[Example]:
    facts = facts_of()
    yield kept("is out from start to end", a_plan(a_visit()), facts)
    yield broken(
        "is out, but not counted",
        a_plan(a_visit(serves_on=True)),
        facts,
        because="A-1 is out 2027-01-11 09:00-10:00, but the plan counts it as out never.",
    )
    yield broken(
        "is counted as out a minute less",
        a_plan(a_visit(out=("2027-01-11 09:01", "2027-01-11 10:00"))),
        facts,
        because="A-1 is out 2027-01-11 09:00-10:00, but the plan counts it as out 2027-01-11 09:01-10:00.",
    )
    serves_on = an_obligation(procedure=a_procedure(interrupts=False))
    yield kept("serves on", a_plan(a_visit(serves_on=True), obligations=[serves_on]), facts)
    yield broken(
        "serves on, but is counted as out",
        a_plan(a_visit(), obligations=[serves_on]),
        facts,
        because="A-1 is out never, but the plan counts it as out 2027-01-11 09:00-10:00.",
    )
    other = an_obligation(procedure=a_procedure("test", performer="GE"))
    legs = [a_leg(), a_leg("2027-01-11 10:00", performer="GE", tasks=["A-1 test"])]
    yield kept(
        "is out through all legs if one of them takes it down",
        a_plan(a_visit(legs=legs), obligations=[serves_on, other]),
        facts,
    )
