"""Small plans to publish, and what their calendars must show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from icalendar import Calendar

from scheduler.domain.calendar import Span
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, VerifiedPlan, Visit
from scheduler.outputs.calendars.feeds import feeds
from scheduler.publishing import Order, Published, publish_checked
from scheduler.store import Publication
from tests.outputs.synthetic import Quarter, a_quarter

MONDAY = datetime(2026, 12, 1, 12, tzinfo=UTC)
SHOWN = tuple[str, str, str]
"""Feed, event name and start of an appointment."""


def a_small_quarter() -> Quarter:
    """One technician and a vendor, one week: 19 visits."""
    return a_quarter(1, 1)


def variants(quarter: Quarter) -> Sequence[Plan]:
    """Three plans of the same work: as made, all an hour later, and without every third visit."""
    plan = quarter.plan
    later = replace(plan, visits=tuple(moved(visit, timedelta(hours=1)) for visit in plan.visits))
    fewer = replace(plan, visits=tuple(visit for number, visit in enumerate(plan.visits) if number % 3))
    return plan, later, fewer


def moved(visit: Visit, by: timedelta) -> Visit:
    """The same visit at another time."""
    legs = tuple(replace(leg, span=Span(leg.span.start + by, leg.span.end + by)) for leg in visit.legs)
    out = visit.out and Span(visit.out.start + by, visit.out.end + by)
    return replace(visit, legs=legs, out=out)


def a_publication(plan: Plan, facts: Facts, *, note: str = "", at: datetime = MONDAY, who: str = "Ann") -> Publication:
    files = {"visits.csv": repr(plan.visits).encode(), "plan.json": b"{}"}
    verified = VerifiedPlan(plan, ())
    return Publication(verified, facts.programme.name, facts.programme.fingerprint, files, who, note, at)


def published(
    folder: Path,
    plan: Plan,
    facts: Facts,
    *,
    database: str | None = None,
    at: datetime = MONDAY,
    note: str = "",
    after: int | None = None,
) -> Published:
    """Publish a plan as `htm publish` does once it is checked."""
    order = Order("Ann", at, note, database, after)
    return publish_checked(a_publication(plan, facts, note=note, at=at), facts, folder, order)


def planned_appointments(plan: Plan, facts: Facts) -> set[SHOWN]:
    """What the calendars of a plan must show."""
    return {
        (f"{reader.folder}/{reader.scope}", event.uid, event.starts_at.isoformat())
        for reader in feeds(plan, facts)
        for event in reader.events
    }


def shown_appointments(name: str, content: bytes) -> set[SHOWN]:
    """What a client shows of a feed: no tombstones, no notices."""
    return {
        (name, str(event["UID"]), event.start.isoformat())
        for event in Calendar.from_ical(content).events
        if event["STATUS"] != "CANCELLED" and "X-HTM-VISITS" in event
    }
