"""Random hospitals in two time zones: coverage changes hands, work includes other work or is overdue."""

from dataclasses import replace
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Horizon
from scheduler.domain.equipment import NoPeriod, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import SiteId
from scheduler.domain.policy import Capacity
from scheduler.domain.programme import Programme
from tests.builders import a_coverage_row, a_procedure, a_shift, a_site, an_asset, facts_of
from tests.solve.worlds import DEPARTMENTS, a_random_programme

HORIZONS = (Horizon(date(2027, 3, 22), date(2027, 4, 4)), Horizon(date(2027, 3, 25), date(2027, 4, 13)))


def a_wide_hospital(seed: int) -> Facts:
    """The hospital of that number; the same for the same number."""
    dice = Random(seed)
    programme = _widened(a_random_programme(dice), dice)
    return facts_of(programme, today=date(2027, 3, 1), horizon=dice.choice(HORIZONS))


def _widened(programme: Programme, dice: Random) -> Programme:
    abroad = dice.choice(("Europe/Madrid", "Atlantic/Canary", "America/New_York"))
    sites = {**programme.sites, SiteId("South"): a_site("South", zone=ZoneInfo(abroad), holidays=["2027-03-29"])}
    more = {f"B-{one}": dice.choice(sorted(DEPARTMENTS)) for one in range(dice.randint(0, 6))}
    usual = next(iter(programme.assets.values())).make_model
    extra = (
        an_asset(
            tag, department=home, site=DEPARTMENTS[home], make=usual[0], model=usual[1], in_service_on="2026-03-28"
        )
        for tag, home in more.items()
    )
    added = {one.asset_tag: one for one in extra}
    coverage = [a_coverage_row("GE", make=usual[0], model=usual[1], first_day=f"2027-03-{dice.randint(24, 31)}")]
    nights = [a_shift("Ann", "Sun", "22:00", "06:00"), a_shift("Ann", "Mon", "06:00", "09:00")]
    return replace(
        programme,
        sites=sites,
        assets=programme.assets | added,
        shifts=programme.shifts + tuple(nights if dice.random() < 0.5 else ()),
        coverage=tuple(coverage if dice.random() < 0.6 else ()),
        procedures=tuple(_with_parts(programme.procedures, dice)),
        capacity=Capacity(reserve=dice.choice((0.0, 0.1)), even_load=dice.random() < 0.7),
    )


def _with_parts(procedures: tuple[Procedure, ...], dice: Random) -> list[Procedure]:
    """Perhaps the first one includes a small one, a test has to follow it, and a weekly one of its own comes along."""
    found = list(procedures)
    if dice.random() < 0.4:
        found[0] = replace(found[0], follow_up="Test", splittable=False)
        found.append(a_procedure("Test", every=NoPeriod.ON_EVENT, minutes=dice.choice((10, 60)), performer="GE"))
    if dice.random() < 0.4:
        found[0] = replace(found[0], includes=("Look",))
        often = dice.choice(("2 weeks", "6 months", "1 year"))
        found.append(a_procedure("Look", every=often, window="-5..+5 days", minutes=dice.choice((10, 90))))
    if dice.random() < 0.4:
        found.append(a_procedure("Weekly", every="1 week", window="-2..+2 days", minutes=dice.choice((15, 200))))
    return found
