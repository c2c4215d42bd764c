"""The table absences: when people are away, or there only in part."""

from scheduler.domain.people import AbsenceKind
from scheduler.inputs.cells import TEXT, choice, number
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables import weekly
from scheduler.inputs.tables.scopes import refuse_end_before_start
from scheduler.inputs.tables.technicians import TECHNICIAN_NAME

TECHNICIAN = required("technician", TECHNICIAN_NAME, "T-004", "Who is away.")
FIRST_DAY = optional(
    "first_day",
    DAY,
    None,
    "for a row with ics; otherwise it may not be blank",
    "2027-02-01",
    "The first day, included.",
)
LAST_DAY = optional("last_day", DAY, None, "the same as first_day", "2027-02-12", "The last day, included.")
START = weekly.start("the beginning of first_day")
END = weekly.end("the end of last_day")
KIND = optional("kind", choice(AbsenceKind), AbsenceKind.LEAVE, "leave", "training", "Why.")
AVAILABLE_SHARE = optional(
    "available_share", number(0, 1), 0.0, "0: away", "0.6", "The part of the shift minutes that is left."
)
ICS = optional(
    "ics", TEXT, "", "none", "calendars/t-004.ics", "The person's calendar file: its busy events are absences."
)

ABSENCES = Table(
    "absences",
    "When people are away: one block from start on first_day to end on last_day, in the time of their home site.",
    (TECHNICIAN, FIRST_DAY, LAST_DAY, START, END, KIND, AVAILABLE_SHARE, ICS),
    absent="nobody is away",
)


def check_absences(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    refuse_end_before_start(sheet, FIRST_DAY, LAST_DAY)
    for row in sheet.having(FIRST_DAY, LAST_DAY, ICS):
        if row[FIRST_DAY] is None and (row[LAST_DAY] is not None or not row[ICS]):
            row.fault(FIRST_DAY, "a date; first_day may not be blank without ics", f"for example {FIRST_DAY.example}")
