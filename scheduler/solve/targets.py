"""What the search aims at: a day and a price of minutes for each task, and in time before late."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class DayTarget:
    """A day (None: the day programme leaves the task out), and the price of a minute of its people in each week."""

    day: date | None
    prices: Mapping[int, int] = field(default_factory=dict)


NO_TARGET = DayTarget(None)


def week_number(day: int) -> int:
    """The number of the ISO week of a day (an ordinal): ordinal 1 is a Monday."""
    return (day - 1) // 7


def late_costs(unplaced: int) -> int:
    """What late work costs at least while searching: most of unplaced work, for to be in time is what is asked for."""
    return unplaced * 3 // 4
