"""`htm appendix`: the periodicity appendix of the service contract."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import Folder, From, Quarter, SetAside, Today, Until, horizon_of, today_of
from scheduler.cli.progress import Stopwatch
from scheduler.cli.screen import say


def command(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="The folder to write.")],
    quarter: Quarter = None,
    first: From = None,
    last: Until = None,
    today: Today = None,
    max_set_aside: SetAside = 0,
) -> None:
    """Write the appendix from the same files as the schedule."""
    from scheduler import pipeline

    day = today_of(today)
    with Stopwatch() as watch:
        written = pipeline.appendix(folder, day, horizon_of(quarter, first, last, day), out, watch, max_set_aside)
    for path in written:
        say(str(path))
