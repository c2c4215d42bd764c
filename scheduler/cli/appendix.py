"""`htm appendix`: the periodicity appendix of the service contract."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import (
    AsJson,
    DryRun,
    Folder,
    From,
    Quarter,
    SetAside,
    Today,
    Until,
    horizon_of,
    today_of,
)
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.errors import UsageError


def command(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The folder to write; it appears whole or not at all.")],
    contract: Annotated[str, typer.Option("--contract", help="The appendix of this agreement alone.")] = "",
    against: Annotated[
        Path | None, typer.Option("--against", help="An earlier appendix.json, or a folder of appendices.")
    ] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="A plan's folder: is it staffable.")] = None,
    language: Annotated[str, typer.Option("--language", help="en or es; default: the agreement's own.")] = "",
    quarter: Quarter = None,
    first: From = None,
    last: Until = None,
    today: Today = None,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Write the appendix from the same files as the schedule: DOCX, PDF, XLSX, CSV and JSON."""
    from scheduler import pipeline
    from scheduler.outputs import Wanted, read_plan_dates

    wanted = Wanted(contract, against, language)
    if plan is None:
        day = today_of(today)
        horizon, set_aside = horizon_of(quarter, first, last, day), max_set_aside
    elif quarter or first or last or today:
        raise UsageError("--plan brings its own days; leave out --quarter, --from, --until and --today.")
    else:
        day, horizon, set_aside = read_plan_dates(plan)
    request = pipeline.AppendixRequest(folder, day, horizon, wanted, plan, set_aside)
    with Stopwatch() as watch:
        made = pipeline.appendix(request, out, watch, dry_run=dry_run)
    show_problems(f"{len(made.warnings)} warnings:", made.warnings, PROBLEMS_FILE)
    if as_json:
        say_json({"written": not dry_run, "files": [str(path) for path in made.files]})
        return
    for path in made.files:
        say(str(path))
    if dry_run:
        note(f"Nothing was written; {out} would hold these files.")
