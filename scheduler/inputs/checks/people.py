"""People beside their shifts, ways and skills."""

from collections.abc import Mapping
from itertools import combinations

from scheduler.domain.ids import PerformerId, SiteId, SkillName, TechnicianId
from scheduler.inputs.names import did_you_mean
from scheduler.inputs.sheet import Row
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import performers, procedures, shifts, sites, technicians, travel
from scheduler.inputs.tables.technicians import reach


def check_people(sheets: Sheets) -> None:
    """Note technicians without shifts, skills that nobody holds, and ways that are missing."""
    if sheets.readable(shifts.SHIFTS):
        _check_shifts(sheets)
    if sheets.readable(technicians.SKILLS, performers.PERFORMERS):
        _check_skills(sheets)
    _check_performers(sheets)
    if sheets.readable(travel.TRAVEL, sites.SITES):
        _check_travel(sheets)


def _check_shifts(sheets: Sheets) -> None:
    working = {row[shifts.TECHNICIAN] for row in sheets[shifts.SHIFTS].having(shifts.TECHNICIAN)}
    for row in sheets[technicians.TECHNICIANS].having(technicians.TECHNICIAN):
        if row[technicians.TECHNICIAN] not in working:
            row.warn(technicians.TECHNICIAN, "a row in shifts", "without one nothing is planned for this person")


def _check_skills(sheets: Sheets) -> None:
    held = {row[technicians.SKILL] for row in sheets[technicians.SKILLS].having(technicians.SKILL)}
    for row in sheets[performers.PERFORMERS].having(performers.SKILLS):
        held |= set(row[performers.SKILLS])
    told: set[SkillName] = set()
    for row in sheets[procedures.PROCEDURES].having(procedures.SKILL):
        skill = row[procedures.SKILL]
        if skill is not None and skill not in held and skill not in told:
            told.add(skill)
            hint = did_you_mean(skill, sorted(held)) or "its work cannot be placed"
            row.warn(procedures.SKILL, "a skill that somebody holds, in skills or performers", hint)


def _check_performers(sheets: Sheets) -> None:
    """Note named people whose id is that of an anonymous one."""
    most = {
        row[performers.PERFORMER]: row[performers.MAX_PEOPLE_DAY]
        for row in sheets[performers.PERFORMERS].having(performers.PERFORMER, performers.MAX_PEOPLE_DAY)
    }
    for row in sheets[technicians.TECHNICIANS].having(technicians.TECHNICIAN):
        before, mark, count = row[technicians.TECHNICIAN].rpartition("#")
        if mark and count.isdecimal() and 0 < int(count) <= most.get(PerformerId(before), 0):
            expected = f"another name; {row[technicians.TECHNICIAN]} is how an anonymous person of {before} is named"
            row.fault(technicians.TECHNICIAN, expected, "choose a name without #")


def _check_travel(sheets: Sheets) -> None:
    """Note pairs of sites that somebody reaches without a way between them, each pair once."""
    ways = {
        frozenset((row[travel.FROM_SITE], row[travel.TO_SITE]))
        for row in sheets[travel.TRAVEL].having(travel.FROM_SITE, travel.TO_SITE)
    }
    all_sites = tuple(row[sites.SITE] for row in sheets[sites.SITES].having(sites.SITE))
    shift_sites = _shift_sites(sheets)
    columns = (technicians.TECHNICIAN, technicians.HOME_SITE, technicians.SITES)
    for row in sheets[technicians.TECHNICIANS].having(*columns):
        reached = reach(row, all_sites) | shift_sites.get(row[technicians.TECHNICIAN], frozenset())
        pairs = [pair for pair in combinations(sorted(reached), 2) if frozenset(pair) not in ways]
        _refuse_pairs(row, pairs)
        ways |= {frozenset(pair) for pair in pairs}


def _refuse_pairs(row: Row, pairs: list[tuple[SiteId, SiteId]]) -> None:
    for one, other in pairs:
        expected = f"a row in travel from {one} to {other}, which {row[technicians.TECHNICIAN]} both reaches"
        row.fault(technicians.SITES, expected, "add the minutes to travel")


def _shift_sites(sheets: Sheets) -> Mapping[TechnicianId, frozenset[SiteId]]:
    found: dict[TechnicianId, frozenset[SiteId]] = {}
    for row in sheets[shifts.SHIFTS].having(shifts.TECHNICIAN, shifts.SITE):
        if (site := row[shifts.SITE]) is not None:
            found[row[shifts.TECHNICIAN]] = found.get(row[shifts.TECHNICIAN], frozenset()) | {site}
    return found
