"""Calendars as files of a plan's folder, as somebody sees them who never saw an earlier plan."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.calendars.issuing import issue_feeds
from scheduler.outputs.calendars.views import REPORT


def write_calendars(plan: Plan, facts: Facts, folder: Path) -> None:
    """Write every feed as a file, as first issued at midnight UTC of the plan's today."""
    for feed in issue_feeds(plan, facts, (), first_published(plan.today), REPORT):
        path = folder / "calendars" / feed.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(feed.content)


def first_published(today: date) -> datetime:
    """The moment that stands in the stamps of a plan that was never published before."""
    return datetime.combine(today, time(0), UTC)
