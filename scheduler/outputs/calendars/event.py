"""Events made of free text, and the names that they keep for good."""

from datetime import date, datetime
from functools import lru_cache
from uuid import UUID, uuid5

from scheduler.domain.ids import VisitId
from scheduler.domain.publication import Event, EventStatus, IssuedEvent
from scheduler.outputs.rounds import Round
from scheduler.outputs.words import shortened, without_controls

_NAMESPACE = UUID("7c1f1c3e-52c6-5f0e-9d58-8f6b6f1f2a55")
LONGEST_SUMMARY = 255
LONGEST_LOCATION = 255
LONGEST_DESCRIPTION = 8_000

__all__ = ["Event", "EventStatus", "IssuedEvent", "event", "notice_uid", "uid_of"]


def event(
    *,
    uid: str,
    start: datetime | date,
    end: datetime | date,
    summary: str,
    location: str = "",
    description: str = "",
    url: str = "",
    status: EventStatus = EventStatus.CONFIRMED,
    busy: bool = True,
    visit_ids: tuple[VisitId, ...] = (),
) -> Event:
    """Make an event of free text: control characters fall out, a summary is one line, long texts are cut visibly."""
    return Event(
        uid=uid,
        start=start,
        end=end,
        summary=_one_line(summary, LONGEST_SUMMARY),
        location=_one_line(location, LONGEST_LOCATION),
        description=shortened(without_controls(description), LONGEST_DESCRIPTION),
        url=url,
        status=status,
        busy=busy,
        visit_ids=visit_ids,
    )


def uid_of(appointment: Round) -> str:
    """Name an event for good: from the visit that names the round, so it stays through moves and reassignments.

    A name-based UUID (RFC 7986 5.3): no host, domain or user, the same in every feed, in every run, after any restore.
    """
    return _uid(appointment.anchor)


@lru_cache(maxsize=100_000)
def _uid(anchor: VisitId) -> str:
    return str(uuid5(_NAMESPACE, f"visit {anchor}"))


def notice_uid(scope: str, kind: str) -> str:
    """Name a notice of a feed, which is no visit."""
    return str(uuid5(_NAMESPACE, f"notice {kind} {scope}"))


def _one_line(text: str, limit: int) -> str:
    return shortened(" ".join(without_controls(text).split()), limit)
