"""Calendar files of departments and technicians: when they are busy, as spans; what for is never read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scheduler.domain.calendar import Span, Spans
from scheduler.inputs.files.confined import ChildError, run_confined
from scheduler.inputs.files.content import Folder, recognised
from scheduler.inputs.problems import StructureError

MOST_BYTES = 10_000_000
_CHILD = "calendar_child.py"
_SECONDS = 60
_DAYS_BEFORE, _DAYS_AFTER = 62, 1200
_ALL_DAYS = (date(2015, 1, 1), date(2041, 1, 1))


@dataclass(frozen=True, slots=True, order=True)
class CalendarUse:
    """A calendar file, and the zone in which its floating times and whole days are read."""

    file: str
    zone: str


class Calendars:
    """The busy times of calendar files from two months before today to three years after it."""

    def __init__(self, folder: Folder, today: date | None) -> None:
        self._folder = folder
        self._days = (today - timedelta(days=_DAYS_BEFORE), today + timedelta(days=_DAYS_AFTER)) if today else _ALL_DAYS
        self._busy: dict[CalendarUse, Spans] = {}
        self._faults: dict[CalendarUse, str] = {}

    def read(self, uses: Iterable[CalendarUse]) -> None:
        """Read calendar files, all in one child process; those that were read before are known."""
        new = [use for use in sorted(set(uses)) if use not in self._busy and use not in self._faults]
        readable = [use for use in new if self._is_readable(use)]
        if not readable:
            return
        try:
            answers = json.loads(
                run_confined(_CHILD, [], json.dumps([self._request(use) for use in readable]), _SECONDS)
            )
        except ChildError as failure:
            self._faults |= dict.fromkeys(readable, f"calendar files of ordinary size; {failure}")
            return
        for use, answer in zip(readable, answers, strict=True):
            self._take(use, answer)

    def fault(self, use: CalendarUse) -> str:
        """Return what was expected of a calendar file that cannot be used; empty if it can."""
        return self._faults.get(use, "")

    def busy(self, use: CalendarUse) -> Spans:
        """Return the busy times of a calendar file that was read."""
        return self._busy[use]

    def _is_readable(self, use: CalendarUse) -> bool:
        try:
            content = self._folder.read(use.file)
        except StructureError as fault:
            self._faults[use] = fault.problem.expected
            return False
        words = recognised(content)
        if words or b"BEGIN:VCALENDAR" not in content[:1000].upper():
            self._faults[use] = f"a calendar file (.ics), not {words or 'something else'}"
        elif b"END:VCALENDAR" not in content.upper():
            self._faults[use] = "a whole calendar file; this one breaks off"
        elif len(content) > MOST_BYTES:
            self._faults[use] = f"at most {MOST_BYTES} bytes, not {len(content)}"
        return use not in self._faults

    def _request(self, use: CalendarUse) -> dict[str, str]:
        first, last = self._days
        path = str(self._folder.located(use.file))
        return {"path": path, "zone": use.zone, "first": first.isoformat(), "last": last.isoformat()}

    def _take(self, use: CalendarUse, answer: Any) -> None:
        if "fault" in answer:
            self._faults[use] = answer["fault"]
        else:
            self._busy[use] = Spans.of(Span(_utc(start), _utc(end)) for start, end in answer["busy"])


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
