"""Which machine a figure was measured on, and the files of results that figures are appended to."""

import json
import os
import platform
import resource
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, object]
RESULTS = Path(__file__).with_name("results")


def machine() -> dict[str, object]:
    """The processor, its cores, memory, the interpreter, the solver, and how busy the machine was before."""
    from importlib.metadata import version

    return {
        "measured_on": date.today().isoformat(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "load_before": round(os.getloadavg()[0], 1),
    }


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of a file of results; none if it has not been measured yet."""
    path = RESULTS / f"{name}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return rows


def keep(name: str, row: Row, *key: str) -> None:
    """Add a row to a file of results at once, in place of an earlier one with the same values under `key`."""
    kept = [one for one in rows_of(name) if any(one.get(part) != row[part] for part in key)]
    ordered = sorted([*kept, dict(row)], key=lambda one: tuple(_order(one.get(part)) for part in key))
    path = RESULTS / f"{name}.json"
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)


def processor_seconds() -> float:
    """What this process has used of processors so far, and those that it started and has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _order(value: object) -> tuple[int, float, str]:
    """Numbers by size, before text."""
    return (0, float(value), "") if isinstance(value, int | float) else (1, 0.0, str(value))


def _processor() -> str:
    """The processor as the system names it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()} ({platform.machine()})"
    return platform.machine()
