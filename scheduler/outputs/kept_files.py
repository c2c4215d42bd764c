"""The files of a plan's folder that say all of it: what the store keeps of a version, byte by byte."""

from collections.abc import Mapping
from pathlib import Path

from scheduler.errors import UsageError

KEPT = ("visits.csv", "tasks.csv", "shortfall.csv", "load.csv", "cmms.csv", "plan.json")
"""From these and the programme every other document can be written again."""
IF_THERE = ("certificate.json", "published.csv")


def kept_files(out: Path) -> Mapping[str, bytes]:
    """Read them; raises UsageError where one is missing."""
    names = (*KEPT, *(name for name in IF_THERE if (out / name).exists()))
    try:
        return {name: (out / name).read_bytes() for name in names}
    except OSError as error:
        name = Path(error.filename or "").name
        raise UsageError(
            f"{out} holds no {name} that can be read. Give the folder that `htm plan --out` wrote."
        ) from error
