"""The aircraft-disassembly instances of 2025 by this project's rules: `python -m benchmarks.disassembly FILE ...`.

Each instance is told as a hospital, planned for the shortest time by CP-SAT from the rules' sentences, checked by the
rules' own checks on real dates and once more by the instance's own conditions; a row of benchmarks/results is kept.
"""

import argparse
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.disassembly.hospital import hospital_of
from benchmarks.disassembly.instance import read_instance
from benchmarks.disassembly.listing import best_listed
from benchmarks.disassembly.preparing import energy_bound, prepare
from benchmarks.disassembly.refereeing import faults_of, plan_of
from benchmarks.disassembly.solving import solve
from benchmarks.machine import Row, keep, machine
from constraints.catalogue import violations

PUBLISHED: Mapping[str, tuple[int, int]] = {
    "B737NG600-10": (64, 64),
    "B737NG600-15": (64, 64),
    "B737NG600-20": (65, 65),
    "B737NG600-30": (68, 68),
    "B737NG600-40": (91, 76),
    "B737NG600-50": (93, 82),
    "B737NG600-75": (114, 96),
    "B737NG600-100": (117, 83),
    "B737NG600-150": (159, 118),
    "B737NG600-200": (184, 98),
    "B737NG600-300": (250, 128),
    "B737NG600-400": (287, 170),
}
"""Makespan and lower bound that the authors publish for the variant without balance (CP Optimizer, one hour)."""


def measured(path: Path, seconds: float, workers: int) -> Row:
    """Plan one instance and check the plan; a row of the results."""
    started = time.perf_counter()
    instance = read_instance(path)
    hospital = hospital_of(instance)
    prepared = prepare(hospital)
    energy, _ = energy_bound(prepared)
    listed = best_listed(prepared, energy)
    found = solve(prepared, listed, seconds, workers)
    taken = time.perf_counter() - started
    plan = plan_of(found.best, prepared, hospital)
    published, published_bound = PUBLISHED.get(instance.name, (None, None))
    return {
        "instance": instance.name,
        "operations": len(instance.operations),
        "tasks": len(plan.obligations),
        "published_makespan": published,
        "published_bound": published_bound,
        "listed": listed.length,
        "makespan": found.best.length,
        "bound": found.bound,
        "energy_bound": energy,
        "proved": found.is_proved,
        "violations": [one.sentence for one in violations(plan, hospital.facts)],
        "faults": list(faults_of(plan, found.best.length, instance)),
        "seconds": round(taken, 1),
        "workers": workers,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="instances, as published (JSON)")
    parser.add_argument("--seconds", type=float, default=300, help="the longest search of an instance")
    parser.add_argument("--workers", type=int, default=1, help="CP-SAT's; one gives the same plan on every run")
    chosen = parser.parse_args()
    for path in sorted(chosen.files, key=lambda path: (len(path.stem), path.stem)):
        where = machine()
        row = {**measured(path, chosen.seconds, chosen.workers), **where}
        keep("disassembly", row, "operations", "instance")
        print(*(f"{name} {row[name]}" for name in ("instance", "makespan", "bound", "violations", "faults", "seconds")))


if __name__ == "__main__":
    main()
