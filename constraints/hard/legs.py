"""The legs of a visit follow each other, one a performer, and last as long as their tasks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from constraints.days import zone_at
from constraints.example import a_leg, a_plan, a_procedure, a_programme, a_technician, a_visit, an_obligation, facts_of
from constraints.reading import is_nested, is_split, obligations_by_id, tasks_of
from constraints.rule import Example, Hard, broken, kept
from constraints.words import clock, in_words, listed
from scheduler.domain.calendar import days_through
from scheduler.domain.equipment import Where
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Leg, Plan, Violation, Visit

RULE = Hard(
    "legs",
    sentence="A visit is done in one go: leg after leg, one for each performer, each as long as its tasks take.",
    reason="A department gives an asset away once; minutes that the plan does not have are taken from patients.",
    source="Formats: Visit",
)


def violations(plan: Plan, facts: Facts) -> Iterator[Violation]:
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        yield from _wrong_places(visit, obligations)
        if is_split(visit):
            yield from _badly_split(visit, obligations, facts)
            yield from _wrong_length(visit, visit.legs, obligations, facts)
        else:
            yield from _not_in_a_row(visit, facts)
            for leg in visit.legs:
                yield from _wrong_length(visit, [leg], obligations, facts)


def _not_in_a_row(visit: Visit, facts: Facts) -> Iterator[Violation]:
    zone = zone_at(visit.site, facts)
    for before, after in pairwise(visit.legs):
        if before.span.end != after.span.start:
            words = (
                f"The visit of {visit.asset_tag} goes on at {clock(after.span.start, zone)}; "
                f"its leg before that ends at {clock(before.span.end, zone)}."
            )
            yield RULE.broken(visit.visit_id, words, after.span.start)
    performers = [leg.performer for leg in visit.legs]
    for performer in sorted({one for one in performers if performers.count(one) > 1}):
        words = f"{performer} has {performers.count(performer)} legs in the visit of {visit.asset_tag}; one is enough."
        yield RULE.broken(visit.visit_id, words, visit.span.start)


def _wrong_length(
    visit: Visit, legs: Sequence[Leg], obligations: Mapping[TaskId, Obligation], facts: Facts
) -> Iterator[Violation]:
    """These legs together last as long as their tasks; one that another task of the visit includes adds nothing."""
    everything = tasks_of(visit, obligations)
    theirs = {task for leg in legs for task in leg.task_ids}
    needed = sum(
        task.procedure.minutes
        for task in everything
        if task.task_id in theirs and not is_nested(task, everything, facts)
    )
    lasts = sum(leg.span.minutes for leg in legs)
    if lasts != needed:
        words = f"{visit.asset_tag} is worked on by {legs[0].performer} for {lasts} minutes; the tasks take {needed}."
        yield RULE.broken(visit.visit_id, words, legs[0].span.start)


def _wrong_places(visit: Visit, obligations: Mapping[TaskId, Obligation]) -> Iterator[Violation]:
    """Bench work goes to the bench and keeps to itself; a leg in place may also do what need not be done there."""
    for leg in visit.legs:
        for task in (obligations[one] for one in leg.task_ids if one in obligations):
            if leg.where not in _SUITABLE[task.procedure.where]:
                words = f"{in_words(task)} is done {_SAID[task.procedure.where]}, but the leg is {_SAID[leg.where]}."
                yield RULE.broken(visit.visit_id, words, leg.span.start)


_SUITABLE = {
    Where.BENCH: frozenset({Where.BENCH}),
    Where.IN_PLACE: frozenset({Where.IN_PLACE}),
    Where.UNOBTRUSIVE: frozenset({Where.UNOBTRUSIVE, Where.IN_PLACE}),
    Where.REMOTE: frozenset({Where.REMOTE, Where.UNOBTRUSIVE, Where.IN_PLACE}),
}
_SAID = {
    Where.BENCH: "at the bench",
    Where.IN_PLACE: "in place",
    Where.UNOBTRUSIVE: "beside its use",
    Where.REMOTE: "remotely",
}


def _badly_split(visit: Visit, obligations: Mapping[TaskId, Obligation], facts: Facts) -> Iterator[Violation]:
    whole = [task for task in tasks_of(visit, obligations) if not task.procedure.splittable]
    if whole:
        words = f"{in_words(whole[0])} is split over {len(visit.legs)} legs, but it is done in one go."
        yield RULE.broken(visit.visit_id, words, visit.span.start)
    for before, after in pairwise(visit.legs):
        if set(before.technicians) != set(after.technicians) or before.performer != after.performer:
            words = (
                f"The work on {visit.asset_tag} is begun by {listed(before.technicians)} and "
                f"goes on with {listed(after.technicians)}."
            )
            yield RULE.broken(visit.visit_id, words, after.span.start)
        else:
            yield from _not_the_next_working_day(visit, before, after, facts)


def _not_the_next_working_day(visit: Visit, before: Leg, after: Leg, facts: Facts) -> Iterator[Violation]:
    first, second = _day(before, visit, facts), _day(after, visit, facts)
    between = list(days_through(first, second))[1:-1]
    skipped = [day for day in between if any(facts.shift_minutes(one, day) for one in before.technicians)]
    if second <= first or skipped:
        words = (
            f"The work on {visit.asset_tag} stops on {first} and goes on on {second}, "
            f"which is not the next working day of {listed(before.technicians)}."
        )
        yield RULE.broken(visit.visit_id, words, after.span.start)


def _day(leg: Leg, visit: Visit, facts: Facts) -> date:
    """The day on which the shift of a leg starts."""
    shift = facts.shift_of(leg.technicians[0], leg.span.start, visit.site) if leg.technicians else None
    return shift.day if shift else facts.local_day(leg.span.start, visit.site)


def examples() -> Iterator[Example]:
    facts = facts_of(
        a_programme(
            technicians=[a_technician(), a_technician("Bob"), a_technician("GE#1", performer="GE", anonymous=True)],
            procedures=[a_procedure(includes=["check"]), a_procedure("check", minutes=20), a_procedure("test")],
        )
    )
    service = an_obligation()
    test = an_obligation(procedure=a_procedure("test", performer="GE"))

    def with_vendor(start: str) -> Plan:
        legs = [a_leg(), a_leg(start, technicians=["GE#1"], performer="GE", tasks=["A-1 test"])]
        return a_plan(a_visit(legs=legs), obligations=[service, test])

    yield kept("the vendor begins as the hospital's technician ends", with_vendor("2027-01-11 10:00"), facts)
    yield broken(
        "the vendor begins a minute later",
        with_vendor("2027-01-11 10:01"),
        facts,
        because="The visit of A-1 goes on at 2027-01-11 10:01; its leg before that ends at 2027-01-11 10:00.",
    )
    again = [a_leg(), a_leg("2027-01-11 10:00", tasks=["A-1 test"])]
    yield broken(
        "one performer has two legs",
        a_plan(a_visit(legs=again), obligations=[service, an_obligation(procedure=a_procedure("test"))]),
        facts,
        because="in_house has 2 legs in the visit of A-1; one is enough.",
    )
    yield broken(
        "the leg is a minute short",
        a_plan(a_visit(minutes=59)),
        facts,
        because="A-1 is worked on by in_house for 59 minutes; the tasks take 60.",
    )
    check = an_obligation(procedure=a_procedure("check", minutes=20))
    nested = [an_obligation(procedure=a_procedure(includes=["check"])), check]
    yield kept(
        "a nested task adds no minutes",
        a_plan(a_visit(tasks=["A-1 PM", "A-1 check"]), obligations=nested),
        facts,
    )
    yield broken(
        "bench work is done on the ward",
        a_plan(a_visit(), obligations=[an_obligation(procedure=a_procedure(where=Where.BENCH))]),
        facts,
        because="A-1 PM is done at the bench, but the leg is in place.",
    )
    yield from _split(facts)


def _split(facts: Facts) -> Iterator[Example]:
    long = an_obligation(procedure=a_procedure(minutes=600, splittable=True))

    def over(first: str, second: str, minutes: int = 300, then: str = "Ann") -> Plan:
        legs = [a_leg(first, 300), a_leg(second, minutes, [then])]
        return a_plan(a_visit(legs=legs), obligations=[long])

    yield kept("a weekend lies between two days", over("2027-01-15 09:00", "2027-01-18 09:00"), facts)
    yield broken(
        "a working day lies between two days",
        over("2027-01-11 09:00", "2027-01-13 09:00"),
        facts,
        because="The work on A-1 stops on 2027-01-11 and goes on on 2027-01-13, "
        "which is not the next working day of Ann.",
    )
    yield broken(
        "somebody else goes on",
        over("2027-01-11 09:00", "2027-01-12 09:00", then="Bob"),
        facts,
        because="The work on A-1 is begun by Ann and goes on with Bob.",
    )
    yield broken(
        "the lengths do not add up",
        over("2027-01-11 09:00", "2027-01-12 09:00", 299),
        facts,
        because="A-1 is worked on by in_house for 599 minutes; the tasks take 600.",
    )
    in_one_go = an_obligation(procedure=a_procedure(minutes=600))
    legs = [a_leg("2027-01-11 09:00", 300), a_leg("2027-01-12 09:00", 300)]
    yield broken(
        "it may not be split",
        a_plan(a_visit(legs=legs), obligations=[in_one_go]),
        facts,
        because="A-1 PM is split over 2 legs, but it is done in one go.",
    )
