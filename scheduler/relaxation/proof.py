"""What dual values prove of a day programme, added up in exact integers: a bound, and what every plan misses."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.relaxation.day_programme import DayProgramme
from scheduler.relaxation.scarcity import CLASSES, Scarce, scarce


@dataclass(frozen=True, slots=True)
class Proof:
    """`duals` and `counting` as a certificate has them, the points that they prove, and the sets that are missed."""

    duals: Mapping[str, int]
    counting: Mapping[str, Mapping[str, int]]
    bound: int
    sets: Mapping[str, tuple[Scarce, ...]]

    def is_of(self, duals: Mapping[str, int], counting: Mapping[str, Mapping[str, int]]) -> bool:
        """Tell whether it was added up from this certificate."""
        return self.duals == duals and self.counting == counting


def proved(programme: DayProgramme, duals: Mapping[str, int], counting: Mapping[str, Mapping[str, int]]) -> Proof:
    """Add up what a certificate proves of a programme, whoever made it; names of no row are passed over."""
    sets = {name: scarce(programme, risk, programme.duals(counting.get(name, {}))) for name, risk in CLASSES.items()}
    return Proof(duals, counting, programme.bound(programme.duals(duals)), sets)
