"""How much sooner two workers are done with the neighbourhoods than one: `python -m benchmarks.neighbourhoods`.

Plans the list schedule of a generated programme once (or of the folder given), then improves it a few rounds with each
number of workers, from the same start; results are appended to benchmarks/results/neighbourhoods.csv. Two workers are
to be at least 1.7 times as fast as one on two free cores, and the timetable is to be the same.
"""

import argparse
import csv
import hashlib
import multiprocessing
import os
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from examples.generate.world import make_world
from scheduler import pipeline
from scheduler.domain.calendar import parse_quarter
from scheduler.domain.obligation import Obligation
from scheduler.solve import Silence
from scheduler.solve.engines.pool import Pool
from scheduler.solve.list_schedule import ListSchedule
from scheduler.solve.look_ahead import look_ahead
from scheduler.solve.neighbourhoods.improving import Improving
from scheduler.solve.quarter import listed

RESULTS = Path(__file__).with_name("results") / "neighbourhoods.csv"
COLUMNS = ("measured_on", "cores", "load_before", "tasks", "rounds", "workers", "seconds", "points_saved", "timetable")
TODAY = date(2026, 12, 1)


class Unheard(Silence):
    """Nobody listens, and nobody has a clock."""

    def seconds(self) -> dict[str, float]:
        return {}


def filled(folder: Path) -> tuple[ListSchedule, list[Obligation]]:
    """The list schedule of the first quarter of 2027, before it is improved."""
    opened = pipeline.open_programme(folder, TODAY, parse_quarter("2027Q1"), 0, Unheard())
    tasks = [task for task in opened.obligations if task.is_open]
    outlook = look_ahead(opened.obligations, opened.facts, Silence())
    schedule = listed(tasks, opened.facts, outlook.targets, Silence())
    schedule.fill_up(tasks)
    return schedule, [task for task in tasks if not task.extends_past_horizon]


def measured(schedule: ListSchedule, tasks: list[Obligation], workers: int, rounds: int) -> tuple[object, ...]:
    """One row of the results; called in a process of its own, which leaves the schedule as it is."""
    load = os.getloadavg()[0]
    with closing(Pool(workers)) as pool:
        improving = Improving(schedule.timetable, schedule.wishes, pool)
        started = time.perf_counter()
        saved = sum(improving.round(tasks) for _ in range(rounds))
        seconds = time.perf_counter() - started
    places = sorted((task, one.start) for task, one in schedule.timetable.placements.items())
    digest = hashlib.sha256(repr(places).encode()).hexdigest()[:16]
    cores = len(os.sched_getaffinity(0))
    return (date.today(), cores, round(load, 1), len(tasks), rounds, workers, round(seconds, 1), saved, digest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a programme instead of a new one")
    parser.add_argument("--assets", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        if chosen.folder is None:
            make_world(7, chosen.assets, max(50, chosen.assets // 20)).write(folder)
        schedule, tasks = filled(folder)
    rows = [_apart(schedule, tasks, workers, chosen.rounds) for workers in chosen.workers]
    _append(rows)


def _apart(schedule: ListSchedule, tasks: list[Obligation], workers: int, rounds: int) -> tuple[object, ...]:
    """Measure in a forked process: what it changes is gone with it."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=lambda: theirs.send(measured(schedule, tasks, workers, rounds)))
    process.start()
    row: tuple[object, ...] = ours.recv()
    process.join()
    print(*row)
    return row


def _append(rows: list[tuple[object, ...]]) -> None:
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as out:
        writer = csv.writer(out)
        writer.writerows([COLUMNS, *rows] if is_new else rows)


if __name__ == "__main__":
    main()
