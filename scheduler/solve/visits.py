"""From placements in minutes to visits on real dates."""

from collections.abc import Iterable

from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import PerformerKind
from scheduler.domain.plan import Agreement, Leg, Visit
from scheduler.domain.record import VisitAnswer
from scheduler.solve.ids import visit_id
from scheduler.solve.placement import PlacedLeg, Placement
from scheduler.solve.timeline import Timeline


def visits_of(placements: Iterable[Placement], facts: Facts, timeline: Timeline) -> tuple[Visit, ...]:
    """All visits by start, asset and id."""
    visits = (_visit(placement, facts, timeline) for placement in placements)
    return tuple(sorted(visits, key=lambda visit: (visit.span.start, visit.asset_tag, visit.visit_id)))


def _visit(placement: Placement, facts: Facts, timeline: Timeline) -> Visit:
    draft = placement.visit.draft
    legs = tuple(_leg(leg, timeline) for leg in placement.legs)
    return Visit(
        visit_id=visit_id(placement.task_ids),
        asset_tag=draft.asset_tag,
        site=draft.site,
        department=draft.department,
        legs=legs,
        out=timeline.span(*placement.out) if placement.out else None,
        reason=_reason(draft.tasks, legs, facts),
        agreement=_agreement(draft.tasks, legs, facts),
    )


def _leg(leg: PlacedLeg, timeline: Timeline) -> Leg:
    return Leg(
        span=timeline.span(leg.start, leg.end),
        where=leg.draft.profile.where,
        performer=leg.draft.profile.performer,
        technicians=tuple(sorted(person.technician for person in leg.people)),
        instruments=tuple(sorted(tool.instrument for tool in leg.tools)),
        task_ids=leg.draft.task_ids,
    )


def _reason(tasks: Iterable[Obligation], legs: tuple[Leg, ...], facts: Facts) -> str:
    """Why this date: what is due, and how the day lies to it."""
    told = []
    for task in sorted(tasks, key=lambda one: (one.due, one.task_id)):
        day = facts.local_day(legs[0].span.start, facts.site_of(task.asset_tag).site)
        told.append(f"{task.name} {_against(task, (day - task.due).days)}")
    crew = ", ".join(dict.fromkeys(person for leg in legs for person in leg.technicians))
    return f"{'; '.join(told)}; by {crew}"


def _against(task: Obligation, days: int) -> str:
    window = f"window {task.window.first_day} to {task.window.last_day}"
    if days == 0:
        return f"on its due date ({window})"
    return (
        f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'before' if days < 0 else 'after'} {task.due} ({window})"
    )


def _agreement(tasks: Iterable[Obligation], legs: tuple[Leg, ...], facts: Facts) -> Agreement:
    """Outside performers have to be asked; a locked visit was promised; an answer holds for its own time."""
    answers = {facts.answer_to(task.asset_tag, task.name, legs[0].span.start) for task in tasks}
    if VisitAnswer.REFUSED in answers:
        return Agreement.REFUSED
    if VisitAnswer.AGREED in answers:
        return Agreement.AGREED
    if any(facts.locks_of(task.asset_tag, task.name) for task in tasks):
        return Agreement.AGREED
    kinds = {
        facts.programme.performers[leg.performer].kind for leg in legs if leg.performer in facts.programme.performers
    }
    return Agreement.PROPOSED if kinds - {PerformerKind.IN_HOUSE} else Agreement.NOT_NEEDED
