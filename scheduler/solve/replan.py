"""A published plan planned again: what still fits stays where people have seen it, the rest is placed around it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from scheduler.aside import Aside
from scheduler.domain.facts import Facts
from scheduler.domain.footprint import PublishedVisit, seen_of
from scheduler.domain.ids import TaskId, VisitId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Settings, Visit
from scheduler.relaxation import Proof, proved
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.load import YearAfter, year_after
from scheduler.solve.look_ahead import counts_of, look_at_cost
from scheduler.solve.out_of_turn import out_of_turn
from scheduler.solve.outlook import Outlook
from scheduler.solve.placement import Placement
from scheduler.solve.progress import Progress, Silence
from scheduler.solve.quarter import (
    empty_timetable,
    place_in_time,
    plan_of,
    said_beforehand,
    schedule_on,
)
from scheduler.solve.seating import placed
from scheduler.solve.targets import Targets
from scheduler.solve.timetable import Timetable

_A_DAY = timedelta(days=1)
_TRIES = 2
"""How often a visit is put back: the first time something may be missing that is put back after it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the published plan knew: its tasks, and duals that prove what every plan misses, as a certificate has them.

    These need not prove anything of the tables of today: what they prove is added up anew.
    """

    task_ids: Collection[TaskId]
    counting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replanned:
    """The plan, the facts it was made of, and the published visits with whether they could have stayed.

    `proof`: what the plan's dual values prove of these facts.
    """

    plan: Plan
    facts: Facts
    published: tuple[PublishedVisit, ...]
    proof: Proof | None = None


def replan(
    obligations: Sequence[Obligation],
    facts: Facts,
    published: Sequence[PublishedVisit],
    known: Known,
    settings: Settings,
    progress: Progress,
    after: Callable[[], YearAfter] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Replanned:
    """Plan again. Only work of visits that no longer fit, and work that is not `known` to the published plan, may move
    others; what had no place before gets one only where there is room.

    `after`: says what `year_after` does of the facts, if somebody works that out already. `meanwhile`: the caller's own
    work, done while the day programme is solved.
    The same input gives the same plan. The bound is that of all plans, wherever they put what people have seen.
    """
    tasks = [task for task in obligations if task.is_open]
    published = [replace(one, is_frozen=one.is_frozen or _is_on_short_notice(one.visit, facts)) for one in published]
    seen = facts.with_published(seen_of(published))
    with Aside(lambda: _looked_ahead(obligations, seen, known)) as ahead:
        progress.stage("Putting back what was published", len(published))
        timetable = empty_timetable(tasks, seen)
        published = _put_back(timetable, tasks, published, progress)
        facts = facts.with_published(seen_of(published))
        timetable.see(facts)
        schedule = schedule_on(timetable, tasks, Targets(), progress)
        left = [task for task in tasks if schedule.is_left(task)]
        had_a_place = {task for one in published for task in one.visit.task_ids}
        before = set(known.task_ids) - had_a_place
        touched = [task for task in left if task.task_id not in before]
        _place(schedule, left, touched)
        progress.stage("Saying why", len(obligations))
        beforehand = said_beforehand(
            obligations, facts, settings, timetable, partial(year_after, facts) if after is None else after
        )
        meanwhile()
        progress.stage("Day programme", 1)
        outlook = ahead.result() if is_told_alike(published, facts) else _looked_ahead(obligations, facts, known)
    progress.stage("Saying what would help", len(obligations))
    timetable.minute_prices = outlook.targets.minute_prices
    cut_short = progress.stop_requested()
    plan = plan_of(obligations, facts, settings, schedule, outlook, beforehand, cut_short=cut_short)
    return Replanned(plan, facts, published, outlook.proof)


def _looked_ahead(obligations: Sequence[Obligation], facts: Facts, known: Known) -> Outlook:
    """What the day programme says and its duals prove, without the programme, which is large."""
    look = look_at_cost(obligations, facts, Silence())
    counts = counts_of(look, obligations, known.counting)
    proof = proved(look.programme, look.outlook.duals, counts.counting)
    return replace(look.outlook, counts=counts, proof=proof)


def is_told_alike(published: Iterable[PublishedVisit], facts: Facts) -> bool:
    """Tell whether the day programme says the same as if every published visit had fitted.

    It asks of what people have seen only whether somebody from outside was told to come before their notice is over.
    """
    gone = (
        (one.visit.span.start - _A_DAY, leg.performer) for one in published if not one.fits for leg in one.visit.legs
    )
    known = ((start, name) for start, name in gone if name in facts.programme.performers)
    return not any(start.date() < facts.notice_from(name) for start, name in known)


def _is_on_short_notice(visit: Visit, facts: Facts) -> bool:
    if visit.site not in facts.programme.sites:
        return False
    performers = (leg.performer for leg in visit.legs if leg.performer in facts.programme.performers)
    return any(facts.local_day(visit.span.start, visit.site) < facts.notice_from(one) for one in performers)


def _place(schedule: ListSchedule, left: Sequence[Obligation], touched: Sequence[Obligation]) -> None:
    """Place what is left where there is room; for what the change touches room is made."""
    owed_now = [task for task in left if not task.extends_past_horizon]
    ours = [task for task in touched if not task.extends_past_horizon]
    place_in_time(schedule, owed_now)
    schedule.make_room(ours)
    schedule.place_late(owed_now)
    schedule.rebuild(ours)
    schedule.finish(touched)


def _put_back(
    timetable: Timetable, tasks: Sequence[Obligation], published: Sequence[PublishedVisit], progress: Progress
) -> tuple[PublishedVisit, ...]:
    """Commit every published visit that still fits: locked ones first, then frozen ones, agreed ones, the others.

    Of equal ones, what would keep others of its roll-out from coming back comes back last.
    Whoever was told of a visit needs no notice for it again.
    """
    owed = {task.task_id: task for task in tasks}
    locked = [task for task in tasks if timetable.facts.locks_of(task.asset_tag, task.name)]
    promised = {task.task_id for task in locked}
    first = [one for one in published if not promised.isdisjoint(one.visit.task_ids)]
    spans = {task: one.visit.span for one in published for task in one.visit.task_ids}
    in_the_way = out_of_turn(spans, timetable.orders.turns)
    others = [one for one in published if promised.isdisjoint(one.visit.task_ids)]
    others.sort(key=lambda one: (_rank(one), not in_the_way.isdisjoint(one.visit.task_ids)))
    back = _committed(first, owed, timetable)
    if any(task.task_id not in timetable.spans for task in locked):
        schedule = schedule_on(timetable, tasks, Targets(), progress)
        schedule.place_locked(task for task in locked if schedule.is_left(task))
    back |= _committed(others, owed, timetable)
    timetable.staying.update(
        task for one in published if one.is_frozen and one.visit.visit_id in back for task in one.visit.task_ids
    )
    progress.advance(len(published))
    return tuple(replace(one, fits=one.visit.visit_id in back) for one in published)


def _rank(one: PublishedVisit) -> tuple[bool, bool]:
    return not one.is_frozen, not one.is_agreed


def _committed(
    published: Sequence[PublishedVisit], owed: Mapping[TaskId, Obligation], timetable: Timetable
) -> set[VisitId]:
    """Those that fit, in their order; once more for those that did not."""
    back: set[VisitId] = set()
    left = list(published)
    for _ in range(_TRIES):
        for one, placement in list(_placements(left, owed, timetable)):
            if timetable.fits(placement):
                timetable.commit(placement)
                back.add(one.visit.visit_id)
        left = [one for one in left if one.visit.visit_id not in back]
    return back


def _placements(
    published: Iterable[PublishedVisit], owed: Mapping[TaskId, Obligation], timetable: Timetable
) -> Iterator[tuple[PublishedVisit, Placement]]:
    for one in published:
        if not any(task in timetable.placements for task in one.visit.task_ids):
            placement = placed(one.visit, owed, timetable)
            if placement is not None:
                yield one, placement
