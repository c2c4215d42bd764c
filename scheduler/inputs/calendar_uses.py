"""Which rows name a calendar file, and in which zone it is read."""

from collections.abc import Iterator, Mapping

from scheduler.domain.calendar import Spans
from scheduler.domain.ids import SiteId
from scheduler.inputs.calendars import Calendars, CalendarUse
from scheduler.inputs.sheet import Row
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import absences, downtime, sites, technicians


def check_calendars(sheets: Sheets, calendars: Calendars, timezone: str) -> None:
    """Read the calendar files that rows name, and note an error in each row whose file cannot be used."""
    rows = [
        *((row, downtime.ICS, use) for row, use in downtime_uses(sheets, timezone)),
        *((row, absences.ICS, use) for row, use in _absence_uses(sheets, timezone)),
    ]
    calendars.read(use for _, _, use in rows)
    for row, column, use in rows:
        if expected := calendars.fault(use):
            row.fault(column, expected, "correct the path, or export the calendar again as .ics")


def downtime_busy(sheets: Sheets, calendars: Calendars, timezone: str) -> dict[int, Spans]:
    """Return the closed times that calendar files give to rows of downtime, by row number."""
    return {row.number: calendars.busy(use) for row, use in downtime_uses(sheets, timezone)}


def downtime_uses(sheets: Sheets, timezone: str) -> Iterator[tuple[Row, CalendarUse]]:
    """Yield the rows of downtime with a calendar file; one for all sites is read in the programme's zone."""
    zones = _zones(sheets, timezone)
    site_of_department = sheets.fleet.site_of
    named = {row[downtime.ASSET_TAG] for row in sheets[downtime.DOWNTIME].having(downtime.ASSET_TAG)}
    department_of_asset = {member.tag: member.department for member in sheets.fleet.members if member.tag in named}
    scope = (downtime.SITE, downtime.DEPARTMENT, downtime.ASSET_TAG)
    for row in sheets[downtime.DOWNTIME].having(downtime.ICS, *scope):
        if row[downtime.ICS]:
            department, tag = row[downtime.DEPARTMENT], row[downtime.ASSET_TAG]
            if department is None and tag is not None:
                department = department_of_asset.get(tag)
            site = row[downtime.SITE] or (site_of_department.get(department) if department else None)
            yield row, CalendarUse(row[downtime.ICS], zones.get(site, timezone) if site else timezone)


def _absence_uses(sheets: Sheets, timezone: str) -> Iterator[tuple[Row, CalendarUse]]:
    zones = _zones(sheets, timezone)
    people = sheets[technicians.TECHNICIANS].having(technicians.TECHNICIAN, technicians.HOME_SITE)
    home_of = {row[technicians.TECHNICIAN]: row[technicians.HOME_SITE] for row in people}
    for row in sheets[absences.ABSENCES].having(absences.ICS, absences.TECHNICIAN):
        if row[absences.ICS]:
            home = home_of.get(row[absences.TECHNICIAN])
            yield row, CalendarUse(row[absences.ICS], zones.get(home, timezone) if home else timezone)


def _zones(sheets: Sheets, timezone: str) -> Mapping[SiteId, str]:
    rows = sheets[sites.SITES].having(sites.SITE, sites.TIMEZONE)
    return {row[sites.SITE]: str(row[sites.TIMEZONE] or timezone) for row in rows}
