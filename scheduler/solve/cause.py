"""Why a task has no place, as data."""

from dataclasses import dataclass

from scheduler.domain.obligation import ReasonCode


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason code, the sentence with its numbers, and what would help."""

    code: ReasonCode
    reason: str
    what_would_help: str
