"""The table performers: organisations that do work, and the anonymous people of those that name nobody."""

from collections.abc import Iterator, Mapping

from scheduler.domain.calendar import ALL_WEEKDAYS, MIDNIGHT, HolidayRule, WeeklyPeriod
from scheduler.domain.ids import IN_HOUSE, PerformerId, SiteId, SkillName, TechnicianId
from scheduler.domain.people import AfterHours, Certificate, Performer, PerformerKind, Technician
from scheduler.inputs.cells import TEXT, choice, listed, listed_or_all, name, spelling, whole
from scheduler.inputs.civil_cells import WEEKDAYS as WEEKDAYS_CELL
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables import weekly
from scheduler.inputs.tables.scopes import SITE as SITE_NAME

PERFORMER = required(
    "performer", name(NameKind.PERFORMER, PerformerId), "Northwind-Service", "The short name, used in other tables."
)
KIND = optional(
    "kind",
    choice(PerformerKind),
    PerformerKind.SERVICE_PROVIDER,
    "service_provider (in_house for the row in_house)",
    "manufacturer",
    "What kind of organisation it is.",
)
SITES = optional("sites", listed_or_all(SITE_NAME), (), "all sites", "main|north", "The sites it comes to; * = all.")
SKILLS = optional(
    "skills",
    listed(spelling(NameKind.SKILL, SkillName)),
    (),
    "none",
    "OEM|IMG",
    "The skills of its anonymous people; named ones have rows in skills.",
)
WEEKDAYS = optional("weekdays", WEEKDAYS_CELL, None, "every day", "Mon-Fri", "The weekdays on which it works.")
START = weekly.start("00:00")
END = weekly.end("24:00")
ON_HOLIDAYS = optional(
    "on_holidays", choice(HolidayRule), HolidayRule.NO, "no", "no", "Whether it works on public holidays of the site."
)
NOTICE_DAYS = optional(
    "notice_days", whole(0, 730, "days"), 0, "0", "14", "A visit starts at least so many days after today.", "days"
)
MAX_PEOPLE_DAY = optional(
    "max_people_day",
    whole(1, 100),
    1,
    "1",
    "2",
    "How many people it sends on a day; anonymous ones are named GE#1, GE#2.",
)
AFTER_HOURS = optional(
    "after_hours", choice(AfterHours), AfterHours.NO, "no", "extra", "extra: it also comes at other hours, at a price."
)
EMAIL = optional("email", TEXT, "", "none given", "service@northwind.example", "Where requests go.")

PERFORMERS = Table(
    "performers",
    "Organisations that do work; in_house exists by itself.",
    (
        PERFORMER,
        KIND,
        SITES,
        SKILLS,
        WEEKDAYS,
        START,
        END,
        ON_HOLIDAYS,
        NOTICE_DAYS,
        MAX_PEOPLE_DAY,
        AFTER_HOURS,
        EMAIL,
    ),
    key=(PERFORMER,),
    absent="in_house does everything",
)


def read_performers(sheet: Sheet) -> dict[PerformerId, Performer]:
    """Return the performers by name, in_house first unless the table has it elsewhere."""
    listed_ones = {row[PERFORMER]: _performer(row) for row in sheet}
    return listed_ones if IN_HOUSE in listed_ones else {IN_HOUSE: in_house(), **listed_ones}


def in_house() -> Performer:
    """Return the hospital's own people as they are unless a row says otherwise."""
    return Performer(
        performer=IN_HOUSE,
        kind=PerformerKind.IN_HOUSE,
        sites=frozenset(),
        skills=frozenset(),
        working=None,
        notice_days=0,
        max_people_day=1,
        after_hours=AfterHours.NO,
        email="",
    )


def _performer(row: Row) -> Performer:
    return Performer(
        performer=row[PERFORMER],
        kind=PerformerKind.IN_HOUSE if row[PERFORMER] == IN_HOUSE else row[KIND],
        sites=frozenset(row[SITES]),
        skills=frozenset(row[SKILLS]),
        working=_working(row),
        notice_days=row[NOTICE_DAYS],
        max_people_day=row[MAX_PEOPLE_DAY],
        after_hours=row[AFTER_HOURS],
        email=row[EMAIL],
    )


def _working(row: Row) -> WeeklyPeriod | None:
    weekdays, start, end = row[WEEKDAYS], row[START], row[END]
    if weekdays is None and start is None and end is None and not row.text(ON_HOLIDAYS).strip():
        return None
    return WeeklyPeriod(
        weekdays=ALL_WEEKDAYS if weekdays is None else weekdays,
        start=start or MIDNIGHT,
        end=end or MIDNIGHT,
        on_holidays=row[ON_HOLIDAYS],
    )


def anonymous_people(
    performers: Mapping[PerformerId, Performer],
    technicians: Mapping[TechnicianId, Technician],
    all_sites: tuple[SiteId, ...],
) -> Iterator[Technician]:
    """Yield the people of performers that name nobody: as many as come on a day, with all of their time."""
    naming, everywhere = {technician.performer for technician in technicians.values()}, frozenset(all_sites)
    for performer in performers.values():
        if performer.performer not in naming and performer.performer != IN_HOUSE and all_sites:
            sites = performer.sites or everywhere
            home_site = next(site for site in all_sites if site in sites)
            for count in range(1, performer.max_people_day + 1):
                yield _anonymous(performer, count, home_site, sites)


def _anonymous(performer: Performer, count: int, home_site: SiteId, sites: frozenset[SiteId]) -> Technician:
    known_as = f"{performer.performer}#{count}"
    return Technician(
        technician=TechnicianId(known_as),
        name=known_as,
        email=performer.email,
        performer=performer.performer,
        home_site=home_site,
        sites=sites,
        scheduled_share=1.0,
        max_hours_week=None,
        overtime_hours_week=0.0,
        anonymous=True,
    )


def anonymous_certificates(
    people: tuple[Technician, ...], performers: Mapping[PerformerId, Performer]
) -> Iterator[Certificate]:
    """Yield the skills of anonymous people: all those of their performer, without limit of time."""
    for person in people:
        for skill in sorted(performers[person.performer].skills):
            yield Certificate(person.technician, skill, None, None)
