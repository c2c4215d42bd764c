"""Work is done by the people of the performer who is in charge that day, at sites and in hours that they serve."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from constraints.days import through
from constraints.rule import Hard
from constraints.sentence import Inside, Part
from scheduler.domain.calendar import EMPTY, Spans
from scheduler.domain.facts import Facts
from scheduler.domain.ids import PerformerId
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import AfterHours, Technician
from scheduler.domain.work import LegProfile, VisitDraft

RULE = Hard(
    "performer",
    sentence="Whoever is in charge of an asset that day does the work, where and when they serve.",
    reason="A contract or warranty says who may touch the asset; work by others can void it.",
    source="FORMATS: People; coverage and performers tables",
)
_BEYOND = timedelta(days=400)


def admits(draft: VisitDraft, facts: Facts) -> Iterator[Inside]:
    zone = facts.programme.sites[draft.site].zone
    tasks = {task.task_id: task for task in draft.tasks}
    for leg in draft.legs:
        for task in leg.task_ids:
            yield from _while_in_charge(tasks[task], leg.profile.performer, zone, facts)


def admits_technician(profile: LegProfile, technician: Technician, facts: Facts) -> Iterator[Inside]:
    performer = facts.programme.performers.get(profile.performer)
    if technician.performer != profile.performer:
        yield Inside(Part.LEG, EMPTY, "works for somebody else")
    if profile.site not in technician.sites or (performer and performer.sites and profile.site not in performer.sites):
        yield Inside(Part.LEG, EMPTY, "does not serve the site")
    if performer and performer.working and performer.after_hours is AfterHours.NO:
        yield Inside(Part.LEG, facts.performer_hours(profile.performer, profile.site), "outside the performer's hours")


def _while_in_charge(task: Obligation, performer: PerformerId, zone: ZoneInfo, facts: Facts) -> Iterator[Inside]:
    spans = facts.performer_spans(task.asset_tag, task.procedure)
    if all(in_charge == performer for in_charge, _, _ in spans):
        return
    last = facts.horizon.last_day
    days = (
        through(first, until if until < last else last + _BEYOND, zone)
        for in_charge, first, until in spans
        if in_charge == performer
    )
    yield Inside(Part.VISIT, Spans.of(span for one in days for span in one), "somebody else is in charge")
