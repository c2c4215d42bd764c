"""Several files of a folder replaced as one: all of them or none, whatever stops the machine, one writer at a time.

New contents are written beside the folder's files under a hidden name, brought to disk, and renamed to PENDING: from
that moment on they stand, and whoever comes next moves them into place. Before it, nothing has happened.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import UsageError, VersionConflict

try:
    import fcntl
except ImportError:  # a system without file locks
    fcntl = None  # type: ignore[assignment]

LOCK = ".htm-record.lock"
PENDING = ".htm-record.pending"
_WORKSHOP = ".htm-record.new-"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of a folder; what another one left pending is finished first."""
    with _locked(folder, exclusive=True):
        _finish(folder)
        _sweep(folder)
        yield


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Read a folder while nobody replaces its files; where nobody ever has, there is nothing to wait for."""
    finish_interrupted(folder)
    if not (folder / LOCK).exists():
        yield
        return
    with _locked(folder, exclusive=False):
        yield


def finish_interrupted(folder: Path) -> None:
    """Move into place what a writer that was stopped had brought to disk."""
    if (folder / PENDING).is_dir():
        with writing(folder):
            pass


def replace_together(folder: Path, files: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Replace files that still are as they were `before`. Raises VersionConflict if one is not."""
    for name, content in before.items():
        path = folder / name
        if (path.read_bytes() if path.exists() else None) != content:
            raise VersionConflict(
                f"{name} was changed while htm record was at work; nothing is recorded. Run it again."
            )
    workshop = Path(tempfile.mkdtemp(prefix=_WORKSHOP, dir=folder))
    try:
        for name, content in files.items():
            _write(workshop / name, content, folder / name)
        _to_disk(workshop)
        os.replace(workshop, folder / PENDING)
    except BaseException:
        shutil.rmtree(workshop, ignore_errors=True)
        raise
    _to_disk(folder)
    _finish(folder)


def _write(path: Path, content: bytes, old: Path) -> None:
    """Write a file with the permissions of the one that it replaces."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if old.exists():
        shutil.copymode(old, path)


def _finish(folder: Path) -> None:
    pending = folder / PENDING
    if not pending.is_dir():
        return
    for path in sorted(pending.iterdir()):
        os.replace(path, folder / path.name)
    _to_disk(folder)
    pending.rmdir()


def _sweep(folder: Path) -> None:
    """Remove what was never brought to its end."""
    for path in folder.glob(f"{_WORKSHOP}*"):
        shutil.rmtree(path, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: Path, *, exclusive: bool) -> Iterator[None]:
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT if exclusive else os.O_RDONLY, 0o644)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}. Check its permissions.") from error
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)
