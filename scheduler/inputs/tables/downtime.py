"""The table downtime: when departments can spare their assets, and when they cannot."""

from scheduler.domain.places import DowntimeKind
from scheduler.inputs.cells import TEXT, choice
from scheduler.inputs.columns import Table, optional
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables import weekly
from scheduler.inputs.tables.scopes import (
    asset_scope,
    department_scope,
    first_day,
    last_day,
    modality_scope,
    refuse_end_before_start,
    site_scope,
)

SITE = site_scope()
DEPARTMENT = department_scope()
MODALITY = modality_scope()
ASSET_TAG = asset_scope()
KIND = optional(
    "kind",
    choice(DowntimeKind),
    None,
    "closed for a row with ics alone; otherwise it may not be blank",
    "open",
    "open: assets can be taken. closed: they cannot, and that wins.",
)
WEEKDAYS = weekly.weekdays()
START = weekly.start("for a row with ics alone; otherwise it may not be blank")
END = weekly.end("for a row with ics alone; otherwise it may not be blank")
FIRST_DAY = first_day()
LAST_DAY = last_day()
ON_HOLIDAYS = weekly.on_holidays(
    None, "closed rows yes; open rows yes for critical_care, perioperative, emergency, inpatient, no otherwise"
)
ICS = optional(
    "ics", TEXT, "", "none", "calendars/or-closures.ics", "A calendar file whose busy events are closed times."
)

DOWNTIME = Table(
    "downtime",
    "When assets can be spared (open) and when not (closed).",
    (SITE, DEPARTMENT, MODALITY, ASSET_TAG, KIND, WEEKDAYS, START, END, FIRST_DAY, LAST_DAY, ON_HOLIDAYS, ICS),
    absent="every department gets default_downtime; imaging and perioperative need rows of their own",
)


def check_downtime(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    refuse_end_before_start(sheet, FIRST_DAY, LAST_DAY)
    for row in sheet.having(KIND, START, END, ICS):
        calendar_alone = bool(row[ICS]) and row[START] is None and row[END] is None
        if calendar_alone and row[KIND] is DowntimeKind.OPEN:
            row.fault(KIND, "closed, since busy events of a calendar file are closed times", "or fill in start and end")
        if row[KIND] is None and not calendar_alone:
            row.fault(KIND, "open or closed; kind may not be blank", "for example open")
        for column in (START, END):
            if row[column] is None and not calendar_alone:
                row.fault(column, f"a time; {column.name} may not be blank", f"for example {column.example}")
