"""Pages made in other processes are the same as here, and no process outlives whoever asked for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import PagesError
from scheduler.outputs.printing import Press, Sheet, printer

HELLO = '#set text(font: "Libertinus Serif")\n#json(bytes(sys.inputs.said))'
FOR_AGES = "#for a in range(100000) { for b in range(1000) {} }"
NOWHERE = 0
"""Characters that may be laid out in this process."""


def a_sheet(folder: Path, name: str = "a.pdf", template: str = HELLO, said: str = '"Ann"') -> Sheet:
    return Sheet(template, said, 1_800_000_000, str(folder / name))


def processes_of(parent: int) -> list[int]:
    """Printers that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            line = (entry / "stat").read_text()
        except OSError:
            continue
        if printer.__file__.encode() in words and int(line.rpartition(")")[2].split()[1]) == parent:
            found.append(int(entry.name))
    return found


def begun(parent: int) -> list[int]:
    """Wait until a process has started printers."""
    until(lambda: processes_of(parent) != [])
    return processes_of(parent)


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come about within ten seconds.")


def fail_meanwhile(folder: Path) -> None:
    with Press(NOWHERE) as press:
        for name in ("a.pdf", "b.pdf", "c.pdf"):
            press.lay_out(a_sheet(folder, name, FOR_AGES))
        begun(os.getpid())
        raise ZeroDivisionError


def be_killed_meanwhile(folder: Path) -> None:
    with Press(NOWHERE) as press:
        press.lay_out(a_sheet(folder, template=FOR_AGES))
        for number in begun(os.getpid()):
            os.kill(number, signal.SIGKILL)


def test_pages_are_the_same_whichever_process_makes_them(tmp_path: Path) -> None:
    names = ("a.pdf", "b.pdf", "c.pdf")
    for folder, here_at_most in (("here", 1_000), ("aside", NOWHERE)):
        (tmp_path / folder).mkdir()
        with Press(here_at_most) as press:
            for number, name in enumerate(names):
                press.lay_out(a_sheet(tmp_path / folder, name, said=f'"Ann {number}"'))

    for name in names:
        made = (tmp_path / "here" / name).read_bytes()
        assert made.startswith(b"%PDF")
        assert made == (tmp_path / "aside" / name).read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_that_has_done_enough_is_replaced_by_another(tmp_path: Path) -> None:
    seen = set[int]()
    with Press(NOWHERE, processes=1) as press:
        for name in ("a.pdf", "b.pdf"):
            press.lay_out(a_sheet(tmp_path, name, "Hello", "x" * 600_000))
            until((tmp_path / name).exists)
            seen |= set(processes_of(os.getpid()))

    assert len(seen) == 2


@pytest.mark.parametrize("here_at_most", [1_000, NOWHERE])
def test_what_typst_refuses_is_told_with_the_name_of_the_file(tmp_path: Path, here_at_most: int) -> None:
    with pytest.raises(PagesError) as caught, Press(here_at_most) as press:
        press.lay_out(a_sheet(tmp_path, "T01.pdf", '#panic("no")'))

    assert str(caught.value) == "The pages of T01.pdf could not be made: panicked with: no. Nothing was written."
    assert processes_of(os.getpid()) == []


@pytest.mark.parametrize("here_at_most", [1_000, NOWHERE])
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, here_at_most: int) -> None:
    with pytest.raises(PagesError, match="No such file or directory"), Press(here_at_most) as press:
        press.lay_out(a_sheet(tmp_path / "missing"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_whoever_fails_meanwhile_ends_the_pages_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_meanwhile(tmp_path)

    assert processes_of(os.getpid()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_that_is_killed_is_told_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(PagesError) as caught:
        be_killed_meanwhile(tmp_path)

    assert str(caught.value) == (
        "The pages of a.pdf could not be made: the process that did it ended by itself (-9); "
        "most often memory is short. Nothing was written."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_no_printer_outlives_whoever_asked_however_it_ended(tmp_path: Path) -> None:
    script = (
        "import sys; from scheduler.outputs.printing import Press, Sheet\n"
        "with Press(0) as press: press.lay_out(Sheet(sys.argv[1], 'some', 0, sys.argv[2]))"
    )
    given = os.environ | {"PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen([sys.executable, "-c", script, FOR_AGES, str(tmp_path / "a.pdf")], env=given) as asking:
        started = begun(asking.pid)

        asking.kill()

    until(lambda: not any(Path(f"/proc/{number}").exists() for number in started))
