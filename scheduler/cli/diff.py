"""`htm diff`: what changed between two published versions or plans, for whom, and why."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import AsJson, Database, DryRun

Named = "A version's number, latest, or a folder that htm plan wrote."


def command(
    old: Annotated[str, typer.Argument(metavar="A", help=Named)],
    new: Annotated[str, typer.Argument(metavar="B", help=Named)],
    programme: Annotated[
        Path, typer.Option("--programme", help="The programme whose versions are meant; default: this folder.")
    ] = Path("."),
    database: Database = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write the difference as one page.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List every change, not only the first 50.")] = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Say which visits are new, moved, reassigned, changed or cancelled from A to B, old and new, and why."""
    from scheduler.cli.difference import show

    show(old, new, programme, database, None if dry_run else html, every=every, as_json=as_json)
