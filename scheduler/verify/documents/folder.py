"""Whether a folder holds the files of a plan, no fewer and no others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, Violation, Visit
from scheduler.verify.documents.readers import KINDS, concerns, reader_of

FOLDER = "folder"
FILES = ("visits.csv", "tasks.csv", "shortfall.csv", "plan.json", "load.csv", "report.html", "cmms.csv")
FOLDERS = ("calendars", "worklists", "appendix")
APPENDIX = tuple(f"appendix.{ending}" for ending in ("csv", "docx", "json", "pdf", "xlsx"))
"""What this release writes of the appendix; other files beside them belong to it too."""


def wrong_files(out: Path, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Files that are missing or empty, and files that no plan has."""
    wanted = {*FILES, *FOLDERS, *(["certificate.json"] if plan.duals else [])}
    wanted |= {"published.csv"} if facts.published else set()
    may_lack = {"appendix"} if facts.published else set()
    there = {path.name for path in out.iterdir()} if out.is_dir() else set()
    yield from (Violation(FOLDER, name, f"{name} is missing.") for name in sorted(wanted - there - may_lack))
    yield from (Violation(FOLDER, name, f"{name} is no file of a plan.") for name in sorted(there - wanted))
    for name in sorted(there & set(FILES)):
        if (out / name).stat().st_size == 0:
            yield Violation(FOLDER, name, f"{name} is empty.")
    for name in APPENDIX:
        if "appendix" in there and not (out / "appendix" / name).is_file():
            yield Violation(FOLDER, f"appendix/{name}", f"appendix/{name} is missing.")
    yield from _foreign(out / "calendars", {".ics"})
    yield from _foreign(out / "worklists", {".pdf", ".xlsx"})
    yield from _missing_worklists(out, plan, facts)


def _foreign(place: Path, suffixes: set[str]) -> Iterator[Violation]:
    for path in sorted(place.rglob("*")):
        within = path.relative_to(place.parent).as_posix()
        if path.is_dir() and path.parent == place and path.name in KINDS:
            continue
        if path.is_dir() or path.suffix not in suffixes or path.parent == place:
            yield Violation(FOLDER, within, f"{within} is no file of a plan.")


def _missing_worklists(out: Path, plan: Plan, facts: Facts) -> Iterator[Violation]:
    """Everybody with work has it on paper and in a workbook; nobody needs again what they had seen before."""
    shown = replace(plan, visits=tuple(visit for visit in plan.visits if not _was_seen(visit, facts)))
    for kind in ("technicians", "departments", "performers"):
        wanted = concerns(kind, shown, facts)
        for suffix in (".pdf", ".xlsx"):
            found = {reader_of(path.stem, wanted) for path in (out / "worklists" / kind).glob(f"*{suffix}")}
            for reader in sorted(name for name, own in wanted.items() if own and name not in found):
                yield Violation(FOLDER, f"worklists/{kind}", f"{reader} has no worklist as {suffix}.")


def _was_seen(visit: Visit, facts: Facts) -> bool:
    """Tell whether people had seen all of its work at its start."""
    seen = [facts.published.get(task) for task in visit.task_ids]
    return all(one is not None and one.start == visit.span.start for one in seen)
