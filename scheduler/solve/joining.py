"""A task joins a visit that its asset has anyway: one take-down instead of two."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from scheduler.domain.ids import TechnicianId
from scheduler.domain.obligation import Obligation
from scheduler.solve.choices import Days, placements
from scheduler.solve.placement import Placement
from scheduler.solve.timetable import Timetable
from scheduler.solve.together import Together
from scheduler.solve.wishes import Wish, Wishes


def join(task: Obligation, timetable: Timetable, wishes: Wishes, together: Together | None = None) -> bool:
    """Make one visit of its asset longer by this task, if it fits on that day and is worth its price there.

    `together` compares that with what the task would cost by itself; without it, with leaving it out.
    """
    if timetable.orders.binds((task.task_id,)):
        return False
    mine = tuple(timetable.by_asset.get(timetable.facts.main_of(task.asset_tag), ()))
    return any(_joined(task, placement, timetable, wishes, together) for placement in mine)


def join_on(task: Obligation, days: Days, timetable: Timetable, wishes: Wishes) -> bool:
    """The same on these days only, also for work that waits for other work: the order decides whether it fits."""
    mine = tuple(timetable.by_asset.get(timetable.facts.main_of(task.asset_tag), ()))
    inside = [one for one in mine if days.begin <= one.start and one.end <= days.until]
    return any(_joined(task, placement, timetable, wishes, None) for placement in inside)


def _joined(
    task: Obligation, placement: Placement, timetable: Timetable, wishes: Wishes, together: Together | None
) -> bool:
    wish = None if timetable.stays(placement) else _wider_wish(task, placement, timetable, wishes)
    if wish is None or wish.whole is None:
        return False
    days = _same_day(placement, wish.days, timetable)
    timetable.undo(placement)
    most = _price(placement, timetable) + _worth(task, placement, timetable, wishes, together)
    for wider in placements(timetable, wish.whole, days):
        if _people(placement) <= _people(wider) and _price(wider, timetable) < most:
            timetable.commit(wider)
            return True
    timetable.commit(placement)
    return False


def _worth(
    task: Obligation, placement: Placement, timetable: Timetable, wishes: Wishes, together: Together | None
) -> int:
    """What a wider visit may cost more at most."""
    if together is None:
        return wishes.value(task)
    day = date.fromordinal(timetable.local_day(placement.visit.draft.site, placement.start))
    return together.alone(task) - together.minutes_on(task, day)


def _wider_wish(task: Obligation, placement: Placement, timetable: Timetable, wishes: Wishes) -> Wish | None:
    draft = placement.visit.draft
    if draft.splittable or len(placement.legs) > len(draft.legs) or timetable.orders.binds(placement.task_ids):
        return None
    on = timetable.local_day(draft.site, placement.start)
    if not task.window.first_day.toordinal() <= on <= task.window.last_day.toordinal():
        return None
    tasks = (*draft.tasks, task)
    return wishes.in_time(tasks) or wishes.late(tasks)


def _same_day(placement: Placement, days: Days, timetable: Timetable) -> Days:
    """From the visit's own start to the end of that day."""
    on = timetable.local_day(placement.visit.draft.site, placement.start)
    return replace(days, first=on, last=on, wished=on, begin=max(placement.start, days.begin))


def _people(placement: Placement) -> frozenset[TechnicianId]:
    return frozenset(_everybody(placement))


def _everybody(placement: Placement) -> Iterator[TechnicianId]:
    return (person.technician for leg in placement.legs for person in leg.people)


def _price(placement: Placement, timetable: Timetable) -> int:
    span = timetable.timeline.span(placement.start, placement.end)
    return timetable.sentences.price_visit(placement.visit.draft, span)
