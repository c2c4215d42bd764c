"""Targets that can be hit: the day programme solved again with the minutes that ways really take, in time before late.

These numbers only aim the list schedule. They never enter the bound, which knows of no way that a plan could avoid.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scheduler.domain.ids import TechnicianId
from scheduler.relaxation import DayProgramme, LinearProgramme
from scheduler.relaxation.rows import Integers
from scheduler.solve.look_ahead import targets_of
from scheduler.solve.parts import solve_rows
from scheduler.solve.pricing import is_about_people, person_and_week
from scheduler.solve.targets import Targets, late_costs
from scheduler.solve.timetable import Timetable

Ways = Mapping[TechnicianId, int]
"""How much of each person's planned time is travel, in thousandths."""
_WHOLE = 1_000


def aim_again(programme: DayProgramme, ways: Ways) -> Targets:
    """Targets for the same tasks, once a first timetable has shown how much of everybody's time goes into ways."""
    narrower = replace(programme.rows, limit=_narrowed(programme, ways))
    cost = _in_time_first(programme)
    return targets_of(programme, solve_rows(narrower, programme.row_names, cost), cost)


def on_the_way(timetable: Timetable) -> Ways:
    """How much of each person's planned time is travel, in thousandths."""
    found = {}
    for person in sorted(timetable.people):
        work, travel = timetable.work_and_travel(person)
        found[person] = _WHOLE * travel // max(1, work + travel)
    return found


def _narrowed(programme: DayProgramme, on_the_way: Ways) -> Integers:
    """The limits of all rows, those of people's weeks without the share of their minutes that is spent on the way."""
    whole = programme.rows.limit + _above(programme.rows)
    limit = programme.rows.limit.copy()
    for row, name in enumerate(programme.row_names):
        if is_about_people(name):
            limit[row] -= int(whole[row]) * on_the_way.get(person_and_week(name)[0], 0) // _WHOLE
    return limit


def _above(rows: LinearProgramme) -> Integers:
    """By row, how far columns can lift it above its limit."""
    above = np.zeros(rows.rows, dtype=np.int64)
    lifting = rows.entry_value < 0
    np.add.at(above, rows.entry_row[lifting], -rows.entry_value[lifting] * rows.upper[rows.entry_column[lifting]])
    return above


def _in_time_first(programme: DayProgramme) -> Integers:
    """The prices, but late work costs most of what unplaced work does."""
    cost = programme.cost.copy()
    for column in programme.columns:
        if column.choice is not None and not column.choice.in_time:
            least = late_costs(programme.groups[column.group].unplaced)
            cost[column.number] = max(int(cost[column.number]), least)
    return cost
