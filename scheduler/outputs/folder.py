"""The folder out: every document of a checked plan, whole or not at all."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.aside import SOON, Aside
from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan, VerifiedPlan
from scheduler.errors import UsageError
from scheduler.outputs.before import Before
from scheduler.outputs.calendars import write_calendars
from scheduler.outputs.comparison import side_of
from scheduler.outputs.patching import patch_work_of
from scheduler.outputs.plan_json import write_plan_json
from scheduler.outputs.printing import Press
from scheduler.outputs.published import write_published
from scheduler.outputs.report import write_report
from scheduler.outputs.report.changed import Changes
from scheduler.outputs.tables import write_tables
from scheduler.outputs.worklists import Placed, placed_worklists, print_worklists, write_workbooks
from scheduler.workshop import put_in_place, to_disk, workshop

_FILES_AT_ONCE = 16


def write_folder(verified: VerifiedPlan, facts: Facts, out: Path, *, peak_memory_mb: int = 0) -> None:
    """Write all documents of a plan to `out`; an earlier plan there is replaced whole, anything else is left alone.

    The same plan gives the same bytes; only `stages` and `peak_memory_mb` in plan.json tell of the run.
    Raises UsageError where `out` holds something that is not a plan, or cannot be written.
    """
    from scheduler.outputs.appendix import write_appendix  # only where it is written: it takes long to import

    plan = verified.plan
    with (
        whole_or_not_at_all(out) as folder,
        _with_calendars(plan, facts, folder),
        _with_worklists(placed_worklists(plan, facts, folder), plan) as press,
    ):
        write_appendix(facts, folder / "appendix", press, plan)
        write_tables(plan, facts, folder)
        patch_work = patch_work_of(plan, facts)
        write_report(plan, facts, folder, patch_work=patch_work)
        write_plan_json(plan, facts, folder, peak_memory_mb, patch_work)


def write_replanned_folder(
    plan: Plan, facts: Facts, out: Path, before: Before, *, peak_memory_mb: int, vouch: Callable[[], object]
) -> None:
    """The same for a plan that was planned again: published.csv and what changes are there, the appendix is not.

    Only those for whom something changes get a worklist, on paper of the days that change: the rest still holds.
    `vouch` is asked when all is written and before any of it is seen; what it raises leaves `out` as it was.
    """
    with whole_or_not_at_all(out) as folder:
        with _with_calendars(plan, facts, folder):
            changes = Changes(before, side_of(plan, facts, "this plan"))
            with _with_worklists(placed_worklists(plan, facts, folder, changes.days()), plan):
                write_tables(plan, facts, folder)
                patch_work = patch_work_of(plan, facts)
                write_plan_json(plan, facts, folder, peak_memory_mb, patch_work)
                write_report(plan, facts, folder, changes, patch_work)
                if before.footprint.lines:
                    write_published(before.footprint, facts, folder)
        vouch()


@contextmanager
def _with_calendars(plan: Plan, facts: Facts, folder: Path) -> Iterator[None]:
    """Write the calendars while the caller writes the rest."""
    with Aside(lambda: write_calendars(plan, facts, folder), SOON) as calendars:
        yield
        calendars.result()


@contextmanager
def _with_worklists(listed: Sequence[Placed], plan: Plan) -> Iterator[Press]:
    """Make the worklists while the caller makes the rest, and lend the press for other pages."""
    with Aside(lambda: write_workbooks(listed, plan.today), SOON) as workbooks, Press() as press:
        print_worklists(listed, press, plan.today)
        yield press
        workbooks.result()


def _holds_a_plan(out: Path) -> bool:
    try:
        figures = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(figures, dict) and "schema_version" in figures and "fingerprint" in figures


@dataclass(frozen=True, slots=True)
class Content:
    """What a folder out is to hold: its name with the article, and how an earlier one of the kind is known."""

    name: str
    is_in: Callable[[Path], bool]


A_PLAN = Content("a plan", _holds_a_plan)


@contextmanager
def whole_or_not_at_all(out: Path, content: Content = A_PLAN) -> Iterator[Path]:
    """Lend a folder beside `out` that takes its place at the end; whatever goes wrong, `out` stays as it was."""
    refuse_foreign(out, content)
    with ExitStack() as stack:
        with _told_of(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            made = stack.enter_context(workshop(out))
            made.mkdir()
        yield made
        _to_disk(made)
        with _told_of(out):
            put_in_place(made, out)


@contextmanager
def _told_of(out: Path) -> Iterator[None]:
    """Say in words what the system says of a folder that cannot be made or replaced."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}. Give another folder with --out.") from error


def refuse_foreign(out: Path, content: Content = A_PLAN) -> None:
    """Raise UsageError unless `out` is free, empty, or holds something of ours of the same kind."""
    if not out.exists() and not out.is_symlink():
        return
    asked = f"Give --out a folder that is new, empty, or holds an earlier {content.name.partition(' ')[2]}."
    if not out.is_dir() or out.is_symlink():
        raise UsageError(f"{out} is not a folder. {asked}")
    if any(out.iterdir()) and not content.is_in(out):
        raise UsageError(f"{out} holds files that are not {content.name}, and they would be lost. {asked}")


def _to_disk(folder: Path) -> None:
    """Make sure that the files survive a power cut before they get their final name; a disk takes many at a time."""
    with ThreadPoolExecutor(_FILES_AT_ONCE) as threads:
        for _ in threads.map(to_disk, (*sorted(folder.rglob("*")), folder)):
            pass
