"""What several quarters in a row come to: gaps that the bound does not explain, hours, and interval given away."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.plan import Plan
from scheduler.gaps import Gaps, Quarter, gaps_of
from scheduler.succession import Renewed, quarter_name


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """One quarter: tasks that count, missed (late or not placed), and its own gaps among these, each counted once.

    `pushed`: gaps whose work the quarter before could have done. `open_still`: missed, and a gap of a quarter before.
    `hours` of people. `given_away`: days before the due date over the periodicity, summed over `periodic` placed tasks.
    `carried`: overdue when the quarter began.
    """

    name: str
    counted: int
    missed: int
    gaps: int
    unexplained: int
    pushed: int
    open_still: int
    carried: int
    hours: float
    periodic: int
    given_away: float
    total: int
    bound: int
    price_of_nothing: int

    @property
    def gap_normalised(self) -> float:
        """The distance to the bound, over the price of placing nothing."""
        return round((self.total - self.bound) / max(1, self.price_of_nothing), 6)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """All quarters; `renewed` is what was assumed for those after the first."""

    quarters: tuple[QuarterFigures, ...]
    renewed: Renewed

    @property
    def gaps(self) -> int:
        """Gaps above periodicity and tolerance."""
        return sum(one.gaps for one in self.quarters)

    @property
    def unexplained(self) -> int:
        """Those of them that the bound does not explain."""
        return sum(one.unexplained for one in self.quarters)

    @property
    def fullest_over_mean(self) -> float:
        """Hours of the fullest quarter over those of the mean one; 1 if there is no work."""
        hours = [one.hours for one in self.quarters]
        return max(hours) * len(hours) / sum(hours) if sum(hours) else 1.0

    @property
    def given_away(self) -> float:
        """The mean share of its interval that periodic work gives away by being early."""
        return sum(one.given_away for one in self.quarters) / max(1, sum(one.periodic for one in self.quarters))


class Tally:
    """Counts one quarter after the other, so that no gap is counted twice."""

    def __init__(self) -> None:
        self._quarters: list[QuarterFigures] = []
        self._known: set[TaskId] = set()
        self._before: Quarter | None = None

    def add(self, plan: Plan, facts: Facts) -> None:
        now = Quarter(plan, facts)
        gaps = gaps_of(now, self._before, self._known)
        self._quarters.append(_figures(plan, facts, gaps))
        self._known |= gaps.found
        self._before = now

    def figures(self, renewed: Renewed) -> YearFigures:
        return YearFigures(tuple(self._quarters), renewed)


def _figures(plan: Plan, facts: Facts, gaps: Gaps) -> QuarterFigures:
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
        periodic=len(early),
        given_away=sum(early),
        total=plan.total,
        bound=plan.bound,
        price_of_nothing=plan.price_of_nothing,
    )


def _given_away(plan: Plan, facts: Facts) -> Iterator[float]:
    """For each periodic task that is placed, the part of its interval by which it comes before its due date."""
    tasks = {task.task_id: task for task in plan.obligations}
    for visit in plan.visits:
        starts_on = facts.local_day(visit.span.start, visit.site)
        for task in (tasks[one] for one in visit.task_ids):
            if task.every is not None:
                yield max(0, (task.due - starts_on).days) / task.every.days_approx
