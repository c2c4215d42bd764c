"""What minutes are worth, as the day programme says: its duals by week, and how sought after each person is."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from scheduler.domain.ids import TaskId, TechnicianId
from scheduler.relaxation import SCALE, Choice, DayProgramme, Family
from scheduler.relaxation.families import PER_MINUTE
from scheduler.relaxation.rows import Integers
from scheduler.solve.linear import LinearSolution
from scheduler.solve.targets import MinutePrices, week_number

SOUGHT_PRICE = 2
"""Points of a minute of somebody who is asked for exactly all that they have: enough to keep a night technician for the
nights, little beside a dual or a trip."""
CLEARLY = 0.3
"""The part of its own price by which a task is worth less than its minutes, if it is clearly so."""
_PEOPLE = "people "


def family_prices(programme: DayProgramme, solution: LinearSolution) -> Mapping[Family, Mapping[int, int]]:
    """What a minute of each family's people is worth in each week, in points."""
    numbers = _numbers(programme)
    found: dict[Family, dict[int, int]] = defaultdict(dict)
    for (family, week), row in programme.family_row.items():
        found[family][numbers[week]] = abs(int(solution.duals[row])) // SCALE
    return found


def minute_prices(programme: DayProgramme, solution: LinearSolution) -> MinutePrices:
    """What a minute of each person is worth in each week, in points."""
    numbers = _numbers(programme)
    found: dict[TechnicianId, dict[int, int]] = defaultdict(dict)
    sought = _sought(programme, solution)
    for row, name in enumerate(programme.row_names):
        if name.startswith(_PEOPLE):
            person, week = person_and_week(name)
            dual = abs(int(solution.duals[row])) * PER_MINUTE // SCALE
            found[person][numbers[week]] = dual + int(SOUGHT_PRICE * sought.get(person, 0.0))
    return found


def priced_out(programme: DayProgramme, solution: LinearSolution, cost: Integers) -> frozenset[TaskId]:
    """Tasks that the programme leaves out and still would if they were worth nearly a third more.

    Others have better use for every minute in which they could be done; what nobody could do anyway is not among them.
    `cost`: what the programme was solved for.
    """
    rows, tasks = programme.rows, programme.tasks
    entries = solution.duals[rows.entry_row] * rows.entry_value / SCALE
    reduced = cost - np.bincount(rows.entry_column, weights=entries, minlength=rows.columns)
    done, left = (np.full(len(programme.groups), np.inf) for _ in range(2))
    np.minimum.at(done, tasks.group[~tasks.left_out], reduced[tasks.number[~tasks.left_out]])
    np.minimum.at(left, tasks.group[tasks.left_out], reduced[tasks.number[tasks.left_out]])
    unplaced = np.array([group.unplaced for group in programme.groups])
    clearly = np.flatnonzero(np.isfinite(done) & (done - left > CLEARLY * unplaced)).tolist()
    return frozenset(task.task_id for number in clearly for task in programme.groups[number].tasks)


def is_about_people(name: str) -> bool:
    """Tell whether a row of that name limits somebody's week."""
    return name.startswith(_PEOPLE)


def person_and_week(name: str) -> tuple[TechnicianId, str]:
    """Whose week a row of that name limits."""
    person, _, week = name.removeprefix(_PEOPLE).rpartition(" ")
    return TechnicianId(person), week


def _numbers(programme: DayProgramme) -> Mapping[str, int]:
    return {week.name: week_number(week.first_day.toordinal()) for week in programme.weeks}


def _sought(programme: DayProgramme, solution: LinearSolution) -> Mapping[TechnicianId, float]:
    """The work of all families that each person reaches, parted among all who reach it, over what the person has."""
    needed: dict[tuple[Family, str], float] = defaultdict(float)
    for column in programme.columns:
        if isinstance(column.choice, Choice):
            minutes = programme.groups[column.group].person_minutes
            needed[column.choice.family, column.choice.week] += minutes * float(solution.columns[column.number])
    asked: dict[TechnicianId, float] = defaultdict(float)
    for (family, week), work in needed.items():
        total = sum(reach.minutes.get(week, 0) for reach in family.reaches)
        for reach in family.reaches if total else ():
            asked[reach.crowd.technician] += work * reach.minutes.get(week, 0) / total
    there = _minutes_there(programme)
    return {person: minutes / max(1, there.get(person, 0)) for person, minutes in sorted(asked.items())}


def _minutes_there(programme: DayProgramme) -> Mapping[TechnicianId, int]:
    found: dict[TechnicianId, int] = defaultdict(int)
    for row in np.flatnonzero(programme.rows.limit).tolist():
        name = programme.row_names[row]
        if is_about_people(name):
            found[person_and_week(name)[0]] += int(programme.rows.limit[row]) // PER_MINUTE
    return found
