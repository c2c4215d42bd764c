"""Feeds as files for a web server that is there already: each whole at any moment, its time that of its content."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import UsageError
from scheduler.store import FeedBody
from scheduler.workshop import clear_away, hold, put_in_place, to_disk, workshop


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, and how many had the same bytes already."""

    written: int
    same: int


@contextmanager
def writing_alone(folder: Path) -> Iterator[None]:
    """Wait until no other publisher writes to the folder, and keep others waiting. Raises UsageError.

    Whoever waited reads the store only then, so an older version never replaces a newer one's files.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _refusal(folder, error) from error
    try:
        hold(lock)
        yield
    finally:
        os.close(lock)


def write_static(bodies: Iterable[FeedBody], folder: Path) -> Written:
    """Write every feed to `folder`/kind/name.ics. Raises UsageError where that cannot be written.

    The folder is there, as `writing_alone` leaves it. A file that has the same bytes is left alone, so its modification
    time, which web servers send as Last-Modified and turn into an entity tag, moves only with its content. Files of
    others in the folder are never touched.
    """
    written = same = 0
    try:
        for body in bodies:
            if _write(folder / body.head.file_name, body):
                written += 1
            else:
                same += 1
        to_disk(folder)
    except OSError as error:
        raise _refusal(folder, error) from error
    return Written(written, same)


def _write(path: Path, body: FeedBody) -> bool:
    changed = body.head.changed_at.timestamp()
    if path.is_file() and path.read_bytes() == body.content:
        clear_away(path)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with workshop(path) as draft:
        draft.write_bytes(body.content)
        os.utime(draft, (changed, changed))
        to_disk(draft)
        put_in_place(draft, path)
    return True


def _refusal(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"{folder} cannot be written: {error.strerror}. Give another folder with --static.")
