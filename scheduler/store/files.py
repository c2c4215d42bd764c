"""Files of the store that appear whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from scheduler.workshop import to_disk


def made_whole(made: Path, path: Path) -> None:
    """Give a finished file its name, unless another process gave it to its own first; both survive a power cut."""
    to_disk(made)
    with suppress(FileExistsError):
        os.link(made, path)
    to_disk(path.parent)
