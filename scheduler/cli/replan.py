"""`htm replan`: after something has changed, a plan that moves little of what people have seen."""

import gc
import resource
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.arguments import AsJson, Database, DryRun, Folder, SetAside, Today, today_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.domain.plan import Settings
from scheduler.errors import Interrupted

if TYPE_CHECKING:
    from scheduler.replanning import Replanned


def command(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The folder to write; it appears whole or not at all.")],
    today: Today = None,
    source: Annotated[
        Path | None, typer.Option("--from", help="A folder that htm plan wrote; default: the latest version.")
    ] = None,
    database: Database = None,
    frozen_days: Annotated[
        int, typer.Option("--frozen-days", min=0, help="Visits of so many days from today move only if they must.")
    ] = 7,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Plan the published days again: what still fits stays, what does not and what is new is placed around it."""
    from scheduler import replanning

    gc.disable()  # what is read and planned stays to the end of this short life; looking it over for cycles takes long
    order = replanning.Order(
        today_of(today), Settings(), datetime.now(UTC), source, database, frozen_days, max_set_aside
    )
    with Stopwatch() as watch:
        written_to = None if dry_run else replanning.Destination(out, _peak_memory_mb)
        done = replanning.replan(folder, order, watch, written_to)
    show_problems(f"{len(done.planned.warnings)} warnings:", done.planned.warnings, PROBLEMS_FILE)
    figures = _figures(done)
    if as_json:
        say_json(figures)
    else:
        for name, figure in figures.items():
            say(f"{name:28}{figure}")
        _explain(done)
        note(f"{'Would be written to' if dry_run else 'Written to'} {out}; published.csv has each published visit")
    if watch.interrupted:
        raise Interrupted("Stopped by you; the best checked plan so far is kept.")


def _peak_memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _figures(done: "Replanned") -> dict[str, object]:
    from scheduler.domain.footprint import Fate

    footprint, plan = done.footprint, done.planned.verified.plan
    every = plan.shares["all"]
    return {
        "from": done.source,
        "today": plan.today.isoformat(),
        "published_ahead": len(footprint.lines),
        **{fate.value: footprint.count(fate) for fate in Fate},
        "new": footprint.new,
        "past_not_recorded": footprint.unrecorded,
        "points_for_moving": footprint.moved_points,
        "points_for_staying_at_most": footprint.most_saved,
        "counted": every.counted,
        "placed_in_window": every.placed,
        "largest_possible": every.largest,
        "total": plan.total,
        "bound": plan.bound,
    }


def _explain(done: "Replanned") -> None:
    footprint = done.footprint
    say(
        f"Staying costs at most {footprint.most_saved} points: no plan that moves freely is cheaper by more. "
        f"What moved is charged {footprint.moved_points} points."
    )
    if footprint.unrecorded:
        say(
            f"{footprint.unrecorded} visits before today were not recorded: their work is planned again. "
            "Record what was done with htm record, then replan."
        )
