"""How long and in how much memory a programme of 250,000 assets is read: `python -m benchmarks.read_250k`.

The limit is 20 s and 1 GB. The programme is made by examples.generate (seed 7) unless a folder is given; the result is
appended to benchmarks/results/read_250k.csv.
"""

import argparse
import csv
import platform
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

from examples.generate.world import make_world
from scheduler.inputs import read_programme

RESULTS = Path(__file__).with_name("results") / "read_250k.csv"
COLUMNS = ("measured_on", "python", "assets", "history_rows", "wall_seconds", "cpu_seconds", "peak_mb")
TODAY = date(2026, 12, 1)


def measured(folder: Path) -> tuple[object, ...]:
    """Read a programme and return a row of the results."""
    wall, cpu = time.perf_counter(), time.process_time()
    programme = read_programme(folder, today=TODAY).programme
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = (len(programme.assets), len(programme.history))
    return (date.today(), platform.python_version(), *counts, round(wall, 1), round(cpu, 1), peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a programme to read instead of a new one")
    parser.add_argument("--assets", type=int, default=250_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        if chosen.folder is None:
            make_world(7, chosen.assets, 1_200).write(folder)
        row = measured(folder)
    is_new = not RESULTS.exists()
    with RESULTS.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([COLUMNS, row] if is_new else [row])
    print(*(f"{name} {value}" for name, value in zip(COLUMNS, row, strict=True)), sep="\n")


if __name__ == "__main__":
    main()
