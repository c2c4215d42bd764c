"""The tables technicians and skills: people, and the certificates that they hold."""

from scheduler.domain.ids import IN_HOUSE, PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import Certificate, Technician
from scheduler.inputs.cells import TEXT, listed_or_all, name, number, spelling
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import SITE as SITE_NAME
from scheduler.inputs.tables.scopes import refuse_end_before_start

TECHNICIAN_NAME = name(NameKind.TECHNICIAN, TechnicianId)
MOST_HOURS_A_WEEK = 168

TECHNICIAN = required("technician", TECHNICIAN_NAME, "T-004", "The short name of the person, used in other tables.")
NAME = optional("name", TEXT, "", "the same as technician", "Ana Ruiz", "The name that people read.")
EMAIL = optional("email", TEXT, "", "none given", "ana@hospital.example", "Where notices go.")
PERFORMER = optional(
    "performer", name(NameKind.PERFORMER, PerformerId), IN_HOUSE, "in_house", "in_house", "Whose person it is."
)
HOME_SITE = required("home_site", SITE_NAME, "main", "Where the person's days begin and end.")
SITES = optional(
    "sites", listed_or_all(SITE_NAME), None, "the home site only", "main|north", "The sites within reach; * = all."
)
SCHEDULED_SHARE = optional(
    "scheduled_share",
    number(0, 1),
    None,
    "scheduled_share of programme.yaml, 0.5 unless it says otherwise",
    "0.5",
    "The part of the shift that is for scheduled work.",
)
MAX_HOURS_WEEK = optional(
    "max_hours_week",
    number(0, MOST_HOURS_A_WEEK, "hours"),
    None,
    "no such limit",
    "20",
    "The most hours of scheduled work and travel in a week.",
    "hours",
)
OVERTIME_HOURS_WEEK = optional(
    "overtime_hours_week",
    number(0, MOST_HOURS_A_WEEK, "hours"),
    0.0,
    "0",
    "4",
    "Hours by which overtime raises the week's limit.",
    "hours",
)

TECHNICIANS = Table(
    "technicians",
    "People who do the work.",
    (TECHNICIAN, NAME, EMAIL, PERFORMER, HOME_SITE, SITES, SCHEDULED_SHARE, MAX_HOURS_WEEK, OVERTIME_HOURS_WEEK),
    key=(TECHNICIAN,),
)

HOLDER = required("technician", TECHNICIAN_NAME, "T-004", "Who holds it.")
SKILL = required("skill", spelling(NameKind.SKILL, SkillName), "RES", "The skill, as in procedures.")
VALID_FROM = optional("valid_from", DAY, None, "always was", "2024-03-01", "The first day of validity.")
VALID_UNTIL = optional("valid_until", DAY, None, "does not expire", "2027-02-28", "The last day of validity, included.")

SKILLS = Table(
    "skills",
    "Certificates: who holds which skill, and until when.",
    (HOLDER, SKILL, VALID_FROM, VALID_UNTIL),
    absent="nobody holds a skill",
)


def read_technicians(
    sheet: Sheet, default_share: float, all_sites: tuple[SiteId, ...]
) -> dict[TechnicianId, Technician]:
    """Return the people by name."""
    return {row[TECHNICIAN]: _technician(row, default_share, all_sites) for row in sheet}


def _technician(row: Row, default_share: float, all_sites: tuple[SiteId, ...]) -> Technician:
    share = row[SCHEDULED_SHARE]
    return Technician(
        technician=row[TECHNICIAN],
        name=row[NAME] or row[TECHNICIAN],
        email=row[EMAIL],
        performer=row[PERFORMER],
        home_site=row[HOME_SITE],
        sites=reach(row, all_sites),
        scheduled_share=default_share if share is None else share,
        max_hours_week=row[MAX_HOURS_WEEK],
        overtime_hours_week=row[OVERTIME_HOURS_WEEK],
    )


def reach(row: Row, all_sites: tuple[SiteId, ...]) -> frozenset[SiteId]:
    """Return the sites that a person reaches: blank is the home site, `*` all of them."""
    sites = row[SITES]
    if sites is None:
        return frozenset({row[HOME_SITE]})
    return frozenset(sites or all_sites) | {row[HOME_SITE]}


def check_certificates(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    refuse_end_before_start(sheet, VALID_FROM, VALID_UNTIL)


def read_certificates(sheet: Sheet) -> tuple[Certificate, ...]:
    """Return the certificates in table order."""
    return tuple(Certificate(row[HOLDER], row[SKILL], row[VALID_FROM], row[VALID_UNTIL]) for row in sheet)
