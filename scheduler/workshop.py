"""A folder to make things in, beside the place they are for, and the one step that brings them there.

A workshop is locked while somebody works in it. What a process that was killed has left is known by its name, by the
lock's file, and by nobody holding that lock: whoever next makes something for the same place clears it away.
"""

import ctypes
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # a system without file locks: nothing is ever cleared away there
    fcntl = None  # type: ignore[assignment]

_LOCK = "lock"
_ASIDE = "aside"
_RANDOM = "[a-z0-9_]{8}"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def workshop(place: Path) -> Iterator[Path]:
    """Lend a path beside `place`, on the same disk, for a file or folder to be made; what stays there is removed.

    Raises OSError where nothing can be made.
    """
    clear_away(place)
    folder, lock = _opened(place)
    try:
        yield folder / "new"
    finally:
        with suppress(OSError):
            _remove(folder)
        os.close(lock)


def put_in_place(made: Path, place: Path) -> None:
    """Give a folder of a workshop its place: whoever looks there sees the former folder or this one, at any moment.

    Where the system cannot exchange two folders there is a moment without either; what ends the process just then
    is put right by whoever next makes something for this place.
    """
    try:
        os.replace(made, place)
    except OSError:
        if not place.is_dir():
            raise
        if not _exchanged(made, place):
            _replace_in_two_steps(made, place)
    to_disk(place.parent)


def to_disk(path: Path) -> None:
    """Make sure that a file's bytes, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_away(place: Path) -> None:
    """Remove the workshops for this place in which nobody works any more."""
    if fcntl is None or not place.parent.is_dir():
        return
    named = re.compile(re.escape(_prefix(place)) + _RANDOM)
    with os.scandir(place.parent) as entries:
        found = sorted(entry.name for entry in entries if named.fullmatch(entry.name))
    for name in found:
        with suppress(OSError):
            _clear_if_left(place.parent / name, place)


def hold(lock: int) -> None:
    """Lock a file for as long as it is open; on a disk without locks nobody else gets one either."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders take each other's place in one step; False: this system or disk cannot, nothing has happened."""
    swap = _exchange()
    return swap is not None and swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0


@cache
def _exchange() -> Any:
    """Return renameat2 of the C library: Linux since 3.15 with glibc since 2.28; Python has no name for it."""
    try:
        return ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return None


def _replace_in_two_steps(made: Path, place: Path) -> None:
    aside = made.parent / _ASIDE
    os.replace(place, aside)
    try:
        os.replace(made, place)
    except BaseException:
        os.replace(aside, place)
        raise


def _prefix(place: Path) -> str:
    return f".{place.name}.htm-"


def _opened(place: Path) -> tuple[Path, int]:
    """Make a workshop and hold its lock; where somebody took it for left behind before it was held, make another."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(place), dir=place.parent))
        with suppress(FileNotFoundError):
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            hold(lock)
            if (folder / _LOCK).exists():
                return folder, lock
            os.close(lock)


def _clear_if_left(folder: Path, place: Path) -> None:
    """Raises OSError where somebody is at work there, or it is none of ours."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:  # its maker was stopped before the first file, or after the last one
        folder.rmdir()
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if (folder / _ASIDE).is_dir() and not place.exists():
            os.replace(folder / _ASIDE, place)
        _remove(folder)
    finally:
        os.close(lock)


def _remove(folder: Path) -> None:
    """Remove a workshop, its lock last, so that what is left half removed can be told from others' folders."""
    for path in sorted(folder.iterdir()):
        if path.name != _LOCK:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    (folder / _LOCK).unlink()
    folder.rmdir()
