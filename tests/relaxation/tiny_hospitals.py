"""Random hospitals so tiny that the best plan of all can be found: a few tasks, six days, times on full hours.

Every shift, window, duration and way is a whole number of hours. So a legal plan stays legal and costs the same when
all its starts are moved back to full hours, and a search among those misses nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import Asset, Procedure, Where
from scheduler.domain.facts import Facts
from scheduler.domain.obligation import Obligation
from scheduler.domain.people import Shift, Technician
from scheduler.domain.places import DowntimeRow
from scheduler.domain.policy import Capacity, RiskClass
from tests.builders import (
    a_certificate,
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
    an_obligation,
    an_open_row,
    facts_of,
    weekly,
)

SIX_DAYS = Horizon(date(2027, 1, 15), date(2027, 1, 20))
"""Friday to the Wednesday after: two ISO weeks with a Sunday night between them."""

DEPARTMENTS = {"Ward": "North", "Theatre": "North", "Clinic": "South"}


@dataclass(frozen=True, slots=True)
class TinyHospital:
    """Facts, and the few tasks that are owed."""

    facts: Facts
    tasks: tuple[Obligation, ...]


def a_tiny_hospital(seed: int) -> TinyHospital:
    """The hospital of that number; the same for the same number."""
    dice = Random(f"tiny {seed}")
    abroad = dice.choice(("Europe/Madrid", "Atlantic/Canary"))
    procedures = [_procedure(dice, name) for name in ("PM", "Safety")]
    assets = [_asset(dice, f"A-{number}") for number in range(dice.randint(1, 3))]
    people = [_technician(dice, name) for name in ("Ann", "Bob")]
    vendor = [a_technician("GE#1", performer="GE", sites=["North", "South"], anonymous=True)]
    programme = a_programme(
        sites=[a_site("North"), a_site("South", zone=ZoneInfo(abroad))],
        departments=[
            a_department(
                name,
                site,
                max_out_share=dice.choice((1.0, 0.5)),
                max_parallel_visits=dice.choice((None, 1)),
            )
            for name, site in DEPARTMENTS.items()
        ],
        downtime=_downtime(dice),
        procedures=procedures,
        assets=assets,
        technicians=people + vendor,
        shifts=[shift for name in ("Ann", "Bob") for shift in _shifts(dice, name)],
        certificates=[a_certificate(name, "pumps") for name in ("Ann", "Bob", "GE#1") if dice.random() < 0.7],
        absences=[an_absence("2027-01-17 20:00", "2027-01-18 02:00", technician=dice.choice(("Ann", "Bob")))],
        performers=[a_performer(working=weekly("Mon-Fri", "10:00", "15:00"), notice_days=dice.choice((0, 13)))],
        instruments=[
            an_instrument("Meter", "meter", site="*", calibrated_until=dice.choice(("2027-01-18", "2027-12-31")))
        ],
        travel=[a_way("North", "South", 60)],
        cover=[a_cover_row(*(one.asset_tag for one in assets))] if len(assets) > 1 and dice.random() < 0.4 else (),
    )
    capacity = Capacity(
        reserve=dice.choice((0.0, 0.1)),
        max_day_share=dice.choice((0.6, 0.8, 1.0)),
        between_departments_minutes=dice.choice((0, 60)),
        even_load=False,
    )
    facts = facts_of(replace(programme, capacity=capacity), today=date(2027, 1, 4), horizon=SIX_DAYS)
    return TinyHospital(facts, tuple(_tasks(dice, assets, procedures))[: dice.choice((2, 3, 3, 4))])


def _procedure(dice: Random, name: str) -> Procedure:
    return a_procedure(
        name,
        every="1 week",
        minutes=dice.choice((60, 60, 120, 180, 300)),
        crew=dice.choice((1, 1, 1, 2)),
        skill=dice.choice((None, None, "pumps")),
        performer=dice.choice(("in_house", "in_house", "in_house", "GE")),
        where=dice.choice((Where.IN_PLACE, Where.IN_PLACE, Where.BENCH, Where.UNOBTRUSIVE, Where.REMOTE)),
        instruments=dice.choice(((), (), (("meter",),))),
        out_hours=dice.choice((4.0, 24.0)),
    )


def _asset(dice: Random, tag: str) -> Asset:
    home = dice.choice(sorted(DEPARTMENTS))
    return an_asset(tag, department=home, site=DEPARTMENTS[home])


def _technician(dice: Random, name: str) -> Technician:
    home = dice.choice(("North", "South"))
    sites = ("North", "South") if dice.random() < 0.7 else (home,)
    return a_technician(name, home_site=home, sites=sites, scheduled_share=dice.choice((0.4, 0.8, 1.0)))


def _shifts(dice: Random, name: str) -> list[Shift]:
    days, nights = dice.choice(("Mon-Fri", "Fri|Mon|Tue")), dice.choice(("Sun", "Fri|Sun"))
    shifts = [a_shift(name, days, "09:00", "15:00", site=dice.choice(("North", "South")))]
    if dice.random() < 0.4:
        shifts.append(a_shift(name, nights, "22:00", "03:00", site=dice.choice(("North", "South"))))
    return shifts


def _downtime(dice: Random) -> list[DowntimeRow]:
    usual = an_open_row(start=dice.choice(("00:00", "08:00")), end=dice.choice(("24:00", "14:00")))
    return [usual, an_open_row("*", "20:00", "04:00", department="Theatre", row=3)][: dice.randint(1, 2)]


def _tasks(dice: Random, assets: list[Asset], procedures: list[Procedure]) -> list[Obligation]:
    """Of each asset one or two tasks; perhaps the next occurrence of the first, perhaps a test that follows it."""
    found: list[Obligation] = []
    for asset in assets:
        for work in procedures[: dice.randint(1, 2)]:
            is_series = dice.random() < 0.3
            first = _task(dice, asset.asset_tag, work, first_days=(-3, 0) if is_series else (-6, 3))
            found.append(first)
            if is_series:
                found.append(_next(dice, first))
        if dice.random() < 0.25 and found[-1].previous is None:
            test = a_procedure("Test", minutes=120, performer="GE")
            found[-1] = replace(found[-1], procedure=replace(found[-1].procedure, follow_up="Test"))
            former = found[-1]
            found.append(
                replace(
                    an_obligation(asset.asset_tag, test, task=f"{former.task_id} test", parent=former.task_id),
                    due=former.due,
                    window=former.window,
                    overdue=former.overdue,
                    extends_past_horizon=former.extends_past_horizon,
                    risk_class=former.risk_class,
                    every=None,
                )
            )
    return found


def _task(dice: Random, tag: str, work: Procedure, first_days: tuple[int, int]) -> Obligation:
    first = SIX_DAYS.first_day + timedelta(days=dice.randint(*first_days))
    last = first + timedelta(days=dice.choice((1, 3, 5, 8)))
    return an_obligation(
        tag,
        work,
        task=f"{tag} {work.procedure}",
        first_day=first.isoformat(),
        due=dice.choice((first, last)).isoformat(),
        last_day=last.isoformat(),
        overdue=last < SIX_DAYS.first_day,
        extends_past_horizon=last > SIX_DAYS.last_day,
        risk_class=dice.choice(tuple(RiskClass)),
        minus_days=4,
        hard_window=dice.random() < 0.1,
        not_before=dice.choice((None, None, None, "2027-01-18")),
    )


def _next(dice: Random, former: Obligation) -> Obligation:
    """Due a week later, and wanted three days at least after the former one."""
    first = former.window.first_day + timedelta(days=3)
    last = min(former.window.last_day + timedelta(days=4), SIX_DAYS.last_day)
    return an_obligation(
        former.asset_tag,
        former.procedure,
        task=f"{former.task_id} again",
        previous=former.task_id,
        first_day=first.isoformat(),
        due=last.isoformat(),
        last_day=last.isoformat(),
        overdue=last < SIX_DAYS.first_day,
        extends_past_horizon=last > SIX_DAYS.last_day,
        risk_class=former.risk_class,
        minus_days=4,
    )
