"""What is known before anything is placed: the bound, the largest share, and what each task should aim at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.relaxation import DayProgramme
from scheduler.solve.targets import Targets


@dataclass(frozen=True, slots=True)
class Outlook:
    """`bound` is a proved lower limit of the objective; `largest` the most tasks that can be in time, by risk class."""

    bound: int = 0
    largest: Mapping[str, int] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    duals: Mapping[str, int] = field(default_factory=dict)
    programme: DayProgramme | None = None
