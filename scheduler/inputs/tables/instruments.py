"""The table instruments: test instruments and their own calibration."""

from scheduler.domain.ids import EVERYWHERE, InstrumentClass, InstrumentId, SiteId
from scheduler.domain.people import Instrument, NoCalibration
from scheduler.inputs.cells import CellType, name, spelling
from scheduler.inputs.civil_cells import CALIBRATED
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import SITE as SITE_NAME


def _site_or_everywhere(text: str, lexicon: Lexicon) -> SiteId:
    return EVERYWHERE if text == EVERYWHERE else SITE_NAME.read(text, lexicon)


INSTRUMENT = required(
    "instrument", name(NameKind.INSTRUMENT, InstrumentId), "ESA-03", "The short name of the instrument."
)
CLASS = required("class", spelling(NameKind.INSTRUMENT_CLASS, InstrumentClass), "esa", "Its class, as in procedures.")
SITE = required(
    "site",
    CellType(f"{SITE_NAME.words}, or * for one that travels", _site_or_everywhere, kind=NameKind.SITE),
    "main",
    "Where it is; * = it travels with its technician.",
)
CALIBRATED_UNTIL = optional(
    "calibrated_until",
    CALIBRATED,
    NoCalibration.UNKNOWN,
    "unknown: it cannot be used",
    "2027-02-20",
    "The last day of its calibration, included; none = it needs none.",
)

INSTRUMENTS = Table(
    "instruments",
    "Test instruments and their own calibration.",
    (INSTRUMENT, CLASS, SITE, CALIBRATED_UNTIL),
    key=(INSTRUMENT,),
    absent="there are no test instruments",
)


def read_instruments(sheet: Sheet) -> dict[InstrumentId, Instrument]:
    """Return the instruments by name."""
    return {row[INSTRUMENT]: Instrument(row[INSTRUMENT], row[CLASS], row[SITE], row[CALIBRATED_UNTIL]) for row in sheet}
