"""A deadline of a patch on one asset, with all that a planner or an auditor asks about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.quick import quickly_made

ROUTINE_CLASS = "routine"
"""The class of what has no deadline of its own: the model's routine cycle holds."""

UPGRADE_CLASS = "next-upgrade"
"""The class of what a directive leaves to the next scheduled upgrade: no date, so the routine cycle holds."""


class Clock(StrEnum):
    """What a deadline is counted from."""

    KEV_LISTING = "kev_listing"
    DETECTION = "detection"
    ADVISORY_MATCH = "advisory_match"
    ADVISORY = "advisory"
    RELEASED = "released"
    VALIDATED = "validated"
    NONE = "none"


@quickly_made
@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a release is owed on one asset (the last day, included), from which clock, by which row of which table.

    `day` None: no date of its own; the routine cycle holds. `assumptions`: what was not known, and what was counted
    instead, in words. `is_interrupt`: interrupt work, planned against the reserve by replanning, shown apart.
    """

    day: date | None
    clock_start: date | None
    clock: Clock
    table: str
    row: str
    deadline_class: str
    cve: str = ""
    assumptions: tuple[str, ...] = ()
    is_interrupt: bool = False
    forensic_triage: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it has a day of its own."""
        return self.day is not None


def routine(why: str = "", assumptions: tuple[str, ...] = ()) -> Deadline:
    """The absence of a deadline of its own: the model's routine cycle holds."""
    return Deadline(None, None, Clock.NONE, "routine", why, ROUTINE_CLASS, assumptions=assumptions)
