"""`htm formats`: every table and column that the program reads, as its docs print it."""

from typing import Annotated

import typer

from scheduler.cli.arguments import AsJson
from scheduler.cli.screen import say, say_json
from scheduler.errors import UsageError


def command(
    table: Annotated[str | None, typer.Argument(help="One table; without it, all.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print the columns of the input tables: meaning, unit, allowed values, what a blank means, example."""
    from dataclasses import asdict

    from scheduler.inputs import formats

    tables = [each for each in formats() if table is None or each.name == table]
    if not tables:
        raise UsageError(f'There is no table "{table}"; there are {", ".join(each.name for each in formats())}.')
    if as_json:
        say_json({each.name: asdict(each) for each in tables})
        return
    for each in tables:
        say(each.as_text())
