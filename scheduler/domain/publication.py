"""What subscribers know of a plan: events with their revisions, and the feeds that show them. Times are UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from scheduler.domain.ids import PerformerId, VisitId


class EventStatus(StrEnum):
    """RFC 5545 3.8.1.11, for events."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Seen:
    """What people have seen of a visit: its start (UTC), and whether those concerned had agreed to it.

    `told`: who may still come then, whatever notice they need, since they have been told.
    """

    visit_id: VisitId
    start: datetime
    is_agreed: bool
    told: tuple[PerformerId, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment: instants in UTC, or days (all day; the end is exclusive). All texts are plain.

    `busy`: whether it blocks time in the reader's calendar. `visit_ids` are the visits it stands for; a notice has
    none.
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


@dataclass(frozen=True, slots=True)
class FeedId:
    """Whose feed it is: the kind (technicians, departments, performers, sites) and the id in the programme."""

    kind: str
    scope: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.scope}"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """The last revision of an event in one feed.

    `site_day`: the day on which it starts by the clock of its site. `shown`: whether the feed carries it now (old
    tombstones and old visits leave the feed and are remembered). `content`: its VEVENT as subscribers have it.
    """

    issued: IssuedEvent
    site_day: date
    shown: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class IssuedFeed:
    """A feed as it is published, with all that was ever issued in it.

    `name` is for people, `file_name` safe on any file system with its kind as folder. `etag` names exactly these bytes;
    `changed_at` is when they last changed.
    """

    feed_id: FeedId
    name: str
    file_name: str
    etag: str
    changed_at: datetime
    content: bytes
    entries: tuple[FeedEntry, ...]


def _instant(moment: datetime | date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(0), UTC)
