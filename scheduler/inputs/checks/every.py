"""All checks of a programme's tables, in the order in which they are told."""

from datetime import date

from scheduler.domain.calendar import weekdays_text
from scheduler.inputs.calendar_uses import check_calendars
from scheduler.inputs.calendars import Calendars
from scheduler.inputs.checks.agreements import check_agreements
from scheduler.inputs.checks.contracts import check_contracts
from scheduler.inputs.checks.equipment import check_equipment
from scheduler.inputs.checks.open_hours import check_open_hours
from scheduler.inputs.checks.people import check_people
from scheduler.inputs.checks.window_lengths import check_window_lengths
from scheduler.inputs.checks.work import check_work
from scheduler.inputs.settings.programme_file import DEFAULT_TIMEZONE, ProgrammeFile
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables.absences import ABSENCES, check_absences
from scheduler.inputs.tables.advisory_matches import ADVISORY_MATCHES, check_advisory_matches
from scheduler.inputs.tables.coverage import COVERAGE, check_coverage
from scheduler.inputs.tables.downtime import DOWNTIME, check_downtime
from scheduler.inputs.tables.due import DUE, check_due
from scheduler.inputs.tables.history import HISTORY, check_history
from scheduler.inputs.tables.orders import ORDERS, check_orders
from scheduler.inputs.tables.patches import PATCHES, check_patches
from scheduler.inputs.tables.procedures import PROCEDURES, check_procedures
from scheduler.inputs.tables.recorded import RECORDED_HISTORY
from scheduler.inputs.tables.security import FINDINGS, check_findings
from scheduler.inputs.tables.shifts import SHIFTS, check_shifts
from scheduler.inputs.tables.sites import SITES, check_sites
from scheduler.inputs.tables.technicians import SKILLS, check_certificates
from scheduler.inputs.tables.travel import TRAVEL, check_travel


def check_all(sheets: Sheets, said: ProgrammeFile, calendars: Calendars, today: date | None) -> None:
    """Note every problem of rows, of rows beside each other, and of tables beside each other."""
    _check_rows(sheets, today)
    check_calendars(sheets, calendars, said.timezone or DEFAULT_TIMEZONE)
    if sheets.readable(DOWNTIME):
        check_open_hours(sheets, _hours(said))
    check_equipment(sheets)
    check_work(sheets)
    check_people(sheets)
    check_agreements(sheets)
    check_contracts(sheets, said.contracts, said.places)
    check_window_lengths(sheets)


def _check_rows(sheets: Sheets, today: date | None) -> None:
    check_sites(sheets[SITES])
    check_downtime(sheets[DOWNTIME])
    check_procedures(sheets[PROCEDURES])
    check_history(sheets[HISTORY], today)
    check_history(sheets[RECORDED_HISTORY], today)
    check_due(sheets[DUE])
    check_orders(sheets[ORDERS])
    check_certificates(sheets[SKILLS])
    check_shifts(sheets[SHIFTS])
    check_absences(sheets[ABSENCES])
    check_travel(sheets[TRAVEL])
    check_patches(sheets[PATCHES])
    check_findings(sheets[FINDINGS])
    check_advisory_matches(sheets[ADVISORY_MATCHES])
    check_coverage(sheets[COVERAGE])


def _hours(said: ProgrammeFile) -> str:
    period = said.policies.default_downtime
    return f"{weekdays_text(period.weekdays)} {period.start:%H:%M}-{period.end:%H:%M}"
