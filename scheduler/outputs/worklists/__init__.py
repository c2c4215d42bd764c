"""Worklists: what a technician, a department or a vendor has on paper or in a workbook, with boxes to tick."""

from collections.abc import Iterator, Mapping, Set
from datetime import date
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
    plan: Plan,
    facts: Facts,
    folder: Path,
    press: Press,
    changed: Mapping[tuple[str, str], Set[date]] | None = None,
) -> None:
    """Write a PDF and an XLSX for everybody who has work. The pages are there when the press is done.

    `changed`: for those (kind and name) alone who have these days otherwise than on the paper that they hold; their
    workbooks have all days, their pages these.
    """
    everybody = _placed(plan, facts, folder / "worklists")
    placed = [(each, path) for each, path in everybody if changed is None or each.reader in changed]
    for worklist, path in placed:
        days = None if changed is None else changed[worklist.reader]
        press.lay_out(sheet_of(worklist, plan.today, path.with_name(f"{path.name}.pdf"), days))
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
