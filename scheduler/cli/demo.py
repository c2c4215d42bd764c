"""`htm demo`: the small example, planned, to see what comes out."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli import plan
from scheduler.cli.screen import note

EXAMPLE = Path(__file__).parents[2] / "examples" / "community-hospital"


def command(
    out: Annotated[Path, typer.Option("--out", help="Where to write the plan.")] = Path("htm-demo"),
) -> None:
    """Plan the community hospital of the examples for 2027Q1 as of 2026-12-01."""
    from scheduler.errors import UsageError

    if not EXAMPLE.is_dir():
        raise UsageError("The examples are not here: run htm demo from a checkout of the project.")
    note(f"htm plan {EXAMPLE} --quarter 2027Q1 --today 2026-12-01 --out {out}")
    plan.command(EXAMPLE, out, quarter="2027Q1", today="2026-12-01")
