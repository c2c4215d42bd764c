"""What several quarters in a row come to: gaps that the bound does not explain, hours, and interval given away."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.succession import Renewed


@dataclass(frozen=True, slots=True)
class QuarterFigures:
    """One quarter: tasks that count, missed (late or not placed), and its own gaps among these, each counted once.

    `pushed`: gaps whose work the quarter before could have done. `open_still`: missed, and a gap of a quarter before.
    `hours` of people; `recurring`: of work that comes again, without one-off work, releases, and what was overdue
    before the first quarter. `bound_to_it`: of placed work that no other quarter could do in time, and of overdue work.
    `given_away`: days before the due date over the periodicity, summed over `periodic` placed
    tasks. `carried`: overdue when the quarter began.
    """

    name: str
    counted: int
    missed: int
    gaps: int
    unexplained: int
    pushed: int
    open_still: int
    carried: int
    hours: float
    recurring: float
    bound_to_it: float
    periodic: int
    given_away: float
    total: int
    bound: int
    price_of_nothing: int

    @property
    def gap_normalised(self) -> float:
        """The distance to the bound, over the price of placing nothing."""
        return round((self.total - self.bound) / max(1, self.price_of_nothing), 6)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """All quarters; `renewed` is what was assumed for those after the first."""

    quarters: tuple[QuarterFigures, ...]
    renewed: Renewed

    @property
    def gaps(self) -> int:
        """Gaps above periodicity and tolerance."""
        return sum(one.gaps for one in self.quarters)

    @property
    def unexplained(self) -> int:
        """Those of them that the bound does not explain."""
        return sum(one.unexplained for one in self.quarters)

    @property
    def fullest_over_mean(self) -> float:
        """Hours of the fullest quarter over those of the mean one; 1 if there is no work."""
        return _over_mean([one.hours for one in self.quarters])

    @property
    def fullest_over_mean_recurring(self) -> float:
        """The same of work that comes again: the first quarter alone has a backlog, one-off work and releases."""
        return _over_mean([one.recurring for one in self.quarters])

    @property
    def fullest_over_mean_at_least(self) -> float:
        """What the fullest quarter would have over the mean one if all that another one could do were there."""
        hours = sum(one.hours for one in self.quarters)
        fullest = max((one.bound_to_it for one in self.quarters), default=0.0)
        return max(1.0, fullest * len(self.quarters) / hours) if hours else 1.0

    @property
    def given_away(self) -> float:
        """The mean share of its interval that periodic work gives away by being early."""
        return sum(one.given_away for one in self.quarters) / max(1, sum(one.periodic for one in self.quarters))


def _over_mean(hours: Sequence[float]) -> float:
    return max(hours) * len(hours) / sum(hours) if sum(hours) else 1.0
