"""Writes the tables of docs/benchmarks.md from benchmarks/results: `python -m benchmarks.tables`.

A table stands between `<!-- name -->` and `<!-- end -->`; what is between them is replaced, the rest is left as it is.
"""

import math
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.machine import rows_of

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
_PLACE = re.compile(r"(?P<head><!-- (?P<name>[a-z-]+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL)
Row = Mapping[str, Any]


def written(page: str) -> str:
    """The page with every table made again."""
    return _PLACE.sub(lambda found: found["head"] + TABLES[found["name"]]() + found["tail"], page)


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(map(_shown, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def machines(rows: Iterable[Row]) -> str:
    """The machines that rows were measured on, in one sentence each."""
    told: dict[str, list[float]] = {}
    for row in rows:
        name = (
            f"{row['processor']}, {row['cores']} cores, {row['memory_gb']} GB, Python {row['python']}, "
            f"ortools {row['ortools']}, {row['measured_on']}"
        )
        told.setdefault(name, []).append(row["load_before"])
    return "".join(f"\nMeasured on {name}; load before: {min(some)} to {max(some)}.\n" for name, some in told.items())


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def _disassembly() -> str:
    rows = rows_of("disassembly")
    heads = ["instance", "published makespan", "published bound", "makespan", "bound", "proved"]
    heads += ["energy bound", "list schedule", "broken rules", "broken conditions", "seconds"]
    keys = ["instance", "published_makespan", "published_bound", "makespan", "bound", "proved"]
    keys += ["energy_bound", "listed"]
    cells = [[*(row[key] for key in keys), len(row["violations"]), len(row["faults"]), row["seconds"]] for row in rows]
    return table(heads, cells) + machines(rows)


def _scale() -> str:
    rows = rows_of("scale")
    heads = [
        "open tasks",
        "assets",
        "technicians",
        "variant",
        "share placed",
        "largest",
        "below it",
        "gap normalised, %",
    ]
    heads += ["seconds", "processor seconds", "peak memory, MB"]
    keys = ["tasks", "assets", "technicians", "variant", "share_placed", "share_largest", "below_largest"]
    keys += ["gap_normalised_percent", "seconds", "cpu_seconds", "peak_mb"]
    return table(heads, [[row.get(key) for key in keys] for row in rows]) + _exponents(rows) + machines(rows)


def _exponents(rows: Sequence[Row]) -> str:
    """How time and memory grow with the tasks, fitted over the sizes of the ordinary variant."""
    usual = [row for row in rows if row["variant"] == "usual"]
    if len(usual) < 2:
        return "\nExponents are fitted once two sizes are measured.\n"
    said = [
        f"{name} {exponent([(row['tasks'], row[key]) for row in usual if row.get(key)]):.2f}"
        for name, key in (("seconds", "seconds"), ("processor seconds", "cpu_seconds"), ("peak memory", "peak_mb"))
    ]
    return f"\nGrowth with the number of tasks, as an exponent: {', '.join(said)}.\n"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a straight line through the logarithms (least squares); 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    xs, ys = ([math.log(value) for value in values] for values in zip(*points, strict=True))
    return statistics.linear_regression(xs, ys).slope


def _stages() -> str:
    """Of each stage its seconds, and in brackets the processor seconds of the process and of its workers."""
    rows = rows_of("scale")
    names = list(dict.fromkeys(name for row in rows for name in row["stages"]))
    heads = ["stage", *(f"{row['tasks']:,} tasks, {row['variant']}" for row in rows)]
    return table(heads, [[name, *(_stage(row, name) for row in rows)] for name in names]) + _exponents_of(names, rows)


def _stage(row: Row, name: str) -> str:
    own, workers = (row.get(key, {}).get(name) for key in ("stages_own_cpu", "stages_workers_cpu"))
    used = "" if own is None else f" ({own:,.1f})" if workers is None else f" ({own:,.1f} + {workers:,.1f})"
    return f"{row['stages'].get(name, 0):,.1f}{used}"


def _exponents_of(names: Sequence[str], rows: Sequence[Row]) -> str:
    """How the processor seconds of each stage grow, where they are more than a few."""
    found = {}
    for name in names:
        points = [
            (row["tasks"], _used(row, name)) for row in rows if row["variant"] == "usual" and "stages_own_cpu" in row
        ]
        if len(points) > 1 and max(used for _, used in points) > 5:
            found[name] = exponent([(tasks, max(used, 0.1)) for tasks, used in points])
    if not found:
        return ""
    said = ", ".join(f"{name} {value:.2f}" for name, value in found.items())
    return f"\nProcessor seconds of the stages grow with these exponents: {said}.\n"


def _used(row: Row, name: str) -> float:
    return sum(float(row[key].get(name, 0)) for key in ("stages_own_cpu", "stages_workers_cpu"))


def _peers() -> str:
    rows = sorted(rows_of("peers"), key=lambda row: (row["tasks_asked"], row["cost"] is None, row["cost"]))
    ours = {row["tasks_asked"]: row for row in rows if row["peer"] == "htm plan"}
    heads = ["open tasks", "contender", "cost", "times ours", "above the bound, times ours", "placed in time", "late"]
    heads += ["proposed", "moved", "dropped", "broken rules", "seconds", "processor seconds"]
    cells = [[row.get("tasks"), row["peer"], *_costs(row, ours.get(row["tasks_asked"])), *_seats(row)] for row in rows]
    return table(heads, cells) + _bounds(ours.values()) + machines(rows)


def _costs(row: Row, ours: Row | None) -> list[object]:
    """Cost, and how often ours it is: as it is, and without what no plan can save."""
    if row["cost"] is None or ours is None:
        return ["no plan" if row["cost"] is None else row["cost"], None, None]
    bound = ours["bound"]
    above = (row["cost"] - bound) / max(1, ours["cost"] - bound)
    return [row["cost"], f"{row['cost'] / max(1, ours['cost']):.2f}", f"{above:.2f}"]


def _seats(row: Row) -> list[object]:
    keys = ("placed", "placed_late", "proposed", "moved", "dropped")
    return [*(row.get(key) for key in keys), len(row.get("violations", ())), row.get("seconds"), row.get("cpu_seconds")]


def _bounds(ours: Iterable[Row]) -> str:
    told = (f"{row['tasks']:,} tasks: {row['bound']:,} ({row['nothing']:,} without any visit)" for row in ours)
    return f"\nNo plan costs less than the bound. {'; '.join(told)}.\n"


TABLES: Mapping[str, Callable[[], str]] = {
    "disassembly": _disassembly,
    "scale": _scale,
    "stages": _stages,
    "peers": _peers,
}


def main() -> None:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
