"""Calendars: a feed for every technician, department, outside performer and site, as clients really read them."""

from scheduler.outputs.calendars.feeds import feeds, write_calendars

__all__ = ["feeds", "write_calendars"]
