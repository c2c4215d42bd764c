"""`htm advisories`: what published advisories mean for the models and assets of a programme."""

from typing import Annotated

import typer

from scheduler.cli.arguments import AsJson, DryRun, Folder, SetAside, Today, today_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import PROBLEMS_FILE, note, say, say_json, show_problems
from scheduler.errors import UsageError


def command(
    folder: Folder,
    today: Today = None,
    propose: Annotated[
        bool, typer.Option("--propose", help="Add the likely matches to advisory_matches.csv, to be answered.")
    ] = False,
    max_set_aside: SetAside = 0,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Say for each model what affects it, whether there is a fix, and how its assets stand; and list every advisory."""
    from scheduler import pipeline
    from scheduler.outputs.advised import advised_json, advised_lines

    if dry_run and not propose:
        raise UsageError("--dry-run is for --propose: without it nothing is written.")
    with Stopwatch() as watch:
        advised = pipeline.advisories(folder, today_of(today), watch, max_set_aside)
        proposed = pipeline.propose_matches(folder, advised, dry_run=dry_run) if propose else None
    show_problems(f"{len(advised.warnings)} warnings:", advised.warnings, PROBLEMS_FILE)
    if proposed is not None:
        done = "would be added to" if dry_run else "added to"
        note(f"{len(proposed.matches)} likely matches {done} {proposed.file}")
    if as_json:
        more = {} if proposed is None else {"proposed": len(proposed.matches)}
        say_json(advised_json(advised) | more)
        return
    for line in advised_lines(advised):
        say(line)
