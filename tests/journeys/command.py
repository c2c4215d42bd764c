"""Runs `htm` as a person would: another process, its own hash seed, its exit code and what it printed."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TIMING = ("stages", "peak_memory_mb", "versions")
"""What in plan.json tells of the machine and the clock."""


def htm(*arguments: str | Path, hash_seed: int = 0, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command and return how it ended."""
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "NO_COLOR": "1"}
    words = [sys.executable, "-c", "from scheduler.cli.main import program; program()", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, env=environment, cwd=cwd, timeout=900, check=False)


def plan(folder: Path, out: Path, *more: str, hash_seed: int = 0) -> subprocess.CompletedProcess[str]:
    """Plan a folder for 2027Q1 as of 2026-12-01."""
    dates = ("--quarter", "2027Q1", "--today", "2026-12-01")
    return htm("plan", folder, *dates, "--out", out, *more, hash_seed=hash_seed)


def contents(out: Path) -> dict[str, bytes]:
    """Every file of a folder out by its path; plan.json without what tells of machine and clock."""
    found = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        found[name] = _timeless(path) if name == "plan.json" else path.read_bytes()
    return found


def _timeless(path: Path) -> bytes:
    figures = {name: value for name, value in json.loads(path.read_text("utf-8")).items() if name not in TIMING}
    return (json.dumps(figures, indent=2, ensure_ascii=False) + "\n").encode()
