"""Feeds as files for a web server that is there already: each whole at any moment, its time that of its content."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.store import FeedBody


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, and how many had the same bytes already."""

    written: int
    same: int


def write_static(bodies: Iterable[FeedBody], folder: Path) -> Written:
    """Write every feed to `folder`/kind/name.ics. Raises UsageError where that cannot be written.

    A file that has the same bytes is left alone, so its modification time, which web servers send as Last-Modified and
    turn into an entity tag, moves only with its content. Files of others in the folder are never touched.
    """
    written = same = 0
    try:
        for body in bodies:
            if _write(folder / body.head.file_name, body):
                written += 1
            else:
                same += 1
        _to_disk(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}. Give another folder with --static.") from error
    return Written(written, same)


def _write(path: Path, body: FeedBody) -> bool:
    changed = body.head.changed_at.timestamp()
    if path.is_file() and path.read_bytes() == body.content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.tmp")
    with draft.open("wb") as file:
        file.write(body.content)
        file.flush()
        os.fsync(file.fileno())
    os.utime(draft, (changed, changed))
    os.replace(draft, path)
    _to_disk(path.parent)
    return True


def _to_disk(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
