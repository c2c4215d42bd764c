"""The table shifts: when people work."""

from collections.abc import Mapping

from scheduler.domain.calendar import HolidayRule, WeeklyPeriod
from scheduler.domain.ids import TechnicianId
from scheduler.domain.people import Shift, Technician
from scheduler.inputs.cells import choice
from scheduler.inputs.civil_cells import END as END_TIME
from scheduler.inputs.civil_cells import START as START_TIME
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables import weekly
from scheduler.inputs.tables.scopes import SITE as SITE_NAME
from scheduler.inputs.tables.scopes import first_day, last_day, refuse_end_before_start
from scheduler.inputs.tables.technicians import TECHNICIAN_NAME

TECHNICIAN = required("technician", TECHNICIAN_NAME, "T-004", "Whose shift it is.")
WEEKDAYS = weekly.weekdays()
START = required("start", START_TIME, "07:00", "When it starts, local time of its site.")
END = required("end", END_TIME, "15:30", "When it ends; at or before the start is the next day.")
SITE = optional("site", SITE_NAME, None, "the home site", "main", "Where work and travel of the day start and end.")
FIRST_DAY = first_day()
LAST_DAY = last_day()
ON_HOLIDAYS = optional(
    "on_holidays", choice(HolidayRule), HolidayRule.NO, "no", "no", "Whether it takes place on public holidays."
)

SHIFTS = Table(
    "shifts",
    "When people work.",
    (TECHNICIAN, WEEKDAYS, START, END, SITE, FIRST_DAY, LAST_DAY, ON_HOLIDAYS),
)


def check_shifts(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    refuse_end_before_start(sheet, FIRST_DAY, LAST_DAY)


def read_shifts(sheet: Sheet, technicians: Mapping[TechnicianId, Technician]) -> tuple[Shift, ...]:
    """Return the shifts in table order."""
    return tuple(_shift(row, technicians[row[TECHNICIAN]]) for row in sheet)


def _shift(row: Row, technician: Technician) -> Shift:
    period = WeeklyPeriod(row[WEEKDAYS], row[START], row[END], row[FIRST_DAY], row[LAST_DAY], row[ON_HOLIDAYS])
    return Shift(technician.technician, row[SITE] or technician.home_site, period)
