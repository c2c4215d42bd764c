"""Worklists: what a technician, a department or a vendor has on paper or in a workbook, with boxes to tick."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from scheduler.outputs.file_names import file_names
from scheduler.outputs.printing import Press
from scheduler.outputs.worklists.content import Reader, Worklist, readers
from scheduler.outputs.worklists.pages import sheet_of
from scheduler.outputs.worklists.workbook import write_workbook

__all__ = ["Placed", "placed_worklists", "print_worklists", "write_workbooks"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A worklist and its place, without a suffix. `changed`: the days that its pages hold; None: all of them."""

    worklist: Worklist
    path: Path
    changed: Set[date] | None = None


def placed_worklists(
    plan: Plan, facts: Facts, folder: Path, changed: Mapping[tuple[str, str], Set[date]] | None = None
) -> tuple[Placed, ...]:
    """Make the worklists of everybody who has work, and their folders.

    `changed`: of those (kind and name) alone who have these days otherwise than on the paper that they hold; their
    workbooks have all days, their pages these.
    """
    placed = _placed(plan, facts, folder / "worklists")
    if changed is None:
        return tuple(Placed(reader.worklist(), path) for reader, path in placed)
    mine = ((reader, path, changed.get((reader.folder, reader.scope))) for reader, path in placed)
    return tuple(Placed(reader.worklist(), path, days) for reader, path, days in mine if days is not None)


def print_worklists(listed: Sequence[Placed], press: Press, today: date) -> None:
    """Have a PDF made of each; they are there when the press is done."""
    for one in listed:
        press.lay_out(sheet_of(one.worklist, today, one.path.with_name(f"{one.path.name}.pdf"), one.changed))


def write_workbooks(listed: Sequence[Placed], today: date) -> None:
    """Write an XLSX of each."""
    for one in listed:
        write_workbook(one.worklist, one.path.with_name(f"{one.path.name}.xlsx"), today)


def _placed(plan: Plan, facts: Facts, folder: Path) -> Iterator[tuple[Reader, Path]]:
    everybody = list(readers(plan, facts))
    for kind in ("technicians", "departments", "performers"):
        (folder / kind).mkdir(parents=True)
        own = [each for each in everybody if each.folder == kind]
        names = file_names(each.scope for each in own)
        yield from ((each, folder / kind / names[each.scope]) for each in own)
