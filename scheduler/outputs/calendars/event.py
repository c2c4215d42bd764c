"""Events of a feed: what a calendar shows of a round or a visit, and where it stands in its history."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid5

from scheduler.domain.ids import VisitId
from scheduler.outputs.rounds import Round
from scheduler.outputs.words import shortened, without_controls

_NAMESPACE = UUID("7c1f1c3e-52c6-5f0e-9d58-8f6b6f1f2a55")
LONGEST_SUMMARY = 255
LONGEST_LOCATION = 255
LONGEST_DESCRIPTION = 8_000


class EventStatus(StrEnum):
    """RFC 5545 3.8.1.11, for events."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment: instants in UTC, or days (all day; the end is exclusive). All texts are plain.

    `busy`: whether it blocks time in the reader's calendar. `visit_ids` are the visits it stands for.
    """

    uid: str
    start: datetime | date
    end: datetime | date
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    busy: bool = True
    visit_ids: tuple[VisitId, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) != isinstance(self.end, datetime) or not self.start < self.end:
            raise ValueError(f"An event ends after it starts, and both are days or both are times: {self.uid}.")
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and moment.tzinfo is not UTC:
                raise ValueError(f"Times of events are given in UTC, not as {moment!r}.")

    @property
    def starts_at(self) -> datetime:
        """Its start as an instant, for sorting; a day counts from midnight UTC."""
        return _instant(self.start)

    @property
    def ends_at(self) -> datetime:
        """Its end as an instant; a day counts from midnight UTC."""
        return _instant(self.end)


@dataclass(frozen=True, slots=True)
class IssuedEvent:
    """An event as subscribers know it: its revision and when it last changed (UTC)."""

    event: Event
    sequence: int
    changed_at: datetime


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
    return str(uuid5(_NAMESPACE, f"visit {appointment.anchor}"))


def notice_uid(scope: str, kind: str) -> str:
    """Name a notice of a feed, which is no visit."""
    return str(uuid5(_NAMESPACE, f"notice {kind} {scope}"))


def _instant(moment: datetime | date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), UTC)


def _one_line(text: str, limit: int) -> str:
    return shortened(" ".join(without_controls(text).split()), limit)
