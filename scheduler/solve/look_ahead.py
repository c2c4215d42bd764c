"""Step 3: the day programme solved for its cost and for its counts, and what each task should aim at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation import SCALE, Choice, DayProgramme, day_programme, proved_bound
from scheduler.relaxation.groups import week_days
from scheduler.solve.linear import LinearSolution, solve_linear
from scheduler.solve.outlook import Outlook
from scheduler.solve.progress import Progress
from scheduler.solve.targets import DayTarget

ALL = "all"
_COUNTED = 1_000
"""Points of one task when counting, so that whole-number duals are exact enough."""


def look_ahead(obligations: Sequence[Obligation], facts: Facts, progress: Progress) -> Outlook:
    """Solve the relaxation: a proved bound, the largest shares, and a target for each task."""
    progress.stage("Day programme", 2 + len(RiskClass))
    programme = day_programme(obligations, facts)
    progress.advance(1)
    cost = programme.cost()
    solution = solve_linear(programme.rows, cost)
    bound = max(0, proved_bound(programme.rows, cost, solution.duals))
    progress.advance(1, bound=bound)
    largest = {}
    for name in (ALL, *RiskClass):
        largest[str(name)] = _largest(programme, obligations, None if name == ALL else RiskClass(name))
        progress.advance(1, bound=bound)
    duals = {programme.row_names[row]: int(dual) for row, dual in enumerate(solution.duals) if dual}
    return Outlook(bound, largest, _targets(programme, solution, facts), duals)


def _largest(programme: DayProgramme, obligations: Sequence[Obligation], risk: RiskClass | None) -> int:
    """The most tasks that any plan can place in time: all that count, less what is proved to be missed."""
    counted = sum(1 for task in obligations if task.counts and (risk is None or task.risk_class is risk))
    groups = enumerate(programme.groups)
    weight = {number: _COUNTED if risk is None or group.key.risk_class is risk else 0 for number, group in groups}
    misses = programme.misses(weight)
    solution = solve_linear(programme.rows, misses)
    missed = max(0, proved_bound(programme.rows, misses, solution.duals))
    undoable = _undoable(programme, obligations, risk)
    return counted - undoable - -(-missed // _COUNTED)


def _undoable(programme: DayProgramme, obligations: Sequence[Obligation], risk: RiskClass | None) -> int:
    """Tasks that count but of which no visit can be drafted at all."""
    known = {task.task_id for group in programme.groups for task in group.tasks} | programme.free
    return sum(
        1
        for task in obligations
        if task.counts and task.task_id not in known and (risk is None or task.risk_class is risk)
    )


def _targets(programme: DayProgramme, solution: LinearSolution, facts: Facts) -> Mapping[TaskId, DayTarget]:
    """Round each group's weeks to whole tasks, earliest due first, and aim at the day nearest the due date."""
    weeks = week_days(facts)
    by_group: dict[int, list[Choice]] = defaultdict(list)
    for choice in programme.choices:
        by_group[choice.group].append(choice)
    found = {}
    for number, group in enumerate(programme.groups):
        shares = [(choice.week, float(solution.columns[choice.column])) for choice in by_group[number]]
        for task, week in zip(group.tasks, _rounded(shares, len(group.tasks)), strict=True):
            row = programme.family_row.get((group.key.family, week)) if week else None
            price = 0 if row is None else abs(int(solution.duals[row])) // SCALE
            found[task.task_id] = DayTarget(_nearest(task, weeks[week]) if week else None, price)
    return found


def _rounded(shares: list[tuple[str | None, float]], tasks: int) -> Iterator[str | None]:
    """Hand out `tasks` places in the order of the weeks, those left out last; fractions add up along the way."""
    in_order = sorted(shares, key=lambda share: (share[0] is None, share[0] or ""))
    given, total = 0, 0.0
    for week, share in in_order:
        total += share
        upto = min(tasks, int(total + 0.5))
        yield from [week] * (upto - given)
        given = max(given, upto)
    yield from [None] * (tasks - given)


def _nearest(task: Obligation, week: tuple[date, date]) -> date:
    first, last = week
    return min(max(task.due, first), last)
