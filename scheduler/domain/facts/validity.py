"""Until when a certificate or a calibration holds: always through the end of its last day."""

from datetime import date
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import EMPTY, Spans, day_span
from scheduler.domain.people import Certificate, Instrument, NoCalibration

_LONG_AGO = date(1900, 1, 1)
_FAR_OFF = date(2999, 12, 31)


def certified_time(certificate: Certificate, zone: ZoneInfo) -> Spans:
    """Return when a certificate holds; a date that is not given sets no limit."""
    return Spans((day_span(certificate.valid_from or _LONG_AGO, certificate.valid_until or _FAR_OFF, zone),))


def calibrated_time(instrument: Instrument, zone: ZoneInfo) -> Spans:
    """Return when an instrument may be used: always if it needs no calibration, never if that is unknown."""
    until = instrument.calibrated_until
    if until is NoCalibration.UNKNOWN:
        return EMPTY
    return Spans((day_span(_LONG_AGO, _FAR_OFF if until is NoCalibration.NOT_NEEDED else until, zone),))
