"""What the day programme says of a task: the day it would take it, and what a minute of its people is worth then."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayTarget:
    """A day (None: the day programme leaves the task out), and the price of a minute in points."""

    day: date | None
    minute_price: int


NO_TARGET = DayTarget(None, 0)
