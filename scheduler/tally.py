"""Counts quarters planned in a row, one after the other, from their plans."""

from collections.abc import Collection, Iterator

from scheduler.domain.calendar import Horizon
from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation, TaskStatus
from scheduler.domain.plan import Plan
from scheduler.gaps import Gaps, Quarter, gaps_of
from scheduler.succession import Renewed, quarter_name
from scheduler.year import QuarterFigures, YearFigures


class Tally:
    """Counts one quarter after the other, so that no gap is counted twice."""

    def __init__(self) -> None:
        self._quarters: list[QuarterFigures] = []
        self._known: set[TaskId] = set()
        self._before: Quarter | None = None

    def add(self, plan: Plan, facts: Facts) -> None:
        now = Quarter(plan, facts)
        gaps = gaps_of(now, self._before, self._known)
        backlog = frozenset(task.task_id for task in plan.obligations if self._before is None and task.overdue)
        bound_to_it = sum(_bound_to_it(plan, is_first=self._before is None)) / 60
        self._quarters.append(_figures(plan, facts, gaps, backlog, bound_to_it))
        self._known |= gaps.found
        self._before = now

    def figures(self, renewed: Renewed) -> YearFigures:
        return YearFigures(tuple(self._quarters), renewed)


def _figures(plan: Plan, facts: Facts, gaps: Gaps, backlog: Collection[TaskId], bound_to_it: float) -> QuarterFigures:
    shares, early = plan.shares["all"], list(_given_away(plan, facts))
    return QuarterFigures(
        name=quarter_name(plan.horizon),
        counted=shares.counted,
        missed=shares.counted - shares.placed,
        gaps=len(gaps.found),
        unexplained=gaps.unexplained,
        pushed=len(gaps.pushed),
        open_still=gaps.open_still,
        carried=sum(task.counts and task.overdue for task in plan.obligations),
        hours=sum(leg.span.minutes * len(leg.technicians) for visit in plan.visits for leg in visit.legs) / 60,
        recurring=sum(_recurring(plan, backlog)) / 60,
        bound_to_it=bound_to_it,
        periodic=len(early),
        given_away=sum(early),
        total=plan.total,
        bound=plan.bound,
        price_of_nothing=plan.price_of_nothing,
    )


def _recurring(plan: Plan, backlog: Collection[TaskId]) -> Iterator[int]:
    """Person-minutes of each periodic task that has a place and belongs to no backlog."""
    for task in plan.obligations:
        is_placed = plan.outcomes[task.task_id].status is TaskStatus.PLACED
        if is_placed and task.every is not None and task.install is None and task.task_id not in backlog:
            yield task.procedure.minutes * task.procedure.crew


def _bound_to_it(plan: Plan, *, is_first: bool) -> Iterator[int]:
    """Person-minutes of each leg without those of tasks that another quarter could do as well."""
    quarter = plan.horizon
    movable = {
        task.task_id: task.procedure.minutes
        for task in plan.obligations
        if not _is_bound_to(task, quarter, is_first=is_first)
    }
    for leg in (leg for visit in plan.visits for leg in visit.legs):
        yield max(0, leg.span.minutes - sum(movable.get(task, 0) for task in leg.task_ids)) * len(leg.technicians)


def _is_bound_to(task: Obligation, quarter: Horizon, *, is_first: bool) -> bool:
    """Tell whether the window lies in this quarter alone, or was over before; there is none before the first."""
    opens_here = is_first or task.overdue or task.window.first_day >= quarter.first_day
    return opens_here and task.window.last_day <= quarter.last_day


def _given_away(plan: Plan, facts: Facts) -> Iterator[float]:
    """For each periodic task that is placed, the part of its interval by which it comes before its due date."""
    tasks = {task.task_id: task for task in plan.obligations}
    for visit in plan.visits:
        starts_on = facts.local_day(visit.span.start, visit.site)
        for task in (tasks[one] for one in visit.task_ids):
            if task.every is not None:
                yield max(0, (task.due - starts_on).days) / task.every.days_approx
