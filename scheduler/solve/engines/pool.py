"""Solves neighbourhoods in child processes, each of which may die: its question is asked again, of another one."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Timer

from scheduler.aside import side_by_side
from scheduler.solve.engines.engine import Result, Works
from scheduler.solve.engines.messages import receive, send
from scheduler.solve.neighbourhoods.question import NOTHING, Answer, Question

MOST_DEATHS = 4
"""How often a question may cost its child; after that it has no answer, on whichever machine."""
WATCHDOG_S = 120.0
"""Far beyond what the deterministic budget takes: a child that is silent for so long hangs, and is ended."""


CHILD = (sys.executable, "-m", "scheduler.solve.engines.child")


class Pool:
    """As many children as workers, started when there is something to ask."""

    def __init__(self, workers: int, command: Sequence[str] = CHILD, watchdog_s: float = WATCHDOG_S) -> None:
        self._children: SimpleQueue[Child] = SimpleQueue()
        self._all = [Child(command, watchdog_s) for _ in range(workers)]
        for child in self._all:
            self._children.put(child)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="neighbourhood")

    def answers(self, questions: Iterable[Question]) -> Iterator[Answer]:
        asked = [self._threads.submit(self._answer, question) for question in questions]
        return (one.result() for one in asked)

    def several(self, works: Works[Result], stop_requested: Callable[[], bool]) -> Iterator[Result]:
        return side_by_side(works, len(self._all), stop_requested)

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the children that run."""
        return tuple(child.process for child in self._all if child.process is not None)

    def close(self) -> None:
        """End the children at once; questions that wait are not asked."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._all:
            child.end()
        self._threads.shutdown()

    def _answer(self, question: Question) -> Answer:
        child = self._children.get()
        try:
            tries = (child.ask(question) for _ in range(MOST_DEATHS))
            return next((answer for answer in tries if answer is not None), NOTHING)
        finally:
            self._children.put(child)


class Child:
    """One child process, started again whenever it is gone."""

    def __init__(self, command: Sequence[str], watchdog_s: float) -> None:
        self._command = command
        self._watchdog_s = watchdog_s
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    @property
    def process(self) -> int | None:
        """The id of the process, if it runs."""
        runs = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process is not None and runs else None

    def ask(self, question: Question) -> Answer | None:
        """The child's answer; None if it died over it, or was silent for too long."""
        if self._is_over:
            return NOTHING
        process = self._running()
        watchdog = Timer(self._watchdog_s, process.kill)
        watchdog.start()
        try:
            answer = _exchanged(question, process)
        finally:
            watchdog.cancel()
        if answer is None:
            _ended(process)
        return answer

    def end(self) -> None:
        """End the process for good."""
        self._is_over = True
        if self._process is not None:
            _ended(self._process)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is not None:
            _ended(self._process)
            self._process = None
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process


def _exchanged(question: Question, process: "subprocess.Popen[bytes]") -> Answer | None:
    if process.stdin is None or process.stdout is None:
        raise ValueError("A child is started with both pipes.")
    try:
        send(question, process.stdin)
        answer = receive(process.stdout)
    except (OSError, ValueError, EOFError):
        return None
    return answer if isinstance(answer, Answer) else None


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what was still to be sent is of no use to a process that is gone
                continue
