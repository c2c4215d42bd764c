"""The four dates of a patch on an asset: what a contract's clause needs, each from its own source."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.security import Patch
from scheduler.risk.deadlines.deadline import Deadline


@dataclass(frozen=True, slots=True)
class FourDates:
    """Advisory published; released and validated by the manufacturer; contract clock start; installed and verified.

    None = not known, or not yet. `validated_on` None: the release waits for its manufacturer.
    """

    advisory_on: date | None
    released_on: date | None
    validated_on: date | None
    clock_start: date | None
    installed_on: date | None

    def days_past(self, deadline: Deadline, today: date) -> int:
        """Days past the deadline: at the installation, else today; 0 before it or without one."""
        if deadline.day is None:
            return 0
        return max(0, ((self.installed_on or today) - deadline.day).days)


def four_dates(patch: Patch, deadline: Deadline, installed_on: date | None) -> FourDates:
    """Gather the dates; the clock is the one that the deadline was counted from."""
    return FourDates(patch.advisory_on, patch.released_on, patch.validated_on, deadline.clock_start, installed_on)
