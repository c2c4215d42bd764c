"""`htm init`: an empty programme to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.screen import note, say
from scheduler.errors import UsageError


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
) -> None:
    """Write programme.yaml and a CSV file with headings for every table."""
    from scheduler.inputs import template

    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty; give the name of a new folder.")
    for path in template(folder):
        say(str(path))
    note(f"Fill in the tables, then: htm check {folder}")
