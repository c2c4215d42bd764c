"""From one publication of a feed to the next: what changed, what was cancelled, what came back (RFC 5546 2.1.5)."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from scheduler.outputs.calendars.event import Event, EventStatus, IssuedEvent, event

CANCELLED_PREFIX = "CANCELLED: "
KEPT_AFTER_CANCEL = timedelta(days=30)
KEPT_AFTER_END = timedelta(days=60)
NOTHING_KNOWN: Mapping[str, IssuedEvent] = MappingProxyType({})


def first_issue(events: Iterable[Event], published_at: datetime) -> tuple[IssuedEvent, ...]:
    """Issue events that no subscriber has seen."""
    return tuple(IssuedEvent(each, 0, published_at) for each in events)


def next_issue(
    known: Iterable[IssuedEvent],
    events: Iterable[Event],
    published_at: datetime,
    *,
    untouched: Container[str] = (),
    latest: Mapping[str, IssuedEvent] = NOTHING_KNOWN,
) -> tuple[IssuedEvent, ...]:
    """Issue the next state of a feed after the `known` one.

    An event that is the same keeps its revision and stamps; one that differs in anything rises in all three together.
    One that is gone becomes a tombstone, unless it is over (what took place is not cancelled) or `untouched` (the plan
    does not speak of its day). A tombstone whose event is back goes on from its revision. `known` must be all that was
    ever issued, so that a revision never falls: keep what this function returns, and show what `shown` leaves of it.
    `latest` has the last revision of each uid in any feed: no revision of a uid is given to two states.
    """
    before = {each.event.uid: each for each in known}
    issued = [_issue(before.pop(each.uid, None), each, published_at, latest) for each in events]
    rest = (each if each.event.uid in untouched else _cancelled(each, published_at, latest) for each in before.values())
    return (*issued, *rest)


def notice_issue(known: IssuedEvent | None, notice: Event, published_at: datetime) -> IssuedEvent:
    """Issue a notice: the same one keeps its revision, another one goes on from it."""
    return _issue(known, notice, published_at, NOTHING_KNOWN)


def shown(
    issued: Iterable[IssuedEvent], at: datetime, kept_after_cancel: timedelta = KEPT_AFTER_CANCEL
) -> tuple[IssuedEvent, ...]:
    """Roll the window: leave out what is long over, and tombstones that every subscriber has had the time to see."""
    return tuple(
        each for each in issued if each.event.ends_at + KEPT_AFTER_END > at and not _is_old(each, at, kept_after_cancel)
    )


def _is_old(issued: IssuedEvent, at: datetime, kept: timedelta) -> bool:
    return issued.event.status is EventStatus.CANCELLED and issued.changed_at + kept <= at


def _issue(
    before: IssuedEvent | None, now: Event, published_at: datetime, latest: Mapping[str, IssuedEvent]
) -> IssuedEvent:
    return before if before is not None and before.event == now else _risen(before, now, published_at, latest)


def _cancelled(before: IssuedEvent, published_at: datetime, latest: Mapping[str, IssuedEvent]) -> IssuedEvent:
    if before.event.status is EventStatus.CANCELLED or before.event.ends_at <= published_at:
        return before
    gone = event(
        uid=before.event.uid,
        start=before.event.start,
        end=before.event.end,
        summary=CANCELLED_PREFIX + before.event.summary,
        location=before.event.location,
        description=before.event.description,
        url=before.event.url,
        status=EventStatus.CANCELLED,
        busy=False,
        visit_ids=before.event.visit_ids,
    )
    return _risen(before, gone, published_at, latest)


def _risen(
    before: IssuedEvent | None, now: Event, published_at: datetime, latest: Mapping[str, IssuedEvent]
) -> IssuedEvent:
    """Raise the revision; the stamp rises too, even where two publications fall into one second."""
    last = latest.get(now.uid, before)
    if last is None:
        return IssuedEvent(now, 0, published_at)
    return IssuedEvent(now, last.sequence + 1, max(published_at, last.changed_at + timedelta(seconds=1)))
