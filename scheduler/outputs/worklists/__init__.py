"""Worklists: what a technician, a department or a vendor has on paper or in a workbook, with boxes to tick."""

from collections.abc import Collection, Iterator
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.file_names import file_names
from scheduler.outputs.printing import Press
from scheduler.outputs.worklists.content import Worklist, worklists
from scheduler.outputs.worklists.pages import sheet_of
from scheduler.outputs.worklists.workbook import write_workbook

__all__ = ["write_worklists"]


def write_worklists(
    plan: Plan, facts: Facts, folder: Path, press: Press, readers: Collection[tuple[str, str]] | None = None
) -> None:
    """Write a PDF and an XLSX for everybody who has work, or for those `readers` (kind and name) alone.

    The pages are there when the press is done.
    """
    everybody = _placed(plan, facts, folder / "worklists")
    placed = [(each, path) for each, path in everybody if readers is None or (each.folder, each.scope) in readers]
    for worklist, path in placed:
        press.lay_out(sheet_of(worklist, plan.today, path.with_name(f"{path.name}.pdf")))
    for worklist, path in placed:
        write_workbook(worklist, path.with_name(f"{path.name}.xlsx"), plan.today)


def _placed(plan: Plan, facts: Facts, folder: Path) -> Iterator[tuple[Worklist, Path]]:
    """Give every worklist its place, without a suffix."""
    everybody = list(worklists(plan, facts))
    for kind in ("technicians", "departments", "performers"):
        (folder / kind).mkdir(parents=True)
        own = [each for each in everybody if each.folder == kind]
        names = file_names(each.scope for each in own)
        yield from ((each, folder / kind / names[each.scope]) for each in own)
