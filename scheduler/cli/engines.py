"""How many processes work on the plan, and where: options that never change it."""

import os
from typing import Annotated

import typer

Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes of the pool; default: as many as this machine has cores.")
]
EngineName = Annotated[str, typer.Option("--engine", help="inline, pool or dask; never changes the plan.")]
ClusterAddress = Annotated[
    str | None, typer.Option("--cluster", help="With --engine dask: its scheduler; default tcp://127.0.0.1:8786.")
]


def workers_of(asked: int | None) -> int:
    """The number asked for, else one for each core that this process may use."""
    if asked is not None:
        return asked
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
