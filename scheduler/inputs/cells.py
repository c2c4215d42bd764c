"""Types of cells: how the text of a cell becomes a value, and the words that say what may stand in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar
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
from scheduler.domain.ids import InstrumentClass
from scheduler.domain.people import NoCalibration
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind, did_you_mean, fold

T = TypeVar("T")
N = TypeVar("N")
E = TypeVar("E", bound=StrEnum)

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class CellError(ValueError):
    """A text that its column cannot read: what was expected, and what to do."""

    def __init__(self, expected: str, hint: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint


@dataclass(frozen=True, slots=True, eq=False)
class CellType(Generic[T]):
    """How a text that is not blank is read. `words` says what is allowed; `unknown` is its word for unknown, if any.

    `items`: the cell holds `A|B`. `kind`: the cell names something of that kind.
    """

    words: str
    read: Callable[[str, Lexicon], T]
    unknown: str = ""
    not_applicable: str = ""
    items: bool = False
    kind: NameKind | None = None


def _text(text: str, _: Lexicon) -> str:
    return text


TEXT = CellType("text", _text)


def name(kind: NameKind, of: Callable[[str], N]) -> CellType[N]:
    """A name that its key table has."""

    def read(text: str, lexicon: Lexicon) -> N:
        names = lexicon.names[kind]
        shown = names.shown(text)
        if shown is None:
            near = names.nearest(text)
            hint = f'did you mean "{near}"?' if near else f"add it to {kind.table} or correct it here"
            raise CellError(f"{kind.what} of {kind.table}", hint)
        return of(shown)

    return CellType(f"{kind.what} of {kind.table}", read, kind=kind)


def spelling(kind: NameKind, of: Callable[[str], N]) -> CellType[N]:
    """A name that may be new; it is shown as it was written first."""
    return CellType(f"{kind.what}: any text", lambda text, lexicon: of(lexicon.names[kind].add(text)), kind=kind)


def all_or(cell: CellType[T]) -> CellType[T | None]:
    """A scope: `*` means all."""

    def read(text: str, lexicon: Lexicon) -> T | None:
        return None if text == "*" else cell.read(text, lexicon)

    return CellType(f"{cell.words}, or * for all", read, kind=cell.kind)


def listed(cell: CellType[T]) -> CellType[tuple[T, ...]]:
    """Several of a type, written `A|B`; the same twice counts once."""

    def read(text: str, lexicon: Lexicon) -> tuple[T, ...]:
        items = [item.strip() for item in text.split("|")]
        if not all(items):
            raise CellError("a list such as A|B without an empty item", "remove the bar that has nothing beside it")
        return tuple(dict.fromkeys(cell.read(item, lexicon) for item in items))

    return CellType(f"a list A|B, each {cell.words}", read, items=True, kind=cell.kind)


def listed_or_all(cell: CellType[T]) -> CellType[tuple[T, ...]]:
    """Several of a type, or `*` for all, which is the empty list."""
    several = listed(cell)

    def read(text: str, lexicon: Lexicon) -> tuple[T, ...]:
        return () if text == "*" else several.read(text, lexicon)

    return CellType(f"{several.words}, or * for all", read, items=True, kind=cell.kind)


def choice(options: type[E]) -> CellType[E]:
    """One word of a fixed list."""
    by_word = {fold(option.value): option for option in options}

    def read(text: str, _: Lexicon) -> E:
        if (found := by_word.get(fold(text))) is not None:
            return found
        raise CellError(f"one of {', '.join(by_word)}", did_you_mean(text, by_word))

    return CellType(", ".join(by_word), read, unknown="unknown" if "unknown" in by_word else "")


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def _yes_no(text: str, _: Lexicon) -> bool:
    if (answer := _YES_NO.get(fold(text))) is None:
        raise CellError("yes or no", did_you_mean(text, ("yes", "no")))
    return answer


YES_NO = CellType("yes, no", _yes_no)

_WHOLE = re.compile(r"(?P<digits>[+-]?[0-9]{1,15})(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def whole(least: int, most: int, unit: str = "") -> CellType[int]:
    """A whole number from `least` to `most`."""
    words = f"a whole number{' of ' + unit if unit else ''} from {least} to {most}"

    def read(text: str, _: Lexicon) -> int:
        match = _WHOLE.fullmatch(text)
        if not match:
            raise CellError(words, _number_hint(text))
        number = int(match["digits"])
        if not least <= number <= most:
            raise CellError(words, "correct the number")
        return number

    return CellType(words, read)


def number(least: float, most: float, unit: str = "") -> CellType[float]:
    """A number from `least` to `most` with a decimal point."""
    words = f"a number{' of ' + unit if unit else ''} from {least:g} to {most:g}"

    def read(text: str, _: Lexicon) -> float:
        if not _NUMBER.fullmatch(text):
            raise CellError(words, _number_hint(text))
        if not least <= float(text) <= most:
            raise CellError(words, _share_hint(float(text), most))
        return float(text)

    return CellType(words, read)


def _number_hint(text: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return f"write a decimal point: {text.replace(',', '.')}"
    if digits := re.match(r"[+-]?[0-9]+", text):
        return f"write the number alone, without unit or separators, such as {digits[0]}"
    return "write digits only"


def _share_hint(value: float, most: float) -> str:
    return f"write a share such as {value / 100:g}" if most == 1 and 1 < value <= 100 else "correct the number"


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


def _instruments(text: str, lexicon: Lexicon) -> tuple[tuple[InstrumentClass, ...], ...]:
    groups = [[item.strip() for item in group.split("/")] for group in text.split("|")]
    if not all(item for group in groups for item in group):
        raise CellError("instrument classes such as A|B or A/B", "remove the bar that has nothing beside it")
    names = lexicon.names[NameKind.INSTRUMENT_CLASS]
    return tuple(tuple(dict.fromkeys(InstrumentClass(names.add(item)) for item in group)) for group in groups)


INSTRUMENTS = CellType(
    "instrument classes: A|B all of them, A/B either of them", _instruments, kind=NameKind.INSTRUMENT_CLASS
)


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
