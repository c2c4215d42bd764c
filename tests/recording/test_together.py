"""Several files change as one, wherever a crash comes; who reads or writes next finds all of it or none."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.recording.together import LOCK, PENDING, finish_interrupted, replace_together, writing

OLD = {"a.csv": b"old a", "b.csv": b"old b"}
NEW = {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}


class Crash(BaseException):
    """The machine stops here."""


def a_folder(path: Path) -> Path:
    path.mkdir()
    for name, content in OLD.items():
        (path / name).write_bytes(content)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def before() -> dict[str, bytes | None]:
    return {**OLD, "c.csv": None}


def test_all_files_change(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "p")

    with writing(folder):
        replace_together(folder, NEW, before())

    assert contents(folder) == NEW
    assert sorted(path.name for path in folder.iterdir()) == [LOCK, *NEW]


def test_a_crash_after_any_file_operation_leaves_the_old_or_the_new_and_never_a_mixture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[dict[str, bytes]] = []
    operation = 0
    while True:
        folder = a_folder(tmp_path / f"p{operation}")
        if not _crashes(folder, operation, monkeypatch):
            break
        finish_interrupted(folder)
        found.append(contents(folder))
        with writing(folder):
            assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == [LOCK]
        operation += 1

    assert operation >= 8
    assert all(each in (OLD, NEW) for each in found)
    assert OLD in found
    assert NEW in found


def _crashes(folder: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Stop the machine after so many operations on files; tell whether it came to that."""
    done = 0

    def counted(operation: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            nonlocal done
            result = operation(*arguments, **named)
            done += 1
            if done > after:
                raise Crash
            return result

        return run

    with monkeypatch.context() as patched:
        for name in ("replace", "fsync"):
            patched.setattr(os, name, counted(getattr(os, name)))
        patched.setattr("scheduler.recording.together.shutil.rmtree", lambda *_, **__: None)
        try:
            with writing(folder):
                replace_together(folder, NEW, before())
        except Crash:
            return True
    return False


def test_what_was_brought_to_disk_is_finished_by_whoever_comes_next(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "p")
    (folder / PENDING).mkdir()
    (folder / PENDING / "b.csv").write_bytes(b"new b")

    finish_interrupted(folder)

    assert contents(folder) == {"a.csv": b"old a", "b.csv": b"new b"}
    assert not (folder / PENDING).exists()


def test_writers_take_turns(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "p")
    (folder / "count.csv").write_bytes(b"0")
    code = (
        "import sys; from pathlib import Path; from scheduler.recording.together import writing, replace_together\n"
        "folder = Path(sys.argv[1])\n"
        "for _ in range(20):\n"
        "    with writing(folder):\n"
        "        old = (folder / 'count.csv').read_bytes()\n"
        "        replace_together(folder, {'count.csv': str(int(old) + 1).encode()}, {'count.csv': old})\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(folder)]) for _ in range(3)]

    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert (folder / "count.csv").read_bytes() == b"60"
