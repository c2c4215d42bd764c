"""Runs in a process of its own: turns calendar files into busy times in UTC, titles left behind.

Argument: memory limit. It reads a JSON list of {path, zone, first, last} and prints one of {busy} or {fault}. It
imports nothing of the project, so that it starts fast and can break alone.
"""

import json
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MOST_COMPONENTS = 20_000
MOST_BUSY = 200_000
_TOO_FINE = frozenset({"SECONDLY", "MINUTELY"})
_LOWEST_PRIORITY = 10

Busy = tuple[datetime, datetime]


class CalendarError(Exception):
    """A calendar file that cannot be used, in words."""


def confine(memory: int) -> None:
    """Limit this process; where the system knows no limits, the parent's time limit remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer what stands on stdin."""
    confine(int(sys.argv[1]))
    warnings.simplefilter("ignore")
    sys.stdout.write(json.dumps([_answer(request) for request in json.load(sys.stdin)]))


def _answer(request: dict[str, str]) -> dict[str, object]:
    zone = ZoneInfo(request["zone"])
    first, last = (
        datetime.combine(date.fromisoformat(request[edge]), time(0), tzinfo=zone) for edge in ("first", "last")
    )
    try:
        busy = _merged(_clipped(_busy(Path(request["path"]).read_bytes(), zone, first, last), first, last))
    except CalendarError as fault:
        return {"fault": str(fault)}
    except MemoryError:
        raise
    except Exception as error:  # a library that reads foreign bytes may raise anything; this process ends here
        return {"fault": f"events that can be read; {type(error).__name__}: {error}"[:200]}
    return {"busy": [[start.isoformat(), end.isoformat()] for start, end in busy]}


def _busy(content: bytes, zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Busy]:
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, UnicodeDecodeError) as error:
        raise CalendarError(f"a calendar file (iCalendar); {error}"[:200]) from error
    for calendar in calendars:
        components = list(calendar.walk())
        if len(components) > MOST_COMPONENTS:
            raise CalendarError(f"at most {MOST_COMPONENTS} events and other parts, not {len(components)}")
        _refuse_too_fine(components)
        yield from _of_availability(calendar, zone, first, last)
        yield from _of_events(calendar, zone, first, last)
        yield from _of_free_busy(calendar, zone)


def _refuse_too_fine(components: Iterable[Any]) -> None:
    for component in components:
        rules = component.get("RRULE", ())
        for rule in rules if isinstance(rules, list) else (rules,) if rules else ():
            frequency = str((rule.get("FREQ") or [""])[0]).upper()
            if frequency in _TOO_FINE or rule.get("BYSECOND"):
                raise CalendarError(f"events that repeat at most hourly, not {frequency}")


def _of_events(calendar: Any, zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Busy]:
    for event in _expanded(calendar, first, last):
        if str(event.get("TRANSP", "OPAQUE")).upper() == "TRANSPARENT":
            continue
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield from _span(event, zone)


def _expanded(calendar: Any, first: datetime, last: datetime) -> Sequence[Any]:
    import recurring_ical_events

    found: Sequence[Any] = recurring_ical_events.of(calendar, components=["VEVENT"]).between(first, last)
    if len(found) > MOST_BUSY:
        raise CalendarError(f"at most {MOST_BUSY} events in the years that are planned, not {len(found)}")
    return found


def _span(component: Any, zone: ZoneInfo) -> Iterator[Busy]:
    start = component["DTSTART"].dt
    if "DTEND" in component:
        end = component["DTEND"].dt
    elif "DURATION" in component:
        end = start + component["DURATION"].dt
    else:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    begins, ends = _instant(start, zone), _instant(end, zone)
    if begins < ends:
        yield begins, ends


def _instant(value: date | datetime, zone: ZoneInfo) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time(0))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _of_free_busy(calendar: Any, zone: ZoneInfo) -> Iterator[Busy]:
    for component in calendar.walk("VFREEBUSY"):
        listed = component.get("FREEBUSY", [])
        for entry in listed if isinstance(listed, list) else [listed]:
            if str(entry.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                for start, end in _periods(entry):
                    ends = start + end if isinstance(end, timedelta) else end
                    yield _instant(start, zone), _instant(ends, zone)


def _periods(entry: Any) -> list[tuple[datetime, datetime | timedelta]]:
    """Return the periods of a FREEBUSY property, which may hold one or several."""
    several = getattr(entry, "dts", None)
    return [item.dt for item in several] if several else [entry.dt]


def _of_availability(calendar: Any, zone: ZoneInfo, first: datetime, last: datetime) -> list[Busy]:
    """Return the busy times of RFC 7953: from the lowest priority up, each block is busy but where it is available."""
    busy: list[Busy] = []
    blocks = sorted(calendar.walk("VAVAILABILITY"), key=lambda block: -_priority(block))
    for block in blocks:
        start, end = _bounds(block, zone, first, last)
        if start >= end:
            continue
        free = _merged(_clipped(_available(block, zone, first, last), start, end))
        busy = _merged([*_less(busy, [(start, end)]), *_less([(start, end)], free)])
    return busy


def _priority(block: Any) -> int:
    said = int(block.get("PRIORITY", 0))
    return said if said else _LOWEST_PRIORITY


def _bounds(block: Any, zone: ZoneInfo, first: datetime, last: datetime) -> Busy:
    start = _instant(block["DTSTART"].dt, zone) if "DTSTART" in block else first.astimezone(UTC)
    if "DTEND" in block:
        end = _instant(block["DTEND"].dt, zone)
    else:
        end = start + block["DURATION"].dt if "DURATION" in block else last.astimezone(UTC)
    return max(start, first.astimezone(UTC)), min(end, last.astimezone(UTC))


def _available(block: Any, zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Busy]:
    """Yield the times of the AVAILABLE parts, expanded as the events that they look like."""
    import icalendar

    calendar = icalendar.Calendar()
    for number, part in enumerate(block.walk("AVAILABLE")):
        event = icalendar.Event()
        for key, value in part.property_items(recursive=False):
            if key not in ("BEGIN", "END"):
                event[key] = part.get(key, value)
        event.setdefault("UID", f"available-{number}")
        calendar.add_component(event)
    for event in _expanded(calendar, first, last):
        yield from _span(event, zone)


def _clipped(busy: Iterable[Busy], first: datetime, last: datetime) -> Iterator[Busy]:
    for start, end in busy:
        begins, ends = max(start, first.astimezone(UTC)), min(end, last.astimezone(UTC))
        if begins < ends:
            yield begins, ends


def _merged(busy: Iterable[Busy]) -> list[Busy]:
    found: list[Busy] = []
    for start, end in sorted(busy):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _less(busy: Sequence[Busy], taken: Sequence[Busy]) -> Iterator[Busy]:
    """Yield what is left of sorted, disjoint spans without others that are sorted and disjoint too."""
    place = 0
    for start, end in busy:
        while place < len(taken) and taken[place][1] <= start:
            place += 1
        at, reaching = start, place
        while reaching < len(taken) and taken[reaching][0] < end:
            if at < taken[reaching][0]:
                yield at, taken[reaching][0]
            at = max(at, taken[reaching][1])
            reaching += 1
        if at < end:
            yield at, end


if __name__ == "__main__":
    main()
