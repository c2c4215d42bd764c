"""The table travel: minutes from site to site."""

from scheduler.domain.places import TravelRow
from scheduler.inputs.cells import whole
from scheduler.inputs.columns import Table, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import SITE

FROM_SITE = required("from_site", SITE, "main", "Where the way begins.")
TO_SITE = required("to_site", SITE, "north", "Where it ends.")
MINUTES = required("minutes", whole(0, 1440, "minutes"), "25", "Door to door.", "minutes")

TRAVEL = Table(
    "travel",
    "Minutes from one site to another; one row serves both ways unless both rows stand.",
    (FROM_SITE, TO_SITE, MINUTES),
    key=(FROM_SITE, TO_SITE),
    absent="no technician reaches more than one site",
)


def check_travel(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(FROM_SITE, TO_SITE, MINUTES):
        if row[FROM_SITE] == row[TO_SITE] and row[MINUTES] > 0:
            row.fault(MINUTES, "two different sites", "remove the row: the way from a site to itself takes no time")


def read_travel(sheet: Sheet) -> tuple[TravelRow, ...]:
    """Return the ways in table order."""
    return tuple(TravelRow(row[FROM_SITE], row[TO_SITE], row[MINUTES]) for row in sheet)
