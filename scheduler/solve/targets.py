"""What the search aims at: a day for each task, what everybody's minutes are worth, and in time before late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.ids import TaskId, TechnicianId

MinutePrices = Mapping[TechnicianId, Mapping[int, int]]
"""What a minute of a person is worth in a week (its `week_number`), in points; 0 if nothing is said."""
_NOTHING: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Targets:
    """`days`: when the day programme does a task; None: it leaves it out; absent: it says nothing of it.

    `task_prices`: what a minute of a task's people is worth in each week. `priced_out`: tasks that are worth clearly
    less than the minutes that they ask for, in every week.
    """

    days: Mapping[TaskId, date | None] = field(default_factory=dict)
    task_prices: Mapping[TaskId, Mapping[int, int]] = field(default_factory=dict)
    minute_prices: MinutePrices = field(default_factory=dict)
    priced_out: frozenset[TaskId] = frozenset()


def week_number(day: int) -> int:
    """The number of the ISO week of a day (an ordinal): ordinal 1 is a Monday."""
    return (day - 1) // 7


def minute_price(prices: MinutePrices, technician: TechnicianId, week: int) -> int:
    """What a minute of the person is worth in that week."""
    return prices.get(technician, _NOTHING).get(week, 0)


def late_costs(unplaced: int) -> int:
    """What late work costs at least while searching: most of unplaced work, for to be in time is what is asked for."""
    return unplaced * 3 // 4
