"""Technicians, certificates, shifts and absences: as many as the load needs, and two families honestly short.

The arithmetic. A family is skills that the same people hold; a unit is a family at the sites that its people reach.
Its need is the person-minutes of the obligations that end in the quarter or are overdue and that only in-house people
of that unit may do, times (1 + travel share). A person brings the minutes of his shifts in the quarter less holidays
and absences, times (scheduled share - reserve). There are as many people as would need about half of
SHIFT_MINUTES_OF_ONE; the share that makes need / minutes equal the family's target (0.85; 1.10 where it is meant to
be short), to three decimals, is then the unit's `scheduled_share`. Enough of them work two nights a week for the part
of the need that departments can only spare at night.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from examples.generate.chance import Chance, apportioned
from examples.generate.places import Department, Site
from examples.generate.record import Dates, Owed
from examples.generate.rows import AbsenceRow, PerformerRow, ShiftRow, SkillRow, TechnicianRow
from examples.generate.tables import own_rows
from scheduler.domain.calendar import parse_weekdays

RESERVE = 0.05
USUAL_SHARE = 0.5
MOST_SHARE = 0.9
"""Nobody has a larger part of the shift for scheduled work, however many hours are asked for."""
SHIFT_MINUTES_OF_ONE = 18_000
"""A person's shift minutes in a quarter as the head count assumes them: 13 weeks less leave, repairs and calls."""
MOST_PEOPLE_A_DAY = 100
"""Nobody from outside sends more: the tables allow no larger number."""
NIGHT_KINDS = ("or", "pacu", "cath")
NIGHT_IMAGING = ("ct", "mri")
HOLIDAYS = {
    "IN": (date(2027, 1, 1), date(2027, 1, 18), date(2027, 3, 26)),
    "IL": (date(2027, 1, 1), date(2027, 1, 18), date(2027, 2, 12), date(2027, 2, 15), date(2027, 3, 1)),
}
"""Public holidays of the quarter, for the arithmetic only; the planner takes them from its own calendar."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Interchangeable people: a family and the sites they reach."""

    family: str
    area: str


@dataclass(frozen=True, slots=True)
class Load:
    """Person-minutes of a unit in the quarter, before travel; by site too, to know where its people live."""

    unit: Unit
    minutes: int
    night_minutes: int
    by_site: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """A technician; `number` is the place in the unit, `shifts` are his weekly shifts such as `Mon-Fri 07:00-15:30`."""

    technician: str
    unit: Unit
    site: Site
    shifts: tuple[str, ...]
    number: int

    @property
    def works_nights(self) -> bool:
        return len(self.shifts) > 1

    def minutes_on(self, weekday: int) -> int:
        """Return the length of the shifts that start on a weekday, Monday being 0."""
        return sum(_length(*_edges(shift)) for shift in self.shifts if weekday in parse_weekdays(shift.split()[0]))


def _edges(shift: str) -> tuple[str, str]:
    start, end = shift.split()[1].split("-")
    return start, end


def _length(start: str, end: str) -> int:
    first, last = (int(text[:2]) * 60 + int(text[3:]) for text in (start, end))
    return (last - first) % 1440


@dataclass(frozen=True, slots=True)
class Staff:
    """The tables about people, and what the arithmetic came to."""

    people: tuple[Person, ...]
    technicians: tuple[TechnicianRow, ...]
    skills: tuple[SkillRow, ...]
    shifts: tuple[ShiftRow, ...]
    absences: tuple[AbsenceRow, ...]
    arithmetic: tuple[str, ...]


def is_night_work(department: Department, modality: str, where: str) -> bool:
    """Tell whether the department can spare the asset only at night (bench work and unobtrusive work never need it)."""
    if where in ("bench", "unobtrusive"):
        return False
    return department.kind in NIGHT_KINDS or (department.kind == "imaging" and modality in NIGHT_IMAGING)


def loads_of(owed: Sequence[Owed], performer_of: Callable[[Owed], str]) -> list[Load]:
    """Add up the in-house load of every unit."""
    families = {row["skill"]: row["family"] for row in own_rows("skill_families")}
    spans = {row["family"]: row["span"] for row in own_rows("families")}
    minutes: dict[Unit, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    nights: dict[Unit, int] = defaultdict(int)
    for one in owed:
        if performer_of(one) or one.asset.status in ("missing", "in_repair"):
            continue
        site, family = one.asset.department.site, families[one.procedure.skill]
        area = site.area if spans[family] == "state" else f"all-{site.group}"
        unit = Unit(family, area)
        minutes[unit][site.site] += one.minutes
        if is_night_work(one.asset.department, one.asset.modality, one.procedure.where):
            nights[unit] += one.minutes
    order = sorted(minutes, key=lambda unit: (unit.family, unit.area))
    return [Load(unit, sum(minutes[unit].values()), nights[unit], minutes[unit]) for unit in order]


def make_staff(seed: int, loads: Sequence[Load], sites: Sequence[Site], dates: Dates) -> Staff:
    """Return the people that the loads need."""
    hiring = _Hiring(seed, sites, dates)
    for load in loads:
        hiring.hire(load)
    return hiring.staff()


class _Hiring:
    """Collects the rows of one unit after the other."""

    def __init__(self, seed: int, sites: Sequence[Site], dates: Dates) -> None:
        self.seed, self.dates = seed, dates
        self.sites = {site.site: site for site in sites}
        self.people: list[Person] = []
        self.technicians: list[TechnicianRow] = []
        self.skills: list[SkillRow] = []
        self.shifts: list[ShiftRow] = []
        self.absences: list[AbsenceRow] = []
        self.arithmetic: list[str] = []

    def hire(self, load: Load) -> None:
        family = next(row for row in own_rows("families") if row["family"] == load.unit.family)
        travel = 1 + float(family["travel_share"])
        need = load.minutes * travel / float(family["target_load"])
        count = max(self._least(load.unit), round(need / (SHIFT_MINUTES_OF_ONE * (USUAL_SHARE - RESERVE))))
        people = self._people(load, family, count, self._on_nights(load, count))
        absences = [row for person in people for row in self._absences(person)]
        minutes = sum(self._minutes(person, absences) for person in people)
        share = round(min(MOST_SHARE, max(0.15, RESERVE + need / minutes)), 3)
        self.people += people
        self.absences += absences
        for person in people:
            self._write(person, share)
        self.arithmetic.append(
            f"{load.unit.family:12} {load.unit.area:6} {count:3} people, {load.minutes / 60:7.0f} h of work, "
            f"{load.night_minutes / 60:5.0f} h at night by {sum(p.works_nights for p in people):2}, "
            f"{minutes / 60:7.0f} shift hours, scheduled share {share:.3f}, "
            f"load {load.minutes * travel / (minutes * (share - RESERVE)):.2f}"
        )

    @staticmethod
    def _least(unit: Unit) -> int:
        """In-house imaging needs crews of two."""
        return 2 if unit.family == "imaging" else 1

    @staticmethod
    def _on_nights(load: Load, count: int) -> int:
        """Return how many work nights: two thirds of their time would do; imaging in Indiana needs a crew of two."""
        if not load.night_minutes:
            return 0
        least = 2 if load.unit.family == "imaging" and load.unit.area.startswith("IN") else 1
        return min(count, max(least, ceil(1.5 * count * load.night_minutes / load.minutes)))

    def _people(self, load: Load, family: Mapping[str, str], count: int, on_nights: int) -> list[Person]:
        """Let people live where the work is, those on nights first where most of it is."""
        names = sorted(load.by_site, key=lambda site: (-load.by_site[site], site))
        homes = [
            site
            for site, number in zip(names, apportioned(count, [load.by_site[name] for name in names]), strict=True)
            for _ in range(number)
        ]
        days, mixed = family["day_shifts"].split("|"), family["mixed_shifts"].split("|")
        first = len(self.people) + 1
        return [
            Person(
                technician=f"T{first + place:03d}",
                unit=load.unit,
                site=self.sites[home],
                shifts=tuple(mixed[place % len(mixed)].split("+"))
                if place < on_nights
                else (days[(place - on_nights) % len(days)],),
                number=place,
            )
            for place, home in enumerate(homes)
        ]

    def _write(self, person: Person, share: float) -> None:
        chance = Chance(self.seed, "person", person.technician)
        name = f"{chance.one_of(_names('given'))} {chance.one_of(_names('family'))}"
        reach = [site.site for site in self.sites.values() if self._reaches(person, site)]
        limited = person.number == 4 and person.unit.family == "biomedical"
        self.technicians.append(
            TechnicianRow(
                technician=person.technician,
                name=name,
                email=f"{person.technician.lower()}@example.org",
                performer="in_house",
                home_site=person.site.site,
                sites="|".join(reach),
                scheduled_share=f"{share:.3f}",
                max_hours_week=24 if limited else "",
                overtime_hours_week=2 if limited else "",
            )
        )
        for shift in person.shifts:
            self.shifts.append(ShiftRow(person.technician, shift.split()[0], *_edges(shift)))
        self.skills += self._skills(person, chance)

    @staticmethod
    def _reaches(person: Person, site: Site) -> bool:
        return person.unit.area in (site.area, f"all-{site.group}")

    def _skills(self, person: Person, chance: Chance) -> Iterator[SkillRow]:
        """The common skill never expires; those that a manufacturer trains for do, some of them in the quarter."""
        night, place = person.works_nights, person.number
        match person.unit.family:
            case "biomedical":
                yield SkillRow(person.technician, "B1", "", "")
                if night or place % 5 < 3:
                    yield self._certificate(person, "B2", chance)
                if place % 5 == 0:
                    yield self._certificate(person, "B3", chance)
            case "imaging":
                yield SkillRow(person.technician, "imaging", "", "")
                if night or place % 3 == 0:
                    yield self._certificate(person, "ct", chance)
                    yield self._certificate(person, "mri", chance)
            case "respiratory":
                yield SkillRow(person.technician, "respiratory", "", "")
                if night or place % 4 != 3:
                    yield self._certificate(person, "anaesthesia", chance)
            case family:
                yield SkillRow(person.technician, family, "", "")

    def _certificate(self, person: Person, skill: str, chance: Chance) -> SkillRow:
        """One certificate in nine ends in the quarter, but never that of a unit's first two people."""
        ends_now = person.number >= 2 and chance.happens(1 / 6)
        last = self.dates.first_day + timedelta(days=chance.whole(25, 75) if ends_now else chance.whole(120, 700))
        return SkillRow(person.technician, skill, last.replace(year=last.year - 2, day=min(28, last.day)), last)

    def _absences(self, person: Person) -> Iterator[AbsenceRow]:
        """Leave of a working week, two days of training, on-call weeks with 60 % left, a doctor's morning."""
        chance = Chance(self.seed, "absence", person.technician)
        monday = self.dates.first_day - timedelta(days=self.dates.first_day.weekday())
        if chance.happens(0.65):
            first = monday + timedelta(weeks=chance.whole(1, 12))
            yield AbsenceRow(person.technician, first, first + timedelta(days=6), "", "", "leave", "", "")
        if chance.happens(0.3):
            first = monday + timedelta(weeks=chance.whole(1, 12), days=chance.whole(0, 3))
            yield AbsenceRow(person.technician, first, first + timedelta(days=1), "", "", "training", "", "")
        if person.unit.family in ("biomedical", "imaging") and not person.works_nights:
            first = monday + timedelta(weeks=1 + person.number % 12)
            yield AbsenceRow(person.technician, first, first + timedelta(days=6), "", "", "on_call", "0.6", "")
        if chance.happens(0.15):
            day = monday + timedelta(weeks=chance.whole(1, 12), days=chance.whole(1, 4))
            yield AbsenceRow(person.technician, day, day, "08:00", "10:30", "other", "", "")

    def _minutes(self, person: Person, absences: Sequence[AbsenceRow]) -> float:
        """Add up the shift minutes of the quarter; part-day absences are too small to count here."""
        share_of: dict[date, float] = {}
        for row in absences:
            if row.technician == person.technician and not row.start:
                day = row.first_day
                while isinstance(day, date) and isinstance(row.last_day, date) and day <= row.last_day:
                    share_of[day] = min(share_of.get(day, 1.0), float(row.available_share or 0))
                    day += timedelta(days=1)
        total, day = 0.0, self.dates.first_day
        while day <= self.dates.last_day:
            if day not in HOLIDAYS[person.site.subdivision]:
                total += person.minutes_on(day.weekday()) * share_of.get(day, 1.0)
            day += timedelta(days=1)
        return total

    def staff(self) -> Staff:
        return Staff(
            people=tuple(self.people),
            technicians=tuple(self.technicians),
            skills=tuple(self.skills),
            shifts=tuple(self.shifts),
            absences=tuple(self.absences),
            arithmetic=tuple(self.arithmetic),
        )


def with_hours(technicians: Sequence[TechnicianRow], hours: float) -> list[TechnicianRow]:
    """Give everybody `hours` times the usual time for scheduled work."""
    if hours == 1:
        return list(technicians)
    shares = [min(MOST_SHARE, RESERVE + hours * (float(one.scheduled_share) - RESERVE)) for one in technicians]
    return [replace(one, scheduled_share=f"{share:.3f}") for one, share in zip(technicians, shares, strict=True)]


def performer_rows(groups: int) -> list[PerformerRow]:
    """Return the outside performers; a larger programme makes each send more people a day."""
    return [
        PerformerRow(
            performer=row["performer"],
            kind=row["kind"],
            sites="",
            skills=row["skills"],
            weekdays=row["weekdays"],
            start=row["start"],
            end=row["end"],
            on_holidays=row["on_holidays"],
            notice_days=int(row["notice_days"]),
            max_people_day=min(MOST_PEOPLE_A_DAY, int(row["max_people_day"]) * groups),
            after_hours=row["after_hours"],
            email=row["email"],
        )
        for row in own_rows("performers")
    ]


def _names(part: str) -> list[str]:
    return [row[part] for row in own_rows("names")]
