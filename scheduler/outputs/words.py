"""The words of the documents: kinds of work, statuses, reasons, dates and times as people read them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.calendar import Span
from scheduler.domain.equipment import ProcedureKind, Where
from scheduler.domain.obligation import ReasonCode, TaskStatus
from scheduler.domain.policy import RiskClass

KIND_WORDS = {
    ProcedureKind.PM: "preventive maintenance",
    ProcedureKind.CALIBRATION: "calibration",
    ProcedureKind.SAFETY: "safety test",
    ProcedureKind.INSPECTION: "inspection",
    ProcedureKind.INCOMING: "incoming inspection",
    ProcedureKind.RECALL: "manufacturer's field action",
    ProcedureKind.PATCH: "software update",
    ProcedureKind.CLEANING: "cleaning",
    ProcedureKind.OTHER: "service",
}
"""What a department or a vendor reads: never the name of a procedure, which may speak of a weakness."""

STATUS_WORDS = {
    TaskStatus.PLACED: "placed",
    TaskStatus.UNPLACED: "not placed",
    TaskStatus.NOT_DUE: "not due yet",
    TaskStatus.DONE: "done",
    TaskStatus.ASSUMED_DONE: "assumed done",
    TaskStatus.DONE_ELSEWHERE: "done with other work",
    TaskStatus.DEFERRED: "deferred",
    TaskStatus.WAITING: "waiting for the manufacturer",
    TaskStatus.NOTHING_TO_INSTALL: "nothing to install",
    TaskStatus.VERSION_UNKNOWN: "software version unknown",
    TaskStatus.NO_PATCH: "no patch exists",
}

REASON_WORDS = {
    ReasonCode.NO_QUALIFIED_PERSON: "nobody holds the skill",
    ReasonCode.CERTIFICATE_EXPIRED: "certificate expired",
    ReasonCode.NO_OPEN_WINDOW: "no open downtime window",
    ReasonCode.WINDOW_TOO_SHORT: "downtime window too short",
    ReasonCode.CREW_TOO_SMALL: "not enough people at once",
    ReasonCode.NO_INSTRUMENT: "no instrument in calibration",
    ReasonCode.CAPACITY: "not enough hours",
    ReasonCode.FLEET_LIMIT: "too many of the fleet out",
    ReasonCode.COVER: "too few would stay in service",
    ReasonCode.NOTICE: "notice period of the performer",
    ReasonCode.ROLLOUT_ORDER: "order of the roll-out",
    ReasonCode.ASSET_MISSING: "asset missing",
    ReasonCode.ASSET_IN_REPAIR: "asset in repair",
    ReasonCode.NOT_VALIDATED: "patch not validated by the manufacturer",
    ReasonCode.LOCKED_OUT: "a locked visit is in the way",
}

RISK_WORDS = {RiskClass.HIGH_RISK: "high risk", RiskClass.OTHER: "other"}

WHERE_WORDS = {
    Where.IN_PLACE: "in place",
    Where.BENCH: "on the bench",
    Where.REMOTE: "remote",
    Where.UNOBTRUSIVE: "in place, asset stays in use",
}

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_said(day: date) -> str:
    """Write a day with its weekday, the same in every language setting: Mon 4 Jan 2027."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_said(instant: datetime, zone: ZoneInfo) -> str:
    """Write the time that clocks at the site show: 08:30."""
    return f"{instant.astimezone(zone):%H:%M}"


def span_said(span: Span, zone: ZoneInfo) -> str:
    """Write a stretch of site time; the days are named where it runs over midnight."""
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    if start.date() == end.date():
        return f"{start:%H:%M}-{end:%H:%M}"
    return f"{day_said(start.date())} {start:%H:%M} to {day_said(end.date())} {end:%H:%M}"


def site_time(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant as ISO 8601 in site time with its offset."""
    return instant.astimezone(zone).isoformat()


def utc_time(text: str) -> datetime:
    """Read an ISO 8601 instant with an offset; ValueError where it has none."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f'"{text}" has no offset from UTC')
    return instant.astimezone(UTC)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: 1 visit, 12 visits."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number_said(number: int) -> str:
    """As people read it on paper of any language: a narrow space between thousands, never broken over a line."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def hours_said(minutes: int) -> str:
    """Write minutes as hours and minutes: 2 h 05."""
    return f"{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"


def listed(words: Iterable[str]) -> str:
    """Join words by commas, each once, in the order given."""
    return ", ".join(dict.fromkeys(word for word in words if word))


def shortened(text: str, limit: int) -> str:
    """Cut text to at most `limit` characters, showing that it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


_UNSHOWN = {code: None for code in (*range(32), *range(127, 160), *range(0xD800, 0xE000)) if chr(code) not in "\n\t"}
_SHOWN_AS: dict[int, str | None] = {**_UNSHOWN, 0x2028: "\n", 0x2029: "\n"}


def without_controls(text: str) -> str:
    """Drop what no document can show: control characters but newline and tab, lone surrogates, odd line ends."""
    return text if text.isprintable() else text.replace("\r\n", "\n").translate(_SHOWN_AS)
