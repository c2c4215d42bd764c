"""What replanning costs, and what it leaves alone, after a surprise: `python -m benchmarks.replan`.

The limits: at most a tenth of the time of the plan from scratch, 99 of 100 visits that the surprise does not touch
unmoved, the placed share at most 0.2 points below a plan made from scratch of the same tables. The large example is
planned, published and disrupted (see benchmarks/disruption.py), then planned again in both ways. Whether a visit is
touched, and whether it moved, is read from the tables alone. Results go to benchmarks/results/replan.json.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks.disruption import Disruption, Rows, disrupt, read

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("results") / "replan.json"
_CODE = "from scheduler.cli.main import program; program()"


@dataclass(frozen=True)
class Run:
    """One command, and what it took."""

    command: str
    wall_seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Footprint:
    """Visits ahead that the surprise does not touch, and how many of them are where they were, with whom they were."""

    published: int
    touched: int
    untouched: int
    same_start: int
    same_people: int


def htm(*words: object) -> tuple[Run, str]:
    """Run a command, and say what it took and printed."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    texts = [str(word) for word in words]
    done = subprocess.run([sys.executable, "-c", _CODE, *texts], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"htm {' '.join(texts)} ended with {done.returncode}: {done.stdout}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    run = Run(f"htm {texts[0]}", round(wall, 1), round(cpu, 1))
    print(json.dumps(asdict(run)), file=sys.stderr)
    return run, done.stdout


def footprint(old: Path, new: Path, disruption: Disruption) -> Footprint:
    """Compare two visits.csv by asset, start and people, visit by visit."""
    starts, people = set[tuple[str, str]](), set[tuple[str, str, str]]()
    for leg in read(new / "visits.csv"):
        starts.add((leg["asset_tag"], leg["start"]))
        people.add((leg["asset_tag"], leg["start"], leg["technicians"]))
    legs = read(old / "visits.csv")
    touched = {leg["visit_id"] for leg in legs if disruption.touches(leg)}
    by_visit = defaultdict[str, Rows](list)
    for leg in legs:
        if leg["visit_id"] not in touched:
            by_visit[leg["visit_id"]].append(leg)
    same = sum(all((leg["asset_tag"], leg["start"]) in starts for leg in own) for own in by_visit.values())
    with_same = sum(
        all((leg["asset_tag"], leg["start"], leg["technicians"]) in people for leg in own) for own in by_visit.values()
    )
    return Footprint(len(touched) + len(by_visit), len(touched), len(by_visit), same, with_same)


def _share(out: Path) -> float:
    shares = json.loads((out / "plan.json").read_text(encoding="utf-8"))["shares"]["all"]
    return 100 * float(shares["placed"]) / float(shares["counted"])


def main() -> None:
    """Plan, publish, disrupt, replan, plan from scratch; print and keep what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--programme", type=Path, default=ROOT / "examples" / "health-system")
    asked.add_argument("--plan", type=Path, help="a finished plan of the programme instead of a new one")
    asked.add_argument("--cold-seconds", type=float, help="what that plan took, where it is not made here")
    asked.add_argument("--quarter", default="2027Q1")
    asked.add_argument("--today", default="2026-12-01")
    asked.add_argument("--assets", type=int, default=50)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--scratch", type=Path, help="a folder to work in, which is kept")
    asked.add_argument("--no-cold", action="store_true", help="without the plan from scratch of the changed tables")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        result = _measured(options, options.scratch or Path(made))
    RESULTS.write_text(json.dumps(result, indent=2, default=str) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2, default=str))


def _measured(options: argparse.Namespace, scratch: Path) -> dict[str, object]:
    folder, runs = scratch / "programme", list[Run]()
    shutil.copytree(options.programme, folder, ignore=shutil.ignore_patterns(".htm"))
    plan = options.plan or scratch / "plan"
    when = ("--quarter", options.quarter, "--today", options.today)
    if options.plan is None:
        runs.append(htm("plan", folder, *when, "--out", plan)[0])
    cold = options.cold_seconds or (runs[0].wall_seconds if runs else None)
    runs.append(htm("publish", folder, plan)[0])
    disruption = disrupt(folder, plan, options.seed, options.assets)
    out, again = scratch / "replanned", scratch / "from-scratch"
    replanned, told = htm("replan", folder, "--out", out, "--today", options.today, "--json")
    runs += [replanned, htm("verify", folder, out)[0]]
    result: dict[str, object] = {
        "measured_on": date.today(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "disruption": asdict(disruption),
        "replan": json.loads(told),
        "footprint": asdict(footprint(plan, out, disruption)),
        "share_replanned": _share(out),
        "share_published": _share(plan),
        "cold_seconds": cold,
        "stages": json.loads((out / "plan.json").read_text(encoding="utf-8")).get("stages"),
    }
    if not options.no_cold:
        runs.append(htm("plan", folder, *when, "--out", again)[0])
        result |= {"share_from_scratch": _share(again), "from_scratch": asdict(footprint(plan, again, disruption))}
    return result | {"runs": [asdict(run) for run in runs]}


if __name__ == "__main__":
    main()
