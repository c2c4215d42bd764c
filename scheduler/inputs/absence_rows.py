"""Absences as the domain has them: blocks and calendar files as spans in the time of the home site."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import EMPTY, Spans, block_span
from scheduler.domain.ids import SiteId, TechnicianId
from scheduler.domain.people import Absence, Technician
from scheduler.domain.places import Site
from scheduler.inputs.calendars import Calendars, CalendarUse
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables import absences


def read_absences(
    sheet: Sheet, technicians: Mapping[TechnicianId, Technician], sites: Mapping[SiteId, Site], calendars: Calendars
) -> tuple[Absence, ...]:
    """Return the absences in table order."""
    return tuple(
        Absence(
            row=row.number,
            technician=row[absences.TECHNICIAN],
            kind=row[absences.KIND],
            busy=_busy(row, sites[technicians[row[absences.TECHNICIAN]].home_site].zone, calendars),
            available_share=row[absences.AVAILABLE_SHARE],
        )
        for row in sheet
    )


def _busy(row: Row, zone: ZoneInfo, calendars: Calendars) -> Spans:
    block = EMPTY
    first = row[absences.FIRST_DAY]
    if first is not None:
        last = row[absences.LAST_DAY] or first
        span = block_span(first, row[absences.START], last, row[absences.END], zone)
        block = Spans.of([span] if span else [])
    if row[absences.ICS]:
        return block | calendars.busy(CalendarUse(row[absences.ICS], zone.key))
    return block
