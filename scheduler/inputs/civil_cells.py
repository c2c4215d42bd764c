"""Types of cells that hold civil time: days, hours, weekdays, periodicities, tolerance windows, zones."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import (
    Periodicity,
    WindowProfile,
    parse_periodicity,
    parse_start_time,
    parse_time,
    parse_weekdays,
    parse_window,
)
from scheduler.domain.equipment import NoPeriod
from scheduler.domain.people import NoCalibration
from scheduler.inputs.cells import CellError, CellType
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import did_you_mean, fold

T = TypeVar("T")

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_ISO_DAY = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_OTHER_DAY = re.compile(r"(?P<first>[0-9]{1,2})[/.\-](?P<second>[0-9]{1,2})[/.\-](?P<year>[0-9]{4})")
_DAY_WORDS = "a date such as 2027-01-31"


def _day(text: str, lexicon: Lexicon) -> date:
    found = _iso_day(text)
    if found is None and lexicon.date_format:
        found = _day_as(text, lexicon.date_format)
    if found is None:
        raise CellError(_expected_day(lexicon), _day_hint(text))
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise CellError(f"a year from {EARLIEST_YEAR} to {LATEST_YEAR}", "correct the year")
    return found


def _iso_day(text: str) -> date | None:
    match = _ISO_DAY.fullmatch(text)
    if not match:
        return None
    try:
        return date.fromisoformat(match["day"])
    except ValueError as error:
        raise CellError("a day that the calendar has", "correct the month or the day") from error


def _day_as(text: str, date_format: str) -> date | None:
    try:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007 (a civil day has no zone)
    except ValueError:
        return None


def _expected_day(lexicon: Lexicon) -> str:
    return f"{_DAY_WORDS} or in the form {lexicon.date_format}" if lexicon.date_format else _DAY_WORDS


def _day_hint(text: str) -> str:
    match = _OTHER_DAY.fullmatch(text)
    if not match:
        return "write year, month and day: 2027-01-31"
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if second <= 12 else (second, first)
    if first <= 12 and second <= 12 and first != second:
        return "write 2027-01-31, or say with date_format whether the day or the month comes first"
    return f"write {match['year']}-{month:02d}-{day:02d}, or set date_format for this table in programme.yaml"


DAY = CellType(_DAY_WORDS, _day)


def _said(parse: Callable[[str], T], words: str, common: tuple[str, ...] = ()) -> Callable[[str, Lexicon], T]:
    """Let a parser of the calendar room read a cell; what it says beyond "is not a …" becomes the hint."""

    def read(text: str, _: Lexicon) -> T:
        try:
            return parse(text)
        except ValueError as error:
            said = str(error).removeprefix(f'"{text}" ').rstrip(".")
            hint = did_you_mean(text, common) if said.startswith("is not") else said
            raise CellError(words, hint) from error

    return read


_MOMENT_WORDS = "a local date and time such as 2027-01-12T08:30"
_MOMENT = re.compile(r"(?P<day>\S+?)[T ](?P<clock>[0-9]{1,2}:[0-9]{2}(?::00)?)")


def _wall_moment(text: str, lexicon: Lexicon) -> datetime:
    match = _MOMENT.fullmatch(text)
    if not match:
        raise CellError(_MOMENT_WORDS, "write the day, T and the time")
    return datetime.combine(
        _day(match["day"], lexicon), _said(parse_start_time, _MOMENT_WORDS)(match["clock"], lexicon)
    )


WALL_MOMENT = CellType(_MOMENT_WORDS, _wall_moment)


_START_WORDS = "a time such as 07:30"
_END_WORDS = "a time such as 17:00, up to 24:00"
_WEEKDAY_WORDS = "weekdays such as Mon-Fri, Tue|Thu or *"
_PROFILES = ("joint-commission", "cms-strict", "due-month", "next-month", "due-date")
_WINDOW_WORDS = f"{', '.join(_PROFILES)}, days-after 15, month-plus-minus 1 or -10..+20 days"
START: CellType[time] = CellType(_START_WORDS, _said(parse_start_time, _START_WORDS))
END: CellType[time] = CellType(_END_WORDS, _said(parse_time, _END_WORDS))
WEEKDAYS: CellType[frozenset[int]] = CellType(_WEEKDAY_WORDS, _said(parse_weekdays, _WEEKDAY_WORDS, ("Mon-Fri",)))
WINDOW: CellType[WindowProfile] = CellType(_WINDOW_WORDS, _said(parse_window, _WINDOW_WORDS, _PROFILES))
_PERIOD_WORDS = "a periodicity such as 6 months, 2 weeks, 90 days, 1 year, P6M or quarterly; or on-event, none"
_COMMON_PERIODS = (
    "6 months",
    "12 months",
    "2 weeks",
    "1 year",
    "monthly",
    "quarterly",
    "semiannual",
    "annual",
    "on-event",
)
_NO_PERIODS = {fold(period.value): period for period in NoPeriod}
_NO_PERIODS["on event"] = NoPeriod.ON_EVENT


def _period(text: str, lexicon: Lexicon) -> Periodicity | NoPeriod:
    if (no_period := _NO_PERIODS.get(fold(text))) is not None:
        return no_period
    return _said(parse_periodicity, _PERIOD_WORDS, _COMMON_PERIODS)(text, lexicon)


PERIOD = CellType(_PERIOD_WORDS, _period, not_applicable="none")


def _zone(text: str, _: Lexicon) -> ZoneInfo:
    from zoneinfo import available_timezones

    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        near = did_you_mean(text, sorted(available_timezones()))
        raise CellError("a time zone such as Europe/Madrid", near or "use a name of the IANA list") from error


ZONE = CellType("a time zone such as Europe/Madrid", _zone)


def _calibrated(text: str, lexicon: Lexicon) -> date | NoCalibration:
    folded = fold(text)
    for state in NoCalibration:
        if folded == state.value:
            return state
    try:
        return _day(text, lexicon)
    except CellError as fault:
        raise CellError(f"{fault.expected}, none or unknown", fault.hint) from fault


CALIBRATED = CellType(f"{_DAY_WORDS}, none or unknown", _calibrated, unknown="unknown", not_applicable="none")
