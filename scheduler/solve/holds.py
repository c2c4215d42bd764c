"""What open tasks take of shared capacities from the outset, until their visits are done."""

from constraints.sentence import Part
from scheduler.solve.intervals import FAR
from scheduler.solve.levels import Level
from scheduler.solve.placement import Placement, PreparedVisit


class Holds:
    """What is held on each level beside what visits take of it while they run."""

    def __init__(self) -> None:
        self._held: dict[Level, Level] = {}

    def hold(self, visit: PreparedVisit) -> None:
        """Take from the outset what an open task takes until it is done."""
        for level, amount, part in visit.takes:
            if part is Part.UNTIL_DONE:
                level.add(-FAR + 1, FAR, amount)
                self._held.setdefault(level, Level(level.limit)).add(-FAR + 1, FAR, amount)

    def free(self, placement: Placement) -> None:
        """The visit is placed: what its tasks held is free after it."""
        self._give(placement, -1)

    def hold_again(self, placement: Placement) -> None:
        """The visit is taken back."""
        self._give(placement, 1)

    def may_last(self, placement: Placement) -> bool:
        """Tell whether nothing was placed meanwhile that has no room beside what the visit's tasks hold till then."""
        return all(
            height <= max(level.limit, self._held[level].peak(start, end))
            for level, _, part in placement.visit.takes
            if part is Part.UNTIL_DONE
            for start, end, height in level.steps(-FAR, _done(placement))
        )

    def may_be_out(self, level: Level, amount: int, begin: int, until: int) -> bool:
        """Tell whether what is held leaves room for so much more at any time from begin until then."""
        held = self._held.get(level)
        return held is None or held.clear_from(begin, 1, amount) < until

    def _give(self, placement: Placement, sign: int) -> None:
        for level, amount, part in placement.visit.takes:
            if part is Part.UNTIL_DONE:
                level.add(_done(placement), FAR, sign * amount)
                self._held[level].add(_done(placement), FAR, sign * amount)


def _done(placement: Placement) -> int:
    """When what the visit's tasks held is free."""
    return max(placement.end, placement.out[1] if placement.out else placement.end)
