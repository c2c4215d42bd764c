"""Calendars: a feed for every technician, department, outside performer and site, as clients really read them."""

from scheduler.outputs.calendars.files import write_calendars
from scheduler.outputs.calendars.issuing import issue_feeds

__all__ = ["issue_feeds", "write_calendars"]
