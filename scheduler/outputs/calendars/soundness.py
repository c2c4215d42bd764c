"""The last look at a feed before anybody can fetch it: a bad answer empties people's calendars (FEEDS, why)."""

from scheduler.outputs.calendars.fitting import MOST_BYTES, MOST_EVENTS

_LONGEST_LINE = 75


def refuse_unsound(content: bytes, events: int, name: str) -> None:
    """Raise ValueError where bytes are not one whole calendar of so many events, in lines that every client reads."""
    lines = content.split(b"\r\n")
    faults = {
        "its ends": lines[0] != b"BEGIN:VCALENDAR" or lines[-2:] != [b"END:VCALENDAR", b""],
        "its number of events": not events == lines.count(b"BEGIN:VEVENT") == lines.count(b"END:VEVENT"),
        "its size": events > MOST_EVENTS or len(content) > MOST_BYTES,
        "a long line": max(map(len, lines)) > _LONGEST_LINE,
        "a stray line end": content.count(b"\r") + content.count(b"\n") > 2 * (len(lines) - 1),
        "its encoding": not _is_utf_8(content),
    }
    found = [fault for fault, there in faults.items() if there]
    if found:
        raise ValueError(f"The calendar {name} was not written well ({', '.join(found)}); nothing was published.")


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
