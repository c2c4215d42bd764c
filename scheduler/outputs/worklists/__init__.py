"""Worklists: what a technician, a department or a vendor has on paper or in a workbook, with boxes to tick."""

from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.file_names import file_names
from scheduler.outputs.worklists.content import worklists
from scheduler.outputs.worklists.pages import Printer
from scheduler.outputs.worklists.workbook import write_workbook

__all__ = ["write_worklists"]


def write_worklists(plan: Plan, facts: Facts, folder: Path) -> None:
    """Write a PDF and an XLSX for everybody who has work."""
    printer = Printer(plan.today)
    everybody = list(worklists(plan, facts))
    for kind in ("technicians", "departments", "performers"):
        place = folder / "worklists" / kind
        place.mkdir(parents=True)
        own = [each for each in everybody if each.folder == kind]
        names = file_names(each.scope for each in own)
        for each in own:
            write_workbook(each, place / f"{names[each.scope]}.xlsx", plan.today)
            printer.write(each, place / f"{names[each.scope]}.pdf")
