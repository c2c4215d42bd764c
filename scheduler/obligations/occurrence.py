"""One occurrence of a procedure on an asset, and all that decides when its occurrences fall due."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import DayWindow, Periodicity
from scheduler.domain.equipment import Anchor
from scheduler.domain.obligation import DueBasis
from scheduler.domain.policy import FirstDue
from scheduler.domain.quick import quickly_made
from scheduler.domain.record import DueRow
from scheduler.obligations.regime import Regime
from scheduler.obligations.wear import Wear


@quickly_made
@dataclass(frozen=True, slots=True)
class Occurrence:
    """A due date, the window around it and why. `base` and `times`: it is so many periods after that day.

    `key` is what its id is derived from: its due date where that is the same in every run (`dated`), else its place in
    a series whose start moves with `today` or with readings.
    """

    due: date
    window: DayWindow
    basis: DueBasis
    why: str
    key: str
    dated: bool
    base: date
    times: int = 0


@quickly_made
@dataclass(frozen=True, slots=True)
class Course:
    """What the due dates of one procedure on one asset follow from.

    `every` is the periodicity that dates are counted with: the regime's, or that of a runtime trigger which comes
    sooner. `completions` in order. `series_start` None: dates are counted from completions; `aligned`: it was given for
    the asset or its department, and is itself a due date, while a series from the day in service begins a period later.
    """

    seed: str
    regime: Regime
    every: Periodicity
    completions: tuple[date, ...]
    in_service_on: date | None
    series_start: date | None
    aligned: bool
    due_row: DueRow | None
    wear: Wear | None
    today: date
    first_due: FirstDue

    @property
    def nominal(self) -> Periodicity:
        """The periodicity by which window profiles know the procedure."""
        return self.regime.every or self.every

    def window(self, due: date) -> DayWindow:
        """Return the tolerance window of a due date."""
        return self.regime.profile.window(due, self.nominal)

    def minus_days(self, due: date) -> int:
        """Return how many days before a due date its window begins."""
        return (due - self.window(due).first_day).days

    def can_follow(self, due: date, former: date) -> bool:
        """Tell whether work in the window of `due` can keep its distance from work on the day `former`."""
        earliest = self.every.after(former).toordinal() - self.minus_days(due)
        return self.window(due).last_day.toordinal() >= earliest

    def dated(self, due: date, basis: DueBasis, why: str, base: date, times: int) -> Occurrence:
        """Make the occurrence of a due date that is the same in every run."""
        return Occurrence(due, self.window(due), basis, why, due.isoformat(), True, base, times)


def is_scheduled(regime: Regime) -> bool:
    """Tell whether dates follow a series rather than completions."""
    return regime.anchor is Anchor.SCHEDULE
