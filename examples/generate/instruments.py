"""Test instruments: where a class is used much every site has some, the others travel."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from examples.generate.chance import Chance
from examples.generate.places import Site
from examples.generate.record import Dates, Owed
from examples.generate.rows import InstrumentRow, ProcedureRow

MINUTES_OF_ONE = 9_000
"""What one instrument can be used for in a quarter, with the ways between its uses: about 150 hours."""
OWN_FROM_MINUTES = 1_500
WITHOUT_CALIBRATION = ("test weights", "light meter", "load tester", "image phantom", "CT phantom", "MR phantom")


def make_instruments(
    seed: int, owed: Sequence[Owed], procedures: Sequence[ProcedureRow], sites: Sequence[Site], dates: Dates
) -> list[InstrumentRow]:
    """Return instruments enough for the load by class and site, with their calibration dates."""
    chance = Chance(seed, "instruments")
    used = _minutes_by_class_and_site(owed)
    classes = sorted({c for row in procedures for c in row.instrument.replace("/", "|").split("|") if c})
    rows: list[InstrumentRow] = []
    for number, instrument_class in enumerate(classes):
        places = _places(used.get(instrument_class, {}), sites)
        for place, site in enumerate(places):
            rows.append(
                InstrumentRow(
                    instrument=f"TI-{number + 1:02d}{place + 1:02d}",
                    class_=instrument_class,
                    site=site,
                    calibrated_until=_calibrated_until(chance, instrument_class, place, dates),
                )
            )
    return rows


def _minutes_by_class_and_site(owed: Sequence[Owed]) -> Mapping[str, Mapping[str, int]]:
    used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in owed:
        for group in filter(None, one.procedure.instrument.split("|")):
            used[group.split("/")[0]][one.asset.department.site.site] += one.minutes
    return used


def _places(used: Mapping[str, int], sites: Sequence[Site]) -> list[str]:
    """Return a site per instrument, `*` for those that travel: two at least, for the sites that have none."""
    own: list[str] = []
    left = 0
    for site in sites:
        minutes = used.get(site.site, 0)
        if minutes >= OWN_FROM_MINUTES:
            own += [site.site] * (1 + minutes // MINUTES_OF_ONE)
        else:
            left += minutes
    return [*own, *["*"] * (2 + left // (MINUTES_OF_ONE // 2))]


def _calibrated_until(chance: Chance, instrument_class: str, place: int, dates: Dates) -> date | str:
    """One in eight runs out in the quarter and one in forty is unknown, but never the first of its class."""
    if instrument_class in WITHOUT_CALIBRATION:
        return "none"
    if place and chance.happens(1 / 40):
        return ""
    if place and chance.happens(1 / 8):
        return dates.first_day + timedelta(days=chance.whole(20, 80))
    return dates.last_day + timedelta(days=chance.whole(5, 270))
