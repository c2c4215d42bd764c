"""Why a task is not in time: a reason code, a sentence with numbers, and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.obligation import ReasonCode

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason code, the sentence with its numbers, and what would help.

    `change`: what would help as a setting, and its `price` in points, if it was tried and does.
    """

    code: ReasonCode
    reason: str
    what_would_help: str
    change: str = ""
    price: int | None = None


def people_said(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def weeks_said(count: int) -> str:
    return f"{count} {'week' if count == 1 else 'weeks'}"


def listed(parts: Sequence[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(parts) - _MOST_NAMED
    return "; ".join(parts[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
