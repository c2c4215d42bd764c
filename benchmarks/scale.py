"""Time, memory and quality from 10,000 to 300,000 tasks: `python -m benchmarks.scale --tasks 10000 30000`.

Each size is generated, read, planned and checked in a process of its own; its figures are kept in
benchmarks/results/scale.json as soon as they are there, and sizes that are there already are left out unless --again.
`--variant overload`: everybody has 0.6 of the usual hours for planned work. `--variant tight`: departments are open
half as long, and work of an hour or more takes two people.
"""

import argparse
import gc
import multiprocessing
import os
import resource
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.budget import seconds_of
from benchmarks.machine import Row, keep, machine, rows_of
from benchmarks.worlds import VARIANTS, generated, opened
from scheduler import pipeline
from scheduler.cli.progress import Stopwatch
from scheduler.domain.plan import Plan, Settings

SIZES = (10_000, 30_000, 100_000, 300_000)


@dataclass(slots=True)
class Used:
    """What a stage used: processor seconds of this process and of its workers, and the most memory up to its end."""

    own: float = 0.0
    workers: float = 0.0
    peak_mb: int = 0


class Meter(Stopwatch):
    """Also counts what each stage uses of processors, of this process and of those that descend from it."""

    def __init__(self) -> None:
        super().__init__()
        self._running: tuple[str, float, float] | None = None
        self._used: dict[str, Used] = defaultdict(Used)

    def stage(self, name: str, total: int) -> None:
        """A stage begins; the one before it is over."""
        self._end_of_stage()
        self._running = (name, *_seconds())
        super().stage(name, total)

    def used(self) -> Row:
        """Of each stage, the last one up to now."""
        self._end_of_stage()
        return {
            "stages_own_cpu": {name: round(one.own, 1) for name, one in self._used.items()},
            "stages_workers_cpu": {name: round(one.workers, 1) for name, one in self._used.items() if one.workers > 1},
            "stages_peak_mb": {name: one.peak_mb for name, one in self._used.items()},
        }

    def _end_of_stage(self) -> None:
        if self._running is not None:
            name, own_before, workers_before = self._running
            own, workers = _seconds()
            used = self._used[name]
            used.own += own - own_before
            used.workers += workers - workers_before
            used.peak_mb = _peak_mb(resource.RUSAGE_SELF)
            self._running = None


def _seconds() -> tuple[float, float]:
    """Processor seconds of this process, and of those that descend from it, so far."""
    own = time.process_time()
    return own, seconds_of(os.getpid()) - own


def _peak_mb(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


def measured(folder: Path, asked: int, variant: str, workers: int) -> Row:
    """Read, plan and check one folder; a row of the results. Called in a process of its own."""
    gc.disable()  # as `htm plan` does
    where, started, (own, workers_own) = machine(), time.perf_counter(), _seconds()
    watch = Meter()
    with watch:
        found = opened(folder, watch, variant)
        settings = Settings(workers=workers, engine="pool")
        planned = pipeline.plan_facts(found.facts, found.obligations, found.warnings, settings, watch)
    own_after, workers_after = _seconds()
    return {
        "tasks_asked": asked,
        "variant": variant,
        "workers": workers,
        "assets": len(found.facts.programme.assets),
        "technicians": len(found.facts.programme.technicians),
        "tasks": sum(task.is_open for task in found.obligations),
        **figures_of(planned.verified.plan),
        "seconds": round(time.perf_counter() - started, 1),
        "cpu_seconds": round(own_after - own + workers_after - workers_own, 1),
        "workers_cpu_seconds": round(workers_after - workers_own, 1),
        "stages": dict(watch.seconds()),
        **watch.used(),
        "peak_mb": _peak_mb(resource.RUSAGE_SELF),
        "peak_mb_of_a_child": _peak_mb(resource.RUSAGE_CHILDREN),
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


def apart(asked: int, variant: str, workers: int) -> Row:
    """Measure one size in a process of its own, so that memory is its own."""
    with generated(asked) as folder:
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe(duplex=False)
        process = spawn.Process(target=_tell, args=(theirs, folder, asked, variant, workers))
        process.start()
        theirs.close()
        try:
            row: Row = ours.recv()
        finally:
            process.join()
    return row


def _tell(theirs: object, folder: Path, asked: int, variant: str, workers: int) -> None:
    theirs.send(measured(folder, asked, variant, workers))  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, nargs="+", default=SIZES, help="about so many tasks each")
    parser.add_argument("--variant", choices=VARIANTS, default="usual", help="what is different from the usual")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--again", action="store_true", help="measure also what is there already")
    chosen = parser.parse_args()
    there = {(row["tasks_asked"], row["variant"]) for row in rows_of("scale")}
    for tasks in chosen.tasks:
        if chosen.again or (tasks, chosen.variant) not in there:
            row = apart(tasks, chosen.variant, chosen.workers)
            keep("scale", row, "variant", "tasks_asked")
            print(*(f"{name}: {row[name]}" for name in ("tasks", "seconds", "below_largest", "gap_normalised_percent")))


if __name__ == "__main__":
    main()
