"""Long work beside other work: in processes of their own where the machine has a core to spare."""

import ctypes
import os
import pickle
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from types import TracebackType
from typing import Any, Generic, NoReturn, TypeVar

Result = TypeVar("Result")
SOON = 2
"""How far work stands back for what everybody waits for, if it is asked for soon."""
LATER = 10
"""How far it stands back if it is asked for after that."""
_SEAL = sha256().digest_size
_A_MOMENT_S = 0.1


class Aside(Generic[Result]):
    """Works something out while the caller goes on; the result is the same as if it had been worked out here.

    The other process sees what was in memory when it began, tells its result through a pipe, and is gone with the
    context. Where it cannot be started, or dies, the work is done here. A process that was begun later may ask for the
    result instead of the caller; if it dies over that, the work is done here as well.

    `patience`: how far it stands back where cores are short, as `nice` has it.
    """

    def __init__(self, work: Callable[[], Result], patience: int = 0) -> None:
        self._work = work
        self._patience = patience
        self._process = 0
        self._told = -1
        self._known: tuple[Result] | None = None

    def __enter__(self) -> "Aside[Result]":
        if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1:
            self._start()
        return self

    def result(self) -> Result:
        """Wait for the result, once; an exception of the work is raised here."""
        if self._known is None:
            self._known = (self._awaited(),)
        return self._known[0]

    def is_over(self, within_s: float = 0) -> bool:
        """Tell whether nobody works on it any more, or will have stopped within so many seconds."""
        return not self._process or bool(select.select([self._told], [], [], within_s)[0])

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            os.close(self._told)
            self._process = 0

    def _awaited(self) -> Result:
        if not self._process:
            return self._work()
        with open(self._told, "rb", closefd=False) as pipe:
            seal, told = pipe.read(_SEAL), pipe.read()
        if sha256(told).digest() != seal:
            return self._work()
        return pickle.loads(told)  # type: ignore[no-any-return]

    def _start(self) -> None:
        reader, writer = os.pipe()
        caller = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if not self._process:
            os.close(reader)
            _end_with(caller)
            self._tell(writer)
        os.close(writer)
        self._told = reader

    def _tell(self, writer: int) -> NoReturn:
        """Do the work in the other process; whatever goes wrong there, the first process does it again and sees it."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.nice(self._patience)
            with open(writer, "wb") as pipe:
                told = pickle.dumps(self._work())
                pipe.write(sha256(told).digest() + told)
        finally:
            os._exit(0)


def side_by_side(
    works: Sequence[Callable[[], Result]], at_once: int, stop_requested: Callable[[], bool]
) -> Iterator[Result]:
    """The results in the order of the works, of which so many are done at once; none after a stop is asked for.

    No work may change what another one sees: where no process can be started, all are done here.
    """
    with ExitStack() as processes:
        begun: list[Aside[Result]] = []
        for number in range(len(works)):
            while number == len(begun) or not begun[number].is_over(_A_MOMENT_S):
                if stop_requested():
                    return
                while len(begun) < len(works) and sum(not one.is_over() for one in begun) < at_once:
                    begun.append(processes.enter_context(Aside(works[len(begun)])))
            yield begun[number].result()


def _found_prctl() -> Any:
    """Return prctl of the C library, for which Python has no name; nothing where there is none."""
    try:
        return ctypes.CDLL(None).prctl
    except (AttributeError, OSError, TypeError):
        return None


_PR_SET_PDEATHSIG = 1
_prctl = _found_prctl()


def _end_with(caller: int) -> None:
    """Have this process ended with its caller, even if that is killed: nobody would read what it tells."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != caller:
        os._exit(0)
