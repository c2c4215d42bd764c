"""Visits that people have already seen stay where they are."""

from collections.abc import Iterable, Iterator

from constraints.days import zone_at
from constraints.example import a_plan, a_visit, facts_of, published_at, task_id
from constraints.reading import obligations_by_id, tasks_of
from constraints.rule import Example, Soft, costs
from constraints.sentence import Price
from constraints.words import clock
from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Charge, Plan
from scheduler.domain.publication import Seen
from scheduler.domain.work import VisitDraft

RULE = Soft(
    "moved",
    sentence="A visit that people have seen stays where it is; one that was agreed costs ten times as much to move.",
    reason="Patients are booked around it, and a plan that changes every week is read by nobody.",
    source="objective.moved; only when a published plan is planned again",
    terms=("moved",),
    is_listed_at_zero=False,
    is_shared=True,
)
AGREED_TIMES = 10


def price_visit(draft: VisitDraft, span: Span, facts: Facts) -> Iterable[Price]:
    if not facts.published:
        return ()
    moved = (seen for seen in _seen(draft.tasks, facts) if seen.start != span.start)
    return [Price("moved", _points(seen, facts), shared=True) for seen in moved]


def _seen(tasks: Iterable[Obligation], facts: Facts) -> Iterable[Seen]:
    """The published visits that hold work of these, each once."""
    return dict.fromkeys(facts.published[task.task_id] for task in tasks if task.task_id in facts.published)


def _points(seen: Seen, facts: Facts) -> int:
    return facts.programme.weights.moved * (AGREED_TIMES if seen.is_agreed else 1)


def charges(plan: Plan, facts: Facts) -> Iterator[Charge]:
    if not facts.published:
        return
    obligations = obligations_by_id(plan)
    for visit in plan.visits:
        found = (facts.published.get(task.task_id) for task in tasks_of(visit, obligations))
        for seen in dict.fromkeys(found):
            if seen is None or seen.start == visit.span.start:
                continue
            zone = zone_at(visit.site, facts)
            was, now = clock(seen.start, zone), clock(visit.span.start, zone)
            kind = "agreed" if seen.is_agreed else "published"
            points = facts.programme.weights.moved * (AGREED_TIMES if seen.is_agreed else 1)
            why = f"{visit.asset_tag} was {kind} for {was}; it is at {now}."
            yield RULE.charge("moved", points, visit.visit_id, why)


def examples() -> Iterator[Example]:
    told = {task_id(): published_at("2027-01-11 09:00")}
    agreed = {task_id(): published_at("2027-01-11 09:00", is_agreed=True)}
    later = a_plan(a_visit(start="2027-01-11 09:01"))
    yield costs("stays", a_plan(a_visit(start="2027-01-11 09:00")), facts_of(published=told))
    yield costs(
        "moves by a minute",
        later,
        facts_of(published=told),
        RULE.charge("moved", 300, "V A-1", "A-1 was published for 2027-01-11 09:00; it is at 2027-01-11 09:01."),
    )
    yield costs(
        "moves although it was agreed",
        later,
        facts_of(published=agreed),
        RULE.charge("moved", 3_000, "V A-1", "A-1 was agreed for 2027-01-11 09:00; it is at 2027-01-11 09:01."),
    )
    yield costs("nobody has seen it", later, facts_of())
