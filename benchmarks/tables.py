"""Writes the tables of docs/benchmarks.md from benchmarks/results: `python -m benchmarks.tables`.

A table stands between `<!-- name -->` and `<!-- end -->`; what is between them is replaced, the rest is left as it is.
"""

import re
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


TABLES: Mapping[str, Callable[[], str]] = {"disassembly": _disassembly}


def main() -> None:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
