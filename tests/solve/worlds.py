"""Random small hospitals with a fortnight to plan: night windows, crews, instruments, benches, vendors, two sites.

The fortnight holds a Monday holiday and the night in which clocks go forward.
"""

from datetime import date
from random import Random

from constraints.example import (
    a_certificate,
    a_closed_row,
    a_cover_row,
    a_department,
    a_performer,
    a_procedure,
    a_programme,
    a_shift,
    a_site,
    a_technician,
    a_way,
    an_absence,
    an_asset,
    an_instrument,
    an_open_row,
    facts_of,
    weekly,
)
from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Procedure, Where
from scheduler.domain.facts import Facts
from scheduler.domain.people import AfterHours, Instrument, Performer, PerformerKind, Shift, Technician
from scheduler.domain.places import DowntimeRow
from scheduler.domain.programme import Programme

FORTNIGHT = Horizon(date(2027, 3, 22), date(2027, 4, 4))
SITES = ("North", "South")
DEPARTMENTS = {"Ward": "North", "Imaging": "North", "Clinic": "South"}
PEOPLE = ("Ann", "Bob", "Cyd")


def a_world(seed: int) -> Facts:
    """The hospital of that number; the same for the same number."""
    return facts_of(a_random_programme(Random(seed)), today=date(2027, 3, 1), horizon=FORTNIGHT)


def a_random_programme(dice: Random) -> Programme:
    number = dice.randint(3, 12)
    tags = [f"A-{one}" for one in range(number)]
    homes = [dice.choice(sorted(DEPARTMENTS)) for _ in tags]
    assets = [
        an_asset(
            tag,
            department=home,
            site=DEPARTMENTS[home],
            model=dice.choice(("P1", "P2")),
            in_service_on=dice.choice(
                ("2026-01-20", "2026-02-21", "2026-02-26", "2026-03-02", "2026-03-04", "2026-03-15")
            ),
            serviced_with=tags[0] if one and home == homes[0] and dice.random() < 0.2 else None,
        )
        for one, (tag, home) in enumerate(zip(tags, homes, strict=True))
    ]
    return a_programme(
        sites=[a_site(site, holidays=["2027-03-29"]) for site in SITES],
        departments=[
            a_department(
                name,
                site,
                max_out_share=dice.choice((1.0, 0.5, 0.34)),
                max_parallel_visits=dice.choice((None, None, 1)),
            )
            for name, site in DEPARTMENTS.items()
        ],
        downtime=list(_downtime(dice)),
        procedures=[_procedure(dice, name) for name in ("PM", "Safety", "Update")[: dice.randint(1, 3)]],
        assets=assets,
        technicians=[_technician(dice, name) for name in PEOPLE]
        + [a_technician(f"GE#{one}", performer="GE", sites=SITES, anonymous=True) for one in (1, 2)],
        shifts=[shift for name in PEOPLE for shift in _shifts(dice, name)],
        certificates=[
            a_certificate(name, skill, valid_until=dice.choice((None, None, "2027-03-30")))
            for name in (*PEOPLE, "GE#1")
            for skill in ("pumps", "gas")
            if dice.random() < 0.7
        ],
        absences=[an_absence("2027-03-24 10:00", "2027-03-25 12:00", technician=dice.choice(PEOPLE))],
        performers=[_vendor(dice)],
        instruments=list(_instruments(dice)),
        travel=[a_way("North", "South", dice.choice((20, 45)))],
        cover=[a_cover_row(*tags, min_available=dice.randint(0, 2))] if dice.random() < 0.5 else (),
    )


def _procedure(dice: Random, name: str) -> Procedure:
    return a_procedure(
        name,
        minutes=dice.choice((20, 45, 90, 240)),
        crew=dice.choice((1, 1, 1, 2)),
        skill=dice.choice((None, "pumps", "gas")),
        performer=dice.choice(("in_house", "in_house", "GE")),
        where=dice.choice((Where.IN_PLACE, Where.IN_PLACE, Where.BENCH, Where.UNOBTRUSIVE, Where.REMOTE)),
        instruments=dice.choice(((), (), (("analyser",),), (("analyser", "meter"),))),
        splittable=dice.random() < 0.15,
    )


def _downtime(dice: Random) -> list[DowntimeRow]:
    rows = [an_open_row(start=dice.choice(("00:00", "07:00")), end=dice.choice(("24:00", "15:00")))]
    if dice.random() < 0.5:
        rows.append(an_open_row("Mon-Fri", "20:00", "02:00", department="Imaging"))
    if dice.random() < 0.5:
        rows.append(a_closed_row("Tue|Thu", "10:00", "12:00", department="Ward"))
    return rows


def _technician(dice: Random, name: str) -> Technician:
    home = dice.choice(SITES)
    sites = SITES if dice.random() < 0.7 else (home,)
    return a_technician(name, home_site=home, sites=sites, scheduled_share=dice.choice((0.3, 0.6, 1.0)))


def _shifts(dice: Random, name: str) -> list[Shift]:
    site = dice.choice(SITES)
    late = dice.random() < 0.3
    shifts = [a_shift(name, start="18:00" if late else "08:00", end="03:00" if late else "16:00", site=site)]
    if dice.random() < 0.3:
        shifts.append(a_shift(name, "Sat|Sun", "00:00", "06:00", site=dice.choice(SITES)))
    return shifts


def _vendor(dice: Random) -> Performer:
    return a_performer(
        "GE",
        kind=PerformerKind.MANUFACTURER,
        working=weekly("Mon-Fri", "08:00", "17:00"),
        notice_days=dice.choice((0, 25)),
        max_people_day=2,
        after_hours=dice.choice((AfterHours.NO, AfterHours.EXTRA)),
    )


def _instruments(dice: Random) -> list[Instrument]:
    return [
        an_instrument("Analyser-1", site=dice.choice((*SITES, "*")), calibrated_until="2027-03-31"),
        an_instrument("Meter-1", "meter", site=dice.choice((*SITES, "*"))),
    ]
