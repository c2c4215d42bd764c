"""A worklist as pages, with boxes to tick and lines to sign."""

import json
from collections.abc import Sequence, Set
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

from scheduler.outputs.printing import Sheet
from scheduler.outputs.words import counted, day_said, hours_said
from scheduler.outputs.worklists.content import WorkLine, Worklist

CHANGED_DAYS = "only the days that are not as they were; what you have on paper of all other days still holds"


def sheet_of(worklist: Worklist, today: date, path: Path, changed: Set[date] | None = None) -> Sheet:
    """Return what is to be printed of a worklist, and where: all of it, or only its `changed` days."""
    said = json.dumps(_laid_out(worklist, today, changed), ensure_ascii=False)
    midnight = datetime.combine(today, time(0), UTC)
    return Sheet(_template(), said, int(midnight.timestamp()), str(path))


@cache
def _template() -> str:
    return files("scheduler.outputs.worklists").joinpath("worklist.typ").read_text(encoding="utf-8")


def _laid_out(worklist: Worklist, today: date, changed: Set[date] | None) -> dict[str, object]:
    by_day = dict(worklist.by_day())
    shown = by_day if changed is None else {day: by_day.get(day, []) for day in sorted(changed)}
    count = counted(sum(map(len, shown.values())), "visit")
    return {
        "title": worklist.title,
        "period": worklist.period,
        "today": day_said(today),
        "count": count if changed is None else f"{count} · {CHANGED_DAYS}",
        "days": [_day(day, lines) for day, lines in shown.items()],
    }


def _day(day: date, lines: Sequence[WorkLine]) -> dict[str, object]:
    return {
        "said": day_said(day),
        "total": f"{counted(len(lines), 'visit')}, {hours_said(sum(line.minutes for line in lines))}"
        if lines
        else "no visits",
        "lines": [_line(line) for line in lines],
    }


def _line(line: WorkLine) -> dict[str, object]:
    return {
        "start": line.start,
        "end": line.end,
        "minutes": str(line.minutes),
        "site": line.site,
        "department": line.department,
        "room": line.room,
        "tag": line.asset_tag,
        "modality": line.modality,
        "make": line.make,
        "model": line.model,
        "serial": line.serial_number,
        "work": line.work,
        "where": line.where,
        "out": line.out_of_use,
        "people": line.people,
        "bring": line.bring,
    }
