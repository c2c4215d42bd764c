"""What is known before anything is placed: the bound, the largest share, and what each task should aim at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scheduler.relaxation import DayProgramme, Proof, Scarce
from scheduler.solve.targets import Targets


@dataclass(frozen=True, slots=True)
class Outlook:
    """`bound` is a proved lower limit of the objective; `largest` the most tasks that can be in time, by risk class.

    `counting`: the duals that prove `largest`; `sets`: what they say is missed in every plan, and of which tasks.
    `proof`: what all these duals prove, added up as whoever checks the plan does.
    """

    bound: int = 0
    largest: Mapping[str, int] = field(default_factory=dict)
    targets: Targets = field(default_factory=Targets)
    duals: Mapping[str, int] = field(default_factory=dict)
    programme: DayProgramme | None = None
    counting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sets: Mapping[str, Sequence[Scarce]] = field(default_factory=dict)
    proof: Proof | None = None
