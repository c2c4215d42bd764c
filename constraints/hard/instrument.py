"""Work has its test instruments, in calibration, at its site, and each for one leg at a time."""

from collections.abc import Iterator
from datetime import date

from constraints.days import through
from constraints.rule import Hard
from constraints.sentence import Inside, Part, Resource, Takes
from scheduler.domain.calendar import EMPTY
from scheduler.domain.facts import Facts
from scheduler.domain.ids import EVERYWHERE
from scheduler.domain.people import Instrument, NoCalibration
from scheduler.domain.plan import Place
from scheduler.domain.work import LegProfile

RULE = Hard(
    "instrument",
    sentence="Every instrument that a task needs is there, in calibration to the end, and not used elsewhere.",
    reason="A measurement with an instrument out of calibration proves nothing.",
    source="FORMATS: Instruments; 21 CFR 820.72 as good practice",
)
_LONG_AGO = date(1900, 1, 1)


def admits_instrument(profile: LegProfile, instrument: Instrument, facts: Facts) -> Iterator[Inside]:
    if instrument.site not in (EVERYWHERE, profile.site):
        yield Inside(Part.LEG, EMPTY, "the instrument belongs to another site")
    until = instrument.calibrated_until
    if until is NoCalibration.UNKNOWN:
        yield Inside(Part.LEG, EMPTY, "nobody knows until when the instrument is calibrated")
    elif isinstance(until, date):
        zone = facts.programme.sites[profile.site].zone
        yield Inside(Part.LEG, through(_LONG_AGO, until, zone), "the instrument is out of calibration")


def uses_instrument(profile: LegProfile, instrument: Instrument, facts: Facts) -> Iterator[Takes]:
    yield Takes(Resource(RULE.key, (instrument.instrument,)), 1, Part.LEG)


def limit(resource: Resource, facts: Facts) -> int:
    return 1


def way(leaving: Place, entering: Place, facts: Facts) -> int:
    return facts.travel_minutes(leaving.site, entering.site)
