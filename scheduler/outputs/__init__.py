"""From a checked plan to documents: tables, calendars, worklists, the report and the contract's appendix."""

from scheduler.outputs.appendix_folder import try_appendix_folder, write_appendix_folder
from scheduler.outputs.calendars import issue_feeds
from scheduler.outputs.explaining import explain_task
from scheduler.outputs.folder import write_folder, write_replanned_folder
from scheduler.outputs.kept_files import kept_files
from scheduler.outputs.published import not_as_shown, read_published
from scheduler.outputs.reading import read_plan, read_plan_dates, read_visits
from scheduler.outputs.wanted import Wanted

__all__ = [
    "Wanted",
    "explain_task",
    "issue_feeds",
    "kept_files",
    "not_as_shown",
    "read_plan",
    "read_plan_dates",
    "read_published",
    "read_visits",
    "try_appendix_folder",
    "write_appendix_folder",
    "write_folder",
    "write_replanned_folder",
]
