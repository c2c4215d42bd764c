"""Whether each calendar holds every visit that concerns its reader, once, at its time, under one name everywhere."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from icalendar import Calendar

from scheduler.domain.facts import Facts
from scheduler.domain.ids import VisitId
from scheduler.domain.plan import Plan, Violation
from scheduler.verify.documents.feed_lines import FeedEvent, plain_events
from scheduler.verify.documents.readers import KINDS, Concern, concerns, reader_of

CALENDARS = "calendars"


def wrong_feeds(out: Path, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Every fault of every calendar."""
    names: dict[VisitId, str] = {}
    for kind in KINDS:
        wanted = concerns(kind, plan, facts)
        missing = set(wanted)
        for path in sorted((out / "calendars" / kind).glob("*.ics")):
            place, reader = f"calendars/{kind}/{path.name}", reader_of(path.stem, wanted)
            if reader is None:
                yield Violation(CALENDARS, place, "It is the calendar of nobody in the programme.")
            else:
                missing.discard(reader)
                yield from _wrong_feed(place, path, wanted[reader], names)
        for name in sorted(missing):
            yield Violation(CALENDARS, f"calendars/{kind}", f"There is no calendar for {name}.")


def _wrong_feed(place: str, path: Path, wanted: Sequence[Concern], names: dict[VisitId, str]) -> Iterator[Violation]:
    try:
        events = read_feed(path.read_bytes())
    except (ValueError, KeyError, OSError) as error:
        yield Violation(CALENDARS, place, f"It cannot be read as a calendar: {error}.")
        return
    for uid, times in Counter(event.uid for event in events).items():
        if times > 1:
            yield Violation(CALENDARS, place, f"The event {uid} is in it {times} times.")
    yield from _wrong_visits(place, events, wanted)
    yield from _wrong_times(place, events, {one.visit_id: one for one in wanted})
    yield from _other_names(place, events, names)


def read_feed(content: bytes) -> list[FeedEvent]:
    """Read a calendar's events; raises ValueError or KeyError where it is none."""
    events = plain_events(content)
    return events if events is not None else events_by_the_library(content)


def events_by_the_library(content: bytes) -> list[FeedEvent]:
    """Read a calendar in whatever dialect it is."""
    calendar = Calendar.from_ical(content)
    return [
        FeedEvent(
            str(event["UID"]),
            _instant(event.start),
            _instant(event.end),
            tuple(VisitId(name) for name in str(event.get("X-HTM-VISITS", "")).split("|") if name),
        )
        for event in calendar.events
    ]


def _wrong_visits(place: str, events: Sequence[FeedEvent], wanted: Sequence[Concern]) -> Iterator[Violation]:
    """A feed that was cut says so with a notice; then what comes after the last event may be missing."""
    told = Counter(visit for event in events for visit in event.visit_ids)
    notices = [event.start for event in events if not event.visit_ids]
    known = {one.visit_id for one in wanted}
    tells = not known.isdisjoint(told)
    for one in wanted:
        cut = any(one.span.start.date() >= notice.date() for notice in notices)
        if told[one.visit_id] != 1 and not (told[one.visit_id] == 0 and cut and tells):
            yield Violation(CALENDARS, place, f"The visit {one.visit_id} is in it {told[one.visit_id]} times.")
    for visit in sorted(set(told) - known):
        yield Violation(CALENDARS, place, f"The visit {visit} is in it and does not concern its reader.")


def _wrong_times(place: str, events: Sequence[FeedEvent], wanted: Mapping[VisitId, Concern]) -> Iterator[Violation]:
    for event in events:
        spans = [wanted[visit].span for visit in event.visit_ids if visit in wanted]
        if not spans:
            continue
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        if (event.start, event.end) != (start, end):
            words = f"The event {event.uid} is {event.start} to {event.end}; its visits are {start} to {end}."
            yield Violation(CALENDARS, place, words)


def _other_names(place: str, events: Sequence[FeedEvent], names: dict[VisitId, str]) -> Iterator[Violation]:
    for event in events:
        for visit in event.visit_ids:
            if names.setdefault(visit, event.uid) != event.uid:
                yield Violation(CALENDARS, place, f"The visit {visit} has another event name than in other calendars.")


def _instant(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError(f"the time {moment} has no zone")
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(0), UTC)
