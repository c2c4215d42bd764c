"""Worklists: what a technician, a department or a vendor has on paper or in a workbook, with boxes to tick."""

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.file_names import file_names
from scheduler.outputs.worklists.content import Worklist, worklists
from scheduler.outputs.worklists.pages import Printer
from scheduler.outputs.worklists.workbook import write_workbook

__all__ = ["write_worklists"]

_PRINTERS = 2
"""Pages are laid out outside Python's lock, so two printers make use of two cores; each document is one printer's."""

Placed = tuple[Worklist, Path]


def write_worklists(plan: Plan, facts: Facts, folder: Path, readers: Collection[tuple[str, str]] | None = None) -> None:
    """Write a PDF and an XLSX for everybody who has work, or for those `readers` (kind and name) alone."""
    everybody = _placed(plan, facts, folder / "worklists")
    placed = [(each, path) for each, path in everybody if readers is None or (each.folder, each.scope) in readers]
    with ThreadPoolExecutor(_PRINTERS) as printers:
        shares = [placed[number::_PRINTERS] for number in range(_PRINTERS)]
        printing = printers.map(_print, shares, [plan.today] * _PRINTERS)
        for worklist, path in placed:
            write_workbook(worklist, path.with_name(f"{path.name}.xlsx"), plan.today)
        list(printing)


def _placed(plan: Plan, facts: Facts, folder: Path) -> Iterator[Placed]:
    """Give every worklist its place, without a suffix."""
    everybody = list(worklists(plan, facts))
    for kind in ("technicians", "departments", "performers"):
        (folder / kind).mkdir(parents=True)
        own = [each for each in everybody if each.folder == kind]
        names = file_names(each.scope for each in own)
        yield from ((each, folder / kind / names[each.scope]) for each in own)


def _print(share: Iterable[Placed], today: date) -> None:
    printer = Printer(today)
    for worklist, path in share:
        printer.write(worklist, path.with_name(f"{path.name}.pdf"))
