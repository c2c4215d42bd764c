"""A change that was tried and found to help, in words, as a setting, and with its price."""

from dataclasses import dataclass

from scheduler.changes import Change

WINDOW = 200
OVERTIME_HOUR = 200
TOLERANCE_DAY = {"high_risk": 100, "other": 20}
CERTIFICATE = 1_000
FLEET = 500
INSTRUMENT = 2_000
LOCK = 300
"""What each change is taken to cost in itself, in points of the objective (an after-hours visit is 200)."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """`said`: what to change and what it makes possible. `price`: of the change, and of the minutes by the duals."""

    changes: tuple[Change, ...]
    said: str
    price: int

    @property
    def text(self) -> str:
        """All changes as one setting of `htm what-if --set`."""
        return "; ".join(change.text for change in self.changes)
