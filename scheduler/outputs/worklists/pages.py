"""A worklist as pages, with boxes to tick and lines to sign."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path

from scheduler.outputs.printing import Sheet
from scheduler.outputs.words import counted, day_said, hours_said
from scheduler.outputs.worklists.content import WorkLine, Worklist


def sheet_of(worklist: Worklist, today: date, path: Path) -> Sheet:
    """Return what is to be printed of a worklist, and where."""
    said = json.dumps(_laid_out(worklist, today), ensure_ascii=False)
    midnight = datetime.combine(today, time(0), UTC)
    return Sheet(_template(), said, int(midnight.timestamp()), str(path))


@cache
def _template() -> str:
    return files("scheduler.outputs.worklists").joinpath("worklist.typ").read_text(encoding="utf-8")


def _laid_out(worklist: Worklist, today: date) -> dict[str, object]:
    return {
        "title": worklist.title,
        "period": worklist.period,
        "today": day_said(today),
        "count": counted(len(worklist.lines), "visit"),
        "days": [
            {
                "said": day_said(day),
                "total": f"{counted(len(lines), 'visit')}, {hours_said(sum(line.minutes for line in lines))}",
                "lines": [_line(line) for line in lines],
            }
            for day, lines in worklist.by_day()
        ],
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
