"""Time, memory and quality from 10,000 to 300,000 tasks: `python -m benchmarks.scale --tasks 10000 30000`.

Each size is generated, read, planned and checked in a process of its own; its figures are kept in
benchmarks/results/scale.json as soon as they are there, and sizes that are there already are left out unless --again.
`--hours 0.6` plans the overload variant: everybody has that part of the usual hours for planned work.
"""

import argparse
import multiprocessing
import os
import resource
import time
from pathlib import Path

from benchmarks.machine import Row, keep, machine, processor_seconds, rows_of
from benchmarks.worlds import generated, opened
from scheduler import pipeline
from scheduler.cli.progress import Stopwatch
from scheduler.domain.plan import Plan, Settings

SIZES = (10_000, 30_000, 100_000, 300_000)


class Meter(Stopwatch):
    """Also counts the processor seconds of each stage, of this process and of children that have ended."""

    def __init__(self) -> None:
        super().__init__()
        self._running: tuple[str, float] | None = None
        self._used: dict[str, float] = {}

    def stage(self, name: str, total: int) -> None:
        """A stage begins; the one before it is over."""
        self._end_of_stage()
        self._running = (name, processor_seconds())
        super().stage(name, total)

    def processor_seconds(self) -> dict[str, float]:
        """Of each stage, the last one up to now."""
        self._end_of_stage()
        return {name: round(used, 1) for name, used in self._used.items()}

    def _end_of_stage(self) -> None:
        if self._running is not None:
            name, before = self._running
            self._used[name] = self._used.get(name, 0.0) + processor_seconds() - before
            self._running = None


def measured(folder: Path, asked: int, hours: float, workers: int) -> Row:
    """Read, plan and check one folder; a row of the results. Called in a process of its own."""
    where, started, used = machine(), time.perf_counter(), processor_seconds()
    watch = Meter()
    with watch:
        found = opened(folder, watch, hours)
        settings = Settings(workers=workers, engine="pool")
        planned = pipeline.plan_facts(found.facts, found.obligations, found.warnings, settings, watch)
    return {
        "tasks_asked": asked,
        "hours": hours,
        "workers": workers,
        "assets": len(found.facts.programme.assets),
        "technicians": len(found.facts.programme.technicians),
        "tasks": sum(task.is_open for task in found.obligations),
        **figures_of(planned.verified.plan),
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(processor_seconds() - used, 1),
        "stages": dict(watch.seconds()),
        "stages_cpu": watch.processor_seconds(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mb_of_a_child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        **where,
    }


def figures_of(plan: Plan) -> Row:
    """Shares in per cent of what counts, cost and bound, and the gap as a part of the price of placing nothing."""
    every = plan.shares["all"]
    placed, largest = (100 * part / max(1, every.counted) for part in (every.placed, every.largest))
    return {
        "counted": every.counted,
        "placed": every.placed,
        "share_placed": round(placed, 2),
        "share_largest": round(largest, 2),
        "below_largest": round(largest - placed, 2),
        "total": plan.total,
        "bound": plan.bound,
        "gap_normalised_percent": round(100 * (plan.total - plan.bound) / max(1, plan.price_of_nothing), 3),
    }


def apart(asked: int, hours: float, workers: int) -> Row:
    """Measure one size in a process of its own, so that memory is its own."""
    with generated(asked) as folder:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        process = spawn.Process(target=_tell, args=(theirs, folder, asked, hours, workers))
        process.start()
        theirs.close()
        try:
            row: Row = ours.recv()
        finally:
            process.join()
    return row


def _tell(theirs: object, folder: Path, asked: int, hours: float, workers: int) -> None:
    theirs.send(measured(folder, asked, hours, workers))  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=SIZES, help="about so many tasks each")
    parser.add_argument("--hours", type=float, default=1.0, help="the part of everybody's planned hours that is left")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--again", action="store_true", help="measure also what is there already")
    chosen = parser.parse_args()
    there = {(row["tasks_asked"], row["hours"]) for row in rows_of("scale")}
    for tasks in chosen.tasks:
        if chosen.again or (tasks, chosen.hours) not in there:
            row = apart(tasks, chosen.hours, chosen.workers)
            keep("scale", row, "hours", "tasks_asked")
            print(*(f"{name}: {row[name]}" for name in ("tasks", "seconds", "below_largest", "gap_normalised_percent")))


if __name__ == "__main__":
    main()
