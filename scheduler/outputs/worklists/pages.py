"""A worklist as pages: PDF by typst, with its own fonts, so that the same plan gives the same bytes everywhere."""

import json
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path

import typst

from scheduler.outputs.words import counted, day_said, hours_said
from scheduler.outputs.worklists.content import WorkLine, Worklist

_GENERATIONS_KEPT = 10
_DOCUMENTS_KEPT = 4


class Printer:
    """Compiles one template over and over; a worklist enters as data and never as code."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._written = 0
        self._template = files("scheduler.outputs.worklists").joinpath("worklist.typ").read_bytes()
        self._typst = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))

    def write(self, worklist: Worklist, path: Path) -> None:
        """Write the pages of a worklist."""
        said = json.dumps(_laid_out(worklist, self._today), ensure_ascii=False)
        midnight = datetime.combine(self._today, time(0), UTC)
        pdf = self._typst.compile(
            self._template,
            format="pdf",
            sys_inputs={"worklist": said},
            timestamp=int(midnight.timestamp()),
            pdf_tags=False,
        )
        if not isinstance(pdf, bytes):
            raise TypeError("typst gave no PDF.")
        path.write_bytes(pdf)
        self._written += 1
        if self._written % _DOCUMENTS_KEPT == 0:
            self._forget()

    def _forget(self) -> None:
        """Make typst drop what it keeps of documents, which it does only after ten more: a gigabyte for a hospital."""
        for _ in range(_GENERATIONS_KEPT + 1):
            self._typst.compile(b"", format="pdf")


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
