"""The clock and the progress bar: the only place that knows how long something takes, and that hears Ctrl-C."""

import signal
import sys
from collections.abc import Mapping
from time import monotonic
from types import FrameType, TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Stopwatch:
    """Draws a bar a stage on a terminal (a line a stage elsewhere), times stages, and stops at a limit or at Ctrl-C.

    The first Ctrl-C asks for a stop at the next safe point and keeps the best plan; the second ends the program.
    """

    def __init__(self, limit_s: float | None = None) -> None:
        console = Console(stderr=True)
        self._live = console.is_terminal
        self._bars = Progress(
            TextColumn("{task.description:28}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeElapsedColumn(),
            console=console,
            disable=not self._live,
        )
        self._bar: TaskID | None = None
        self._limit_s = limit_s
        self._started = monotonic()
        self._seconds: dict[str, float] = {}
        self._stage: tuple[str, float] | None = None
        self._figures = ""
        self.interrupted = False

    def __enter__(self) -> "Stopwatch":
        self._former = signal.signal(signal.SIGINT, self._on_interrupt)
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_stage()
        self._bars.stop()
        signal.signal(signal.SIGINT, self._former)

    def stage(self, name: str, total: int) -> None:
        """A stage begins; the one before it is over."""
        self._end_stage()
        self._stage = (name, monotonic())
        self._figures = ""
        self._bar = self._bars.add_task(name, total=total or None, figures="")

    def advance(self, n: int, placed_share: float | None = None, bound: int | None = None) -> None:
        """`n` more steps are done; shows the share placed and the bound, once known."""
        if placed_share is not None:
            self._figures = f"placed {100 * placed_share:.2f} %"
        if bound is not None:
            self._figures += f"  bound {bound:,}" if "bound" not in self._figures else ""
        if self._bar is not None:
            self._bars.update(self._bar, advance=n, figures=self._figures)

    def stop_requested(self) -> bool:
        """Tell whether Ctrl-C came, or the time is up."""
        over = self._limit_s is not None and monotonic() - self._started > self._limit_s
        return self.interrupted or over

    def seconds(self) -> Mapping[str, float]:
        """The seconds of each finished stage, and of the running one so far."""
        running = {self._stage[0]: monotonic() - self._stage[1]} if self._stage else {}
        return {name: round(seconds, 2) for name, seconds in {**self._seconds, **running}.items()}

    def _end_stage(self) -> None:
        if self._stage is None:
            return
        name, started = self._stage
        taken = monotonic() - started
        self._seconds[name] = self._seconds.get(name, 0.0) + taken
        if not self._live:
            print(f"{name}: {taken:.1f} s {self._figures}".rstrip(), file=sys.stderr)
        elif self._bar is not None:
            bar = self._bars.tasks[self._bars.task_ids.index(self._bar)]
            self._bars.update(self._bar, total=bar.total or 1, completed=bar.total or 1)
        self._stage = None

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        print(
            "Stopping at the next safe point; the best plan so far is kept. Ctrl-C again ends at once.", file=sys.stderr
        )
