"""Which assets are out when, and why, by the fleets and cover groups that they are members of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from constraints.crowds import Cause, Taking
from constraints.days import first_plannable, through
from constraints.once import once
from constraints.reading import obligations_by_id, occupied, taken_out, visits_by_task
from scheduler.domain.calendar import Span
from scheduler.domain.facts import CoverGroup, Facts, FleetKey
from scheduler.domain.ids import AssetTag, TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.plan import Plan, Visit


@once
def fleets_out(plan: Plan, facts: Facts) -> Mapping[FleetKey, list[Taking]]:
    """Each fleet's assets in use that are out, by department, make and model."""
    found: dict[FleetKey, list[Taking]] = defaultdict(list)
    for tag, taking in outages(plan, facts):
        if facts.is_in_use(tag):
            found[facts.fleet_key(tag)].append(taking)
    return {key: found[key] for key in sorted(found)}


@once
def groups_out(plan: Plan, facts: Facts) -> Sequence[tuple[CoverGroup, list[Taking]]]:
    """Each cover group's members that are out."""
    found: dict[str, list[Taking]] = defaultdict(list)
    for tag, taking in outages(plan, facts):
        for group in facts.cover_groups_of(tag):
            found[group.key].append(taking)
    return [(facts.cover_group(key), found[key]) for key in sorted(found)]


@once
def outages(plan: Plan, facts: Facts) -> Sequence[tuple[AssetTag, Taking]]:
    """Every asset with a time in which it is out."""
    obligations = obligations_by_id(plan)
    visits = visits_by_task(plan)
    return [
        *_during_visits(plan, obligations, facts),
        *_until_followed_up(plan.obligations, obligations, visits, facts),
        *_while_held(plan, visits, facts),
    ]


def _during_visits(
    plan: Plan, obligations: Mapping[TaskId, Obligation], facts: Facts
) -> Iterator[tuple[AssetTag, Taking]]:
    for visit in plan.visits:
        if visit.out is not None:
            for tag in taken_out(visit, obligations, facts):
                yield tag, Taking(visit.out, tag, visit.visit_id)


def _until_followed_up(
    tasks: Iterable[Obligation],
    obligations: Mapping[TaskId, Obligation],
    visits: Mapping[TaskId, Visit],
    facts: Facts,
) -> Iterator[tuple[AssetTag, Taking]]:
    for task in tasks:
        if task.parent is None or task.parent not in visits or task.task_id not in visits:
            continue
        before, after = visits[task.parent], visits[task.task_id]
        if before.out is None or before.visit_id == after.visit_id:
            continue
        until = after.span.end if after.out is None else after.out.start
        if before.out.end < until:
            gap = Span(before.out.end, until)
            for tag in taken_out(before, obligations, facts):
                yield tag, Taking(gap, tag, before.visit_id, Cause.FOLLOW_UP)


def _while_held(plan: Plan, visits: Mapping[TaskId, Visit], facts: Facts) -> Iterator[tuple[AssetTag, Taking]]:
    """From the first plannable day until the visit of the order has ended and the asset is back; else to the end."""
    for task in plan.obligations:
        if not (task.holds_asset and task.is_open):
            continue
        days = through(first_plannable(facts), facts.horizon.last_day, facts.zone_of(task.asset_tag))
        for span in days:
            end = occupied(visits[task.task_id]).end if task.task_id in visits else span.end
            if end > span.start:
                yield task.asset_tag, Taking(Span(span.start, end), task.asset_tag, task.task_id, Cause.HELD)
