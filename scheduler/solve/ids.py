"""Names of visits and rounds that come from what they do, so that they stay when a visit moves."""

from collections.abc import Iterable
from hashlib import sha256

from scheduler.domain.ids import RoundId, TaskId, VisitId

_LENGTH = 12


def visit_id(tasks: Iterable[TaskId]) -> VisitId:
    """The id of the visit that does these tasks; a task is in one visit, so the first by name is enough."""
    return VisitId(f"V-{_digest(min(tasks))}")


def round_id(visits: Iterable[VisitId]) -> RoundId:
    """The id of the round of these visits."""
    return RoundId(f"R-{_digest(min(visits))}")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_LENGTH]
