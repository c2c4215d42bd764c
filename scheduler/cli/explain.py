"""`htm explain`: why is this task where it is, or why has it no place."""

from pathlib import Path
from typing import Annotated

import typer

from scheduler.cli.arguments import AsJson
from scheduler.cli.screen import say, say_json


def command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that htm plan wrote.")],
    task_id: Annotated[str, typer.Argument(metavar="TASK_ID", help="A task_id of tasks.csv.")],
    as_json: AsJson = False,
) -> None:
    """Say what is known of one task: its window and basis, its visit and people, or what stands in its way."""
    from scheduler.outputs import explain_task

    known = explain_task(out, task_id)
    if as_json:
        say_json({"lines": [{"name": name, "text": text} for name, text in known]})
        return
    for name, text in known:
        say(f"{name:20}{text}")
