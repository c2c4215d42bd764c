"""How many calendars a second are served while plans are published: `python -m benchmarks.serve_load`.

The limits: 500 feeds, 32 connections, 30 s with wrk on the same 2 cores; at least 3,000 full answers and 4,000 times
304 a second, the slowest of a hundred within 50 ms, no error, while 20 publications go on; each body is the one that
its entity tag names, and that tag is the calendar's in a version that was published. A sampler reads beside wrk and
checks the bytes. Needs wrk (apt install wrk).
"""

import argparse
import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx

from scheduler.domain.plan import Plan
from scheduler.service.subscriptions import issue
from scheduler.store import feed_heads, latest_number, open_store
from tests.outputs.synthetic import Quarter, a_quarter
from tests.store.publications import moved, published

ROOT = Path(__file__).parents[1]
START = datetime(2026, 12, 1, 12, tzinfo=UTC)
_FULL = """
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""
_UNCHANGED = """
local paths, names, tags = {{}}, {{}}, {{}}
for line in io.lines("{paths}") do
  local path, name, tag = line:match("(%S+) (%S+) (%S+)")
  paths[#paths + 1] = path
  names[#names + 1] = name
  tags[name] = tag
end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{["If-None-Match"] = tags[names[at]]}})
end
response = function(status, headers, body)
  if status == 200 then
    local name = headers["content-disposition"]:match('filename="(.-)"')
    tags[name] = headers["etag"]
  end
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk measured in one run, and what went on beside it."""

    name: str
    answers_a_second: float
    p99_ms: float
    errors: int
    cpu_ms_an_answer: float
    publications: int
    sampled: int
    wrong: int


def a_hospital(technicians: int, visits_each: int) -> Quarter:
    """One week in which every technician has a few visits: each has a calendar, so have wards, sites and a vendor."""
    quarter, counts = a_quarter(technicians, 1), dict[str, int]()
    kept = []
    for visit in quarter.plan.visits:
        people = visit.legs[0].technicians
        if all(counts.get(each, 0) < visits_each for each in people):
            kept.append(visit)
            counts |= {each: counts.get(each, 0) + 1 for each in people}
    plan = replace(quarter.plan, visits=tuple(kept))
    return Quarter(replace(quarter.verified, plan=plan), quarter.facts)


def publish_on(folder: Path, technicians: int, visits_each: int, number: int, go: object, done: object) -> None:
    """Publish again and again, in a process of its own, moving every fiftieth visit by an hour and back."""
    quarter = a_hospital(technicians, visits_each)
    plans = [_shifted(quarter.plan, each) for each in range(number)]
    go.wait()  # type: ignore[attr-defined]
    for each, plan in enumerate(plans, start=1):
        published(folder, plan, quarter.facts, at=START + timedelta(minutes=each))
        with done.get_lock():  # type: ignore[attr-defined]
            done.value += 1  # type: ignore[attr-defined]


def _shifted(plan: Plan, number: int) -> Plan:
    by = timedelta(minutes=5 + number % 7)
    return replace(
        plan,
        visits=tuple(moved(visit, by) if (at + number) % 50 == 0 else visit for at, visit in enumerate(plan.visits)),
    )


def wrk(base: str, script: Path, seconds: int) -> tuple[float, float, int]:
    """Run wrk; return answers a second, the 99th of a hundred in milliseconds, and errors."""
    words = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", str(script), base]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    worst, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]
    bad = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", said)))
    bad += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", said)))
    return rate, float(worst) * {"us": 0.001, "ms": 1, "s": 1000}[unit], bad


class Sampler(threading.Thread):
    """Reads calendars beside the load, and checks that every body is the one that its tag names."""

    def __init__(self, base: str, paths: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._base, self._paths = base, paths
        self.looked_at = self.wrong = 0
        self.seen: set[tuple[int, str]] = set()
        self.over = False

    def run(self) -> None:
        with httpx.Client(base_url=self._base, timeout=30) as client:
            while not self.over:
                at = self.looked_at * 37 % len(self._paths)
                answer = client.get(self._paths[at], headers={"Accept-Encoding": "identity"})
                tag = answer.headers.get("etag", "").strip('"')
                self.wrong += answer.status_code != 200 or not tag.endswith(sha256(answer.content).hexdigest())
                self.seen.add((at, tag))
                self.looked_at += 1
                time.sleep(0.02)


def cpu_seconds(process: int) -> float:
    """Return what a process has used of a processor so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Serve, load, publish, and print what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--feeds", type=int, default=500)
    asked.add_argument("--visits-each", type=int, default=3)
    asked.add_argument("--seconds", type=int, default=30)
    asked.add_argument("--publications", type=int, default=20)
    options = asked.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not there: apt install wrk")
    with tempfile.TemporaryDirectory() as scratch:
        for load in _measured(Path(scratch), options):
            print(json.dumps(load.__dict__))


def _measured(scratch: Path, options: argparse.Namespace) -> list[Load]:
    technicians = options.feeds - 11
    folder = scratch / "programme"
    folder.mkdir()
    quarter = a_hospital(technicians, options.visits_each)
    published(folder, quarter.plan, quarter.facts, at=START)
    code = "from scheduler.cli.main import run; run()"
    words = [sys.executable, "-c", code, "serve", str(folder), "--port", "0", "--hits-per-minute", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        base = server.stdout.readline().strip()
        try:
            paths, names = _subscribed(folder, base)
            return [
                _run(name, script, scratch, folder, base, server.pid, paths, names, technicians, options)
                for name, script in (("full answers", _FULL), ("304", _UNCHANGED))
            ]
        finally:
            server.terminate()


def _subscribed(folder: Path, base: str) -> tuple[list[str], list[str]]:
    with open_store(folder, None, START) as store, store.writing() as connection:
        heads = feed_heads(connection)
        made = [issue(connection, str(head.feed_id), "load", base_url=base, who="load", now=START) for head in heads]
    size = sum(head.size for head in heads) / len(heads)
    print(f"{len(heads)} feeds of {size / 1000:.1f} kB on average", file=sys.stderr)
    names = [head.file_name.rpartition("/")[2] for head in heads]
    return [each.links.feed.removeprefix(base) for each in made], names


def _run(
    name: str,
    script: str,
    scratch: Path,
    folder: Path,
    base: str,
    process: int,
    paths: list[str],
    names: list[str],
    technicians: int,
    options: argparse.Namespace,
) -> Load:
    listed = scratch / "paths"
    with httpx.Client(base_url=base, timeout=30) as client:
        tags = [client.get(path, headers={"Accept-Encoding": "identity"}).headers["etag"] for path in paths]
    lines = paths if script is _FULL else [" ".join(each) for each in zip(paths, names, tags, strict=True)]
    listed.write_text("\n".join(lines) + "\n")
    lua = scratch / "load.lua"
    lua.write_text(script.format(paths=listed))
    go, done = multiprocessing.Event(), multiprocessing.Value("i", 0)
    given = (folder, technicians, options.visits_each, options.publications, go, done)
    publisher = multiprocessing.Process(target=publish_on, args=given, daemon=True)
    publisher.start()
    time.sleep(10)
    sampler = Sampler(base, paths)
    sampler.start()
    used, _ = cpu_seconds(process), go.set()
    rate, worst, errors = wrk(base, lua, options.seconds)
    used = cpu_seconds(process) - used
    publications = done.value
    sampler.over = True
    sampler.join()
    publisher.terminate()
    publisher.join()
    _until_served(folder, base)
    an_answer = 1000 * used / (rate * options.seconds)
    wrong = sampler.wrong + len(sampler.seen - _published_tags(folder))
    return Load(name, rate, worst, errors, round(an_answer, 4), publications, sampler.looked_at, wrong)


def _published_tags(folder: Path) -> set[tuple[int, str]]:
    """The tag of every calendar in every version, by the calendar's place among the latest version's."""
    with open_store(folder, None, START) as store, store.reading() as connection:
        place = {head.feed_id: at for at, head in enumerate(feed_heads(connection))}
        numbers = range(1, latest_number(connection) + 1)
        return {(place[head.feed_id], head.etag) for number in numbers for head in feed_heads(connection, number)}


def _until_served(folder: Path, base: str) -> None:
    with open_store(folder, None, START) as store, store.reading() as connection:
        number = latest_number(connection)
    _wait(lambda: httpx.get(f"{base}/health").json()["version"] == number)


def _wait(is_so: Callable[[], bool]) -> None:
    while not is_so():
        time.sleep(0.1)


if __name__ == "__main__":
    main()
