"""What is known before anything is placed: the bound, the largest share, and what each task should aim at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scheduler.relaxation import Proof, Scarce
from scheduler.solve.targets import Targets


@dataclass(frozen=True, slots=True)
class Counts:
    """`largest`: the most tasks that can be in time, by risk class; `counting`: the duals that prove it.

    `sets`: what these say is missed in every plan, and of which tasks.
    """

    largest: Mapping[str, int] = field(default_factory=dict)
    counting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sets: Mapping[str, Sequence[Scarce]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outlook:
    """`bound` is a proved lower limit of the objective, `duals` prove it; `counts`: how many tasks can be in time.

    `proof`: what all these duals prove, added up as whoever checks the plan does.
    """

    bound: int = 0
    targets: Targets = field(default_factory=Targets)
    duals: Mapping[str, int] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    proof: Proof | None = None

    def with_counts(self, counts: Counts) -> "Outlook":
        return replace(self, counts=counts)
