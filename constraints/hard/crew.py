"""As many people are there as the work needs, and no more."""

from collections.abc import Iterator, Sequence

from constraints.example import (
    a_certificate,
    a_plan,
    a_procedure,
    a_programme,
    a_technician,
    a_visit,
    an_obligation,
    facts_of,
)
from constraints.reading import obligations_by_id
from constraints.rule import Example, Hard, broken, kept
from constraints.words import listed
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Violation

RULE = Hard(
    "crew",
    sentence="As many people are there from start to end as the work needs, and nobody without need.",
    reason="Lifting a table top alone injures people; a second pair of hands that is not needed is missing elsewhere.",
    source="Formats: Visit; procedures table: crew",
)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        for leg in visit.legs:
            tasks = [obligations[one] for one in leg.task_ids if one in obligations]
            crew = max((task.procedure.crew for task in tasks), default=1)
            people = listed(leg.technicians) or "nobody"
            words = f"{visit.asset_tag} needs {crew} people at once; there is {people}"
            if len(set(leg.technicians)) < max(crew, len(leg.technicians)):
                yield RULE.broken(visit.visit_id, f"{words}.", leg.span.start)
            elif len(leg.technicians) > crew:
                needed = Span(leg.span.start, visit.span.end)
                spare = [one for one in leg.technicians if not _is_missed(one, leg.technicians, tasks, needed, facts)]
                if spare:
                    yield RULE.broken(visit.visit_id, f"{words}, and nothing needs {listed(spare)}.", leg.span.start)


def _is_missed(
    person: TechnicianId, people: Sequence[TechnicianId], tasks: Sequence[Obligation], needed: Span, facts: Facts
) -> bool:
    """Whether a skill would lack holders without that person."""
    others = [one for one in people if one != person]
    for task in tasks:
        skill = task.procedure.skill
        if skill is None or not facts.holds(person, skill).covering(needed):
            continue
        if sum(facts.holds(one, skill).covering(needed) is not None for one in others) < task.procedure.crew:
            return True
    return False


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            technicians=[a_technician(name) for name in ("Ann", "Bob", "Cem")],
            certificates=(a_certificate("Ann", "pumps"), a_certificate("Bob", "network")),
        )
    )
    pair = an_obligation(procedure=a_procedure(crew=2))
    yield kept("two come where two are needed", a_plan(a_visit(technicians=["Ann", "Bob"]), obligations=[pair]), facts)
    yield broken(
        "one comes where two are needed",
        a_plan(a_visit(), obligations=[pair]),
        facts,
        because="A-1 needs 2 people at once; there is Ann.",
    )
    yield broken(
        "one person is counted twice",
        a_plan(a_visit(technicians=["Ann", "Ann"]), obligations=[pair]),
        facts,
        because="A-1 needs 2 people at once; there is Ann, Ann.",
    )
    yield broken(
        "three come where two are needed",
        a_plan(a_visit(technicians=["Ann", "Bob", "Cem"]), obligations=[pair]),
        facts,
        because="A-1 needs 2 people at once; there is Ann, Bob, Cem, and nothing needs Ann, Bob, Cem.",
    )
    skills = [an_obligation(procedure=a_procedure(one, skill=one)) for one in ("pumps", "network")]
    both = ["A-1 pumps", "A-1 network"]
    yield kept(
        "two come to bring two skills",
        a_plan(a_visit(technicians=["Ann", "Bob"], tasks=both), obligations=skills),
        facts,
    )
    yield broken(
        "a third comes without a skill",
        a_plan(a_visit(technicians=["Ann", "Bob", "Cem"], tasks=both), obligations=skills),
        facts,
        because="A-1 needs 1 people at once; there is Ann, Bob, Cem, and nothing needs Cem.",
    )
