"""What no plan does in time: single tasks, and so many of a set, from the duals of counting what is missed.

Rows without a dual prove nothing and connect nothing. What the others connect falls into parts that share no column, so
each part proves on its own how many of its tasks are missed at least: a set of tasks that ask for the same minutes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.domain.ids import TaskId
from scheduler.domain.joined import Joined
from scheduler.domain.obligation import Obligation
from scheduler.domain.policy import RiskClass
from scheduler.relaxation.bound import SCALE, reduced_costs
from scheduler.relaxation.day_programme import DayProgramme
from scheduler.relaxation.rows import Integers, LinearProgramme

COUNTED = 1_000
"""Points of one task when counting, so that whole-number duals are exact enough."""
ALL = "all"
CLASSES: Mapping[str, RiskClass | None] = {ALL: None, **{str(risk): risk for risk in RiskClass}}
"""What is counted: all tasks, and those of each risk class."""


@dataclass(frozen=True, slots=True)
class Scarce:
    """Tasks of which every plan misses at least so many: they are late or left out."""

    tasks: tuple[TaskId, ...]
    missed: int

    @property
    def is_hopeless(self) -> bool:
        """Tell whether no plan does any of them in time."""
        return self.missed == len(self.tasks)


def count_of_misses(programme: DayProgramme, risk: RiskClass | None) -> Integers:
    """A cost of COUNTED for each task of the class (None: of any) that is not done in time."""
    return programme.misses([COUNTED if risk is None or group.risk_class is risk else 0 for group in programme.groups])


def scarce(programme: DayProgramme, risk: RiskClass | None, duals: Integers) -> tuple[Scarce, ...]:
    """The sets that these duals of `count_of_misses` prove, whatever they are; no task is in two of them."""
    hopeless = _hopeless(programme, risk)
    found = [Scarce(tuple(task.task_id for task in programme.groups[one].tasks), len(programme.groups[one].tasks))
             for one in hopeless]  # fmt: skip
    for groups, missed in _proved(programme, risk, duals):
        beyond = missed - sum(len(programme.groups[one].tasks) for one in groups if one in hopeless)
        tasks = [task.task_id for one in groups if one not in hopeless for task in programme.groups[one].tasks]
        if beyond > 0:
            found.append(Scarce(tuple(sorted(tasks)), min(beyond, len(tasks))))
    return tuple(sorted(found, key=lambda one: one.tasks))


def largest(obligations: Sequence[Obligation], risk: RiskClass | None, sets: Sequence[Scarce]) -> int:
    """The most tasks that any plan does in time: all that count and are open, less what is proved to be missed."""
    owed = (task for task in obligations if task.counts and task.is_open)
    return sum(risk is None or task.risk_class is risk for task in owed) - sum(one.missed for one in sets)


def _hopeless(programme: DayProgramme, risk: RiskClass | None) -> tuple[int, ...]:
    """Groups without a column that is in time."""
    in_time = frozenset(programme.tasks.group[programme.tasks.in_time].tolist())
    of_class = (number for number, one in enumerate(programme.groups) if risk is None or one.risk_class is risk)
    return tuple(number for number in of_class if number not in in_time)


def _proved(programme: DayProgramme, risk: RiskClass | None, duals: Integers) -> Iterator[tuple[list[int], int]]:
    """For each part its groups of the class, and how many of their tasks are missed at least, in exact integers."""
    rows = programme.rows
    counted = count_of_misses(programme, risk)
    used = programme.usable(counted, duals)
    leader = _leaders(rows, used)
    groups: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(programme.group_rows.tolist()):
        if used[row]:
            groups[leader[row]].append(number)
    worth = _worth(programme, _only_of(groups, programme, counted), used, leader)
    for part, members in sorted(groups.items()):
        missed = -(-worth[part] // (SCALE * COUNTED))
        if missed > 0:
            yield members, missed


def _only_of(groups: Mapping[int, list[int]], programme: DayProgramme, counted: Integers) -> Integers:
    """The count, without tasks of groups whose row proves nothing."""
    members = {one for part in groups.values() for one in part}
    cost = counted.copy()
    cost[programme.tasks.number[~np.isin(programme.tasks.group, list(members))]] = 0
    return cost


def _worth(programme: DayProgramme, cost: Integers, used: Integers, leader: Mapping[int, int]) -> Mapping[int, int]:
    """What each part proves, in 1/SCALE: y · limit + Σ min(0, reduced cost × upper) over its rows and columns."""
    rows = programme.rows
    worth: Counter[int] = Counter()
    for row in np.flatnonzero(used).tolist():
        worth[leader[row]] += int(used[row]) * int(rows.limit[row])
    reduced = reduced_costs(rows, cost, used)
    for column, row in _entries(rows, used, only=reduced < 0).items():
        worth[leader[row]] += int(reduced[column]) * int(rows.upper[column])
    return worth


def _entries(rows: LinearProgramme, used: Integers, only: "np.typing.NDArray[np.bool_]") -> Mapping[int, int]:
    """For each of these columns one row with a dual."""
    kept = (used[rows.entry_row] != 0) & only[rows.entry_column]
    return dict(zip(rows.entry_column[kept].tolist(), rows.entry_row[kept].tolist(), strict=True))


def _leaders(rows: LinearProgramme, used: Integers) -> Mapping[int, int]:
    """For each row with a dual the one that stands for its part: rows that share a column are in one."""
    joined, first = Joined[int](), dict[int, int]()
    kept = used[rows.entry_row] != 0
    for row, column in zip(rows.entry_row[kept].tolist(), rows.entry_column[kept].tolist(), strict=True):
        joined.join(first.setdefault(column, row), row)
    return {row: joined.leader(row) for row in np.flatnonzero(used).tolist()}
