"""PDFs made beside the work of the caller: in processes of their own, whose memory comes back when they are gone."""

import json
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import PriorityQueue, SimpleQueue
from threading import Lock
from types import TracebackType
from typing import IO

import typst

from scheduler.errors import PagesError
from scheduler.outputs.printing import printer
from scheduler.outputs.printing.printer import Printer, Sheet

_MOST_PROCESSES = 2
_HERE_AT_MOST = 200_000
"""Characters laid out in this process, at once: less work than starting another."""
_WORN_OUT = 1_000_000
"""Characters for one process, unless one sheet has more; then comes a new one, for typst is slow to forget."""


class Press:
    """Lays sheets out; all are there, or PagesError was raised, when its context ends. Whatever fails ends the rest."""

    def __init__(self, here_at_most: int = _HERE_AT_MOST, processes: int = _MOST_PROCESSES) -> None:
        processes = min(processes, _cores())
        self._left_here = here_at_most
        self._printer: Printer | None = None
        self._children = [_Child() for _ in range(processes)]
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._feeders = ThreadPoolExecutor(processes)
        self._asked: list[Future[None]] = []
        self._waiting: PriorityQueue[tuple[int, int, Sheet]] = PriorityQueue()

    def __enter__(self) -> "Press":
        return self

    def lay_out(self, sheet: Sheet) -> None:
        """Have a sheet made: while all are small, now; else while the caller goes on."""
        if not self._asked and len(sheet.said) <= self._left_here:
            self._left_here -= len(sheet.said)
            self._lay_out_here(sheet)
        else:
            self._waiting.put((-len(sheet.said), len(self._asked), sheet))
            self._asked.append(self._feeders.submit(self._lay_out_longest))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for asked in self._asked:
                    asked.result()
        finally:
            self._feeders.shutdown(wait=False, cancel_futures=True)
            for child in self._children:
                child.end_for_good()
            self._feeders.shutdown(wait=True)

    def _lay_out_here(self, sheet: Sheet) -> None:
        self._printer = self._printer or Printer()
        try:
            self._printer.lay_out(sheet)
        except (typst.TypstError, OSError) as error:
            raise _failed(sheet, str(error)) from error

    def _lay_out_longest(self) -> None:
        """Have the longest sheet that waits made, so that none is left for the end while the other process is idle."""
        _, _, sheet = self._waiting.get()
        child = self._idle.get()
        try:
            child.lay_out(sheet)
        finally:
            self._idle.put(child)


class _Child:
    """One process at a time; it starts with the first sheet and ends with its stdin, and so with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._characters = 0
        self._is_over = False
        self._lock = Lock()

    def lay_out(self, sheet: Sheet) -> None:
        """Have it make a sheet, and wait until it is there."""
        process = self._fresh(len(sheet.said))
        asked, answered = _pipes(process)
        try:
            asked.write(json.dumps(asdict(sheet)).encode() + b"\n")
            asked.flush()
            answer = answered.readline()
        except OSError:
            answer = b""
        if not answer:
            code = process.wait()
            raise _failed(sheet, f"the process that did it ended by itself ({code}); most often memory is short")
        if failed := json.loads(answer)["failed"]:
            raise _failed(sheet, failed)

    def end_for_good(self) -> None:
        """End it, and start no other."""
        with self._lock:
            self._is_over = True
            self._end()

    def _fresh(self, characters: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._characters + characters > _WORN_OUT:
                self._end()
            if self._process is None:
                self._process = _started(is_wanted=not self._is_over)
            self._characters += characters
            return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in _pipes(self._process):
                with suppress(OSError):
                    pipe.close()
        self._process, self._characters = None, 0


def _started(*, is_wanted: bool) -> subprocess.Popen[bytes]:
    """Start a printer; out of reach of Ctrl-C, by which people ask for the best plan so far, documents and all."""
    if not is_wanted:
        raise PagesError("The pages are not wanted any more.")
    return subprocess.Popen(
        [sys.executable, "-P", str(Path(printer.__file__))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None, "it was asked for"
    assert process.stdout is not None, "it was asked for"
    return process.stdin, process.stdout


def _failed(sheet: Sheet, why: str) -> PagesError:
    return PagesError(f"The pages of {Path(sheet.path).name} could not be made: {why}. Nothing was written.")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
