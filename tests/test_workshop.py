"""What is made beside its place takes it in one step, and only what nobody works on any more is cleared away."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler import workshop as module
from scheduler.workshop import put_in_place, workshop


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def a_folder(path: Path, version: int) -> Path:
    path.mkdir()
    (path / "version").write_text(str(version))
    return path


@contextmanager
def at_work(place: Path, until: Callable[[Path], object] = Path.stat) -> Iterator[int]:
    """Another process in a workshop for a place, which has done its work there `until` it waits for its end."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            with workshop(place) as made:
                a_folder(made, 1)
                until(made)
                os.write(writer, b"!")
                signal.pause()
        finally:
            os._exit(1)
    os.close(writer)
    assert os.read(reader, 1) == b"!"
    os.close(reader)
    try:
        yield process
    finally:
        kill(process)


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def test_what_a_killed_writer_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    with at_work(tmp_path / "out") as process:
        kill(process)
    left = names(tmp_path)

    with workshop(tmp_path / "out"):
        during = names(tmp_path)

    assert len(left) == len(during) == 1
    assert left != during
    assert names(tmp_path) == []


def test_a_workshop_in_which_somebody_works_is_left_alone(tmp_path: Path) -> None:
    with at_work(tmp_path / "out"):
        before = names(tmp_path)
        with workshop(tmp_path / "out"):
            assert len(names(tmp_path)) == 2
        assert names(tmp_path) == before
        assert (tmp_path / before[0] / "new" / "version").read_text() == "1"


def test_folders_of_others_are_left_alone_whatever_they_are_called(tmp_path: Path) -> None:
    with at_work(tmp_path / "other") as process:
        kill(process)
    (tmp_path / ".out.abcdefgh").mkdir()
    (tmp_path / ".out.htm-notours").write_text("a file of eight letters")
    a_folder(tmp_path / ".out.htm-nolock00", 1)
    (tmp_path / ".out.htm-linked00").symlink_to(tmp_path / ".out.htm-nolock00")
    before = names(tmp_path)

    with workshop(tmp_path / "out"):
        pass

    assert names(tmp_path) == before
    assert names(tmp_path / ".out.htm-nolock00") == ["version"]


def test_a_workshop_left_before_its_first_file_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".out.htm-abcdefgh").mkdir()

    with workshop(tmp_path / "out"):
        pass

    assert names(tmp_path) == []


def test_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    def work() -> None:
        with workshop(tmp_path / "out") as made:
            a_folder(made, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()

    assert names(tmp_path) == []


def replaced(place: Path, versions: int) -> None:
    for version in range(1, versions + 1):
        with workshop(place) as made:
            put_in_place(a_folder(made, version), place)


def test_a_reader_never_misses_a_folder_that_is_exchanged_a_hundred_times(tmp_path: Path) -> None:
    place, over, seen = a_folder(tmp_path / "out", 0), threading.Event(), [0]
    missed = []

    def read() -> None:
        while not over.is_set():
            try:
                seen.append(int((place / "version").read_bytes()))
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    replaced(place, 100)
    over.set()
    reader.join()

    assert missed == []
    assert seen == sorted(seen)
    assert len(set(seen)) > 10
    assert names(tmp_path) == ["out"]


@pytest.fixture
def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two folders in one step."""
    monkeypatch.setattr(module, "_exchange", lambda: None)


@pytest.mark.usefixtures("without_exchange")
def test_a_system_that_cannot_exchange_replaces_in_two_steps(tmp_path: Path) -> None:
    place = a_folder(tmp_path / "out", 0)

    replaced(place, 2)

    assert (place / "version").read_text() == "2"
    assert names(tmp_path) == ["out"]


@pytest.mark.usefixtures("without_exchange")
def test_the_former_folder_comes_back_if_the_second_step_fails(tmp_path: Path) -> None:
    place = a_folder(tmp_path / "out", 0)

    with workshop(place) as made, pytest.raises(FileNotFoundError):
        put_in_place(made, place)

    assert (place / "version").read_text() == "0"


def test_the_former_folder_comes_back_after_a_kill_between_two_steps(tmp_path: Path) -> None:
    place = a_folder(tmp_path / "out", 0)
    with at_work(place, until=lambda made: os.replace(place, made.parent / "aside")) as process:
        assert not place.exists()
        with workshop(place):
            assert not place.exists(), "the writer may still take its second step"
        kill(process)

    with workshop(place):
        assert (place / "version").read_text() == "0"

    assert names(tmp_path) == ["out"]


def test_two_writers_of_one_new_folder_do_not_fail(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with workshop(place) as first, workshop(place) as second:
        put_in_place(a_folder(first, 1), place)
        put_in_place(a_folder(second, 2), place)

    assert (place / "version").read_text() == "2"
    assert names(tmp_path) == ["out"]
