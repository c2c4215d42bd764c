"""Work is done by people who hold its certificate until the visit ends."""

from collections.abc import Iterator

from constraints.days import zone_at
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
from constraints.sentence import Holds
from constraints.words import clock, in_words, listed
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Technician
from scheduler.domain.plan import Leg, Plan, Violation, Visit
from scheduler.domain.work import LegProfile

RULE = Hard(
    "skill",
    sentence="Each task has as many holders of its skill as it needs people, with certificates in force to the end.",
    reason="Work by somebody without the certificate does not count as done, and may not be safe.",
    source="Formats: Visit; skills table",
)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Holds]:
    return (Holds(skill, facts.holds(technician.technician, skill)) for skill, _ in profile.skills)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        for leg in visit.legs:
            for task in (obligations[one] for one in leg.task_ids if one in obligations):
                yield from _without_holders(visit, leg, task, facts)


def _without_holders(visit: Visit, leg: Leg, task: Obligation, facts: Facts) -> Iterator[Violation]:
    skill = task.procedure.skill
    if skill is None:
        return
    needed = Span(leg.span.start, visit.span.end)
    holders = [one for one in leg.technicians if facts.holds(one, skill).covering(needed)]
    if len(holders) < task.procedure.crew:
        until = clock(visit.span.end, zone_at(visit.site, facts))
        words = (
            f"{in_words(task)} needs {task.procedure.crew} with the skill {skill} until {until}; "
            f"of {listed(leg.technicians)} {len(holders)} hold it."
        )
        yield RULE.broken(visit.visit_id, words, leg.span.start)


def examples() -> Iterator[Example]:
    work = an_obligation(procedure=a_procedure(skill="pumps"))
    people = [a_technician(), a_technician("Bob")]

    def certified(*until: str) -> Facts:
        rows = tuple(a_certificate(who, valid_until=day) for who, day in zip(("Ann", "Bob"), until, strict=False))
        return facts_of(a_programme(technicians=people, certificates=rows))

    monday = a_plan(a_visit(start="2027-01-11 15:00"), obligations=[work])
    yield kept("the certificate ends with the day", monday, certified("2027-01-11"))
    yield broken(
        "the certificate ended the day before",
        monday,
        certified("2027-01-10"),
        because="A-1 PM needs 1 with the skill pumps until 2027-01-11 16:00; of Ann 0 hold it.",
    )
    yield broken(
        "the visit ends a minute after midnight, when the certificate has ended",
        a_plan(a_visit(start="2027-01-11 23:01"), obligations=[work]),
        certified("2027-01-11"),
        because="A-1 PM needs 1 with the skill pumps until 2027-01-12 00:01; of Ann 0 hold it.",
    )
    pair = an_obligation(procedure=a_procedure(skill="pumps", crew=2))
    both = a_plan(a_visit(technicians=["Ann", "Bob"]), obligations=[pair])
    yield kept("both of a crew hold it", both, certified("2027-12-31", "2027-12-31"))
    yield broken(
        "one of a crew does not hold it",
        both,
        certified("2027-12-31"),
        because="A-1 PM needs 2 with the skill pumps until 2027-01-11 10:00; of Ann, Bob 1 hold it.",
    )
