"""Step 3: the day programme solved for its cost and for its counts, and what each task should aim at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.facts import Facts
from scheduler.domain.ids import TaskId
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation import (
    CLASSES,
    COUNTED,
    Choice,
    Column,
    DayProgramme,
    Scarce,
    count_of_misses,
    day_programme,
    largest,
    scarce,
)
from scheduler.relaxation.rows import Integers
from scheduler.solve.linear import LinearSolution
from scheduler.solve.outlook import Counts, Outlook
from scheduler.solve.parts import solve_rows
from scheduler.solve.pricing import family_prices, minute_prices, priced_out
from scheduler.solve.progress import Progress
from scheduler.solve.targets import Targets

NEAR_ENOUGH = 500
"""Of so many tasks one may be missed more than duals prove that are known before; else these are worked out anew."""
Known = Mapping[str, Mapping[str, int]]
"""Of each class of risk, the duals of rows."""
NOTHING: Known = {}


@dataclass(frozen=True, slots=True)
class Look:
    """The day programme solved for its cost: what that proves and aims at, and what else can be asked of it."""

    outlook: Outlook
    programme: DayProgramme
    solution: LinearSolution


def look_ahead(obligations: Sequence[Obligation], facts: Facts, progress: Progress, known: Known = NOTHING) -> Outlook:
    """Solve the relaxation: a proved bound, the largest shares, and a target for each task."""
    look = look_at_cost(obligations, facts, progress)
    return look.outlook.with_counts(counts_of(look, obligations, known))


def look_at_cost(obligations: Sequence[Obligation], facts: Facts, progress: Progress) -> Look:
    """The first half of it: what every plan costs at least, and what tasks should aim at."""
    progress.stage("Day programme", 2)
    programme = day_programme(obligations, facts)
    progress.advance(1)
    solution = solve_rows(programme.rows, programme.row_names, programme.cost)
    bound = max(0, programme.bound(solution.duals))
    progress.advance(1, bound=bound)
    return Look(
        Outlook(bound, targets_of(programme, solution, programme.cost), programme.certificate(solution.duals)),
        programme,
        solution,
    )


def counts_of(look: Look, obligations: Sequence[Obligation], known: Known = NOTHING) -> Counts:
    """The other half, for which no plan has to wait: how many tasks can be in time at most.

    `known`: `Counts.counting` of nearly the same hospital. Any duals prove something, and these most of what is true.
    """
    programme = look.programme
    sets, counting = {}, {}
    for name, risk in CLASSES.items():
        duals = programme.duals(known.get(name, {}))
        sets[name] = scarce(programme, risk, duals)
        if not duals.any() or not _is_enough(sets[name], programme, risk, look.solution):
            duals = solve_rows(programme.rows, programme.row_names, count_of_misses(programme, risk)).duals
            sets[name] = scarce(programme, risk, duals)
        counting[name] = programme.certificate(duals)
    return Counts({name: largest(obligations, risk, sets[name]) for name, risk in CLASSES.items()}, counting, sets)


def _is_enough(
    sets: Sequence[Scarce], programme: DayProgramme, risk: RiskClass | None, solution: LinearSolution
) -> bool:
    """Tell whether no duals prove many more misses than these sets: a solution of the programme misses few more."""
    missed = float(count_of_misses(programme, risk) @ solution.columns) / COUNTED
    tasks = sum(len(group.tasks) for group in programme.groups)
    return NEAR_ENOUGH * (missed - sum(one.missed for one in sets)) <= tasks


def targets_of(programme: DayProgramme, solution: LinearSolution, cost: Integers) -> Targets:
    """Round each group's weeks to whole tasks, earliest due first, and aim at the day nearest the due date.

    `cost`: what the programme was solved for.
    """
    weeks = {week.name: week for week in programme.weeks}
    by_group: dict[int, list[Column]] = defaultdict(list)
    for column in programme.columns:
        by_group[column.group].append(column)
    by_family = family_prices(programme, solution)
    found: dict[TaskId, date | None] = {}
    prices: dict[TaskId, Mapping[int, int]] = {}
    for number, group in enumerate(programme.groups):
        shares = [(column, float(solution.columns[column.number])) for column in by_group[number]]
        for task, column in zip(group.tasks, _rounded(shares, len(group.tasks)), strict=True):
            if column.choice is None:
                found[task.task_id] = None
            else:
                week = weeks[column.choice.week]
                day = min(max(task.due, week.first_day), week.last_day)
                found[task.task_id] = day
                if isinstance(column.choice, Choice):
                    prices[task.task_id] = by_family[column.choice.family]
    return Targets(found, prices, minute_prices(programme, solution), priced_out(programme, solution, cost))


def _rounded(shares: list[tuple[Column, float]], tasks: int) -> Iterator[Column]:
    """Hand out `tasks` places in the order of the weeks, those left out last; fractions add up along the way."""
    in_order = sorted(shares, key=lambda share: (_week(share[0]) is None, _week(share[0]) or "", share[0].number))
    given, total = 0, 0.0
    for column, share in in_order:
        total += share
        upto = min(tasks, int(total + 0.5))
        yield from [column] * (upto - given)
        given = max(given, upto)
    yield from [in_order[-1][0]] * (tasks - given)


def _week(column: Column) -> str | None:
    return None if column.choice is None else column.choice.week
