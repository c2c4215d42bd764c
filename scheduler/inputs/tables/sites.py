"""The table sites: places with one clock."""

from zoneinfo import ZoneInfo

from scheduler.domain.ids import SiteId
from scheduler.domain.places import Site
from scheduler.inputs.cells import TEXT
from scheduler.inputs.civil_cells import ZONE
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.holidays import holiday_fault, public_holidays
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import SITE as SITE_NAME

SITE = required("site", SITE_NAME, "main", "The short name of the site, used in all other tables.")
NAME = optional("name", TEXT, "", "the same as site", "Main Hospital", "The name that people read.")
TIMEZONE = optional(
    "timezone", ZONE, None, "the timezone of programme.yaml", "America/New_York", "The IANA time zone of its clocks."
)
COUNTRY = optional(
    "country", TEXT, "", "no public holidays", "US", "ISO 3166 code of the country whose public holidays count."
)
SUBDIVISION = optional(
    "subdivision", TEXT, "", "national holidays only", "NY", "ISO 3166-2 code of the state or region for its holidays."
)

SITES = Table(
    "sites",
    "Places with one clock and one calendar of public holidays.",
    (SITE, NAME, TIMEZONE, COUNTRY, SUBDIVISION),
    key=(SITE,),
)


def check_sites(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(COUNTRY, SUBDIVISION):
        if row[SUBDIVISION] and not row[COUNTRY]:
            row.fault(SUBDIVISION, "a country beside the subdivision", "fill in country")
        if row[COUNTRY] and (fault := holiday_fault(row[COUNTRY], row[SUBDIVISION])):
            row.fault(SUBDIVISION if fault.of_subdivision else COUNTRY, fault.expected, fault.hint)


def read_sites(sheet: Sheet, timezone: str) -> dict[SiteId, Site]:
    """Return the sites by name; those without a zone of their own are in `timezone`."""
    return {
        row[SITE]: Site(
            site=row[SITE],
            name=row[NAME] or row[SITE],
            zone=row[TIMEZONE] or ZoneInfo(timezone),
            country=row[COUNTRY],
            subdivision=row[SUBDIVISION],
            holidays=public_holidays(row[COUNTRY], row[SUBDIVISION]) if row[COUNTRY] else frozenset(),
        )
        for row in sheet
    }
