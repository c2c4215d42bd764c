"""Equal time on a machine that others use too: processor seconds of a process and of all that it started."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK_AGAIN_AFTER_S = 0.25


def seconds_of(pid: int) -> float:
    """What a process, its children and theirs have used of processors so far, those that have ended included."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and (fields := _fields(entry)):
            parents[int(entry.name)] = int(fields[1])
            used[int(entry.name)] = sum(int(ticks) for ticks in fields[11:15]) / _TICKS
    return sum(seconds for one, seconds in used.items() if _descends(one, pid, parents))


def _fields(entry: Path) -> list[str]:
    """The fields of a process's stat from its state on; none if it is gone."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _descends(one: int, pid: int, parents: dict[int, int]) -> bool:
    while one > 1 and one != pid:
        one = parents.get(one, 0)
    return one == pid


class Budget:
    """So many processor seconds from now on, of a process (this one, if none is named) and all that descend from it."""

    def __init__(self, seconds: float, pid: int | None = None) -> None:
        self._pid = os.getpid() if pid is None else pid
        self._before = 0.0 if pid is not None else seconds_of(self._pid)
        self._seconds = seconds

    @property
    def spent(self) -> float:
        return seconds_of(self._pid) - self._before

    @property
    def is_spent(self) -> bool:
        return self.spent >= self._seconds


@contextmanager
def when_spent(budget: Budget, act: Callable[[], object]) -> Iterator[None]:
    """Do something once, from another thread, when the budget is spent before the block ends."""
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK_AGAIN_AFTER_S):
            if budget.is_spent:
                act()
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
