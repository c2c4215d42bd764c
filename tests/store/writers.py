"""Publishers in processes of their own, that can be killed at any moment."""

import os
import select
import signal
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.domain.plan import Plan
from tests.store.publications import MONDAY, published


@dataclass(frozen=True)
class Acknowledged:
    """A publisher was told that this version stands, with this note."""

    number: int
    note: str


@dataclass(frozen=True)
class Writer:
    """A running publisher, where its acknowledgements come from, and what was heard so far."""

    process: int
    told: int
    heard: bytearray = field(default_factory=bytearray)

    def kill(self) -> None:
        """End it without a word to it."""
        os.kill(self.process, signal.SIGKILL)

    def acknowledged(self) -> list[Acknowledged]:
        """Wait for its end and return what it was told; half a line is no acknowledgement."""
        with open(self.told, "rb") as pipe:
            lines = (bytes(self.heard) + pipe.read()).decode().split("\n")[:-1]
        _, status = os.waitpid(self.process, 0)
        assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL), lines
        return [Acknowledged(int(number), note) for number, _, note in (line.partition(" ") for line in lines)]


def wait_for(writers: Sequence[Writer], acknowledgements: int, patience: float = 60) -> None:
    """Wait until so many versions were acknowledged to them together; at most `patience` seconds for the next one."""
    while sum(writer.heard.count(b"\n") for writer in writers) < acknowledgements:
        ready, _, _ = select.select([writer.told for writer in writers], [], [], patience)
        assert ready, "no publisher gets anywhere"
        for writer in writers:
            if writer.told in ready:
                more = os.read(writer.told, 65_536)
                assert more, "a publisher has given up"
                writer.heard.extend(more)


def started(work: Callable[[Callable[[Acknowledged], None]], None]) -> Writer:
    """Run work in another process; what it tells is written at once."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return Writer(process, reader)
    code = 1
    try:
        os.close(reader)
        work(lambda done: os.write(writer, f"{done.number} {done.note}\n".encode()) and None)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def publishing(
    folder: Path, plans: Sequence[Plan], facts: Facts, turns: Iterable[int], database: str | None
) -> Callable[[Callable[[Acknowledged], None]], None]:
    """Publish the plans in turn; the note says which one."""

    def work(tell: Callable[[Acknowledged], None]) -> None:
        for turn in turns:
            chosen = turn % len(plans)
            at = MONDAY + timedelta(minutes=turn)
            done = published(folder, plans[chosen], facts, database=database, at=at, note=str(chosen))
            tell(Acknowledged(done.version.number, str(chosen)))

    return work
