"""Files of the store that appear whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path


def made_whole(made: Path, path: Path) -> None:
    """Give a finished file its name, unless another process gave it to its own first; both survive a power cut."""
    descriptor = os.open(made, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    with suppress(FileExistsError):
        os.link(made, path)
    folder_to_disk(path.parent)


def folder_to_disk(folder: Path) -> None:
    """Make sure that the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
