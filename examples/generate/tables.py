"""Reads the generator's own tables and writes those of a programme."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

_OWN = Path(__file__).parent / "data"


@cache
def own_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one of the generator's own tables, in the file's order."""
    with (_OWN / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def counted_words(text: str) -> dict[str, float]:
    """Read `icu:2|ward:4` into the number by word, in the order written."""
    return {word: float(number) for word, number in (part.split(":") for part in text.split("|") if part)}


def columns_of(row_type: type) -> tuple[str, ...]:
    """Return a table's headings; a trailing underscore only keeps a field from being a Python keyword."""
    return tuple(field.name.rstrip("_") for field in fields(row_type))


def write_table(folder: Path, name: str, row_type: type, rows: Iterable[Any]) -> None:
    """Write one table as CSV with `\\n` at line ends."""
    names: Sequence[str] = [field.name for field in fields(row_type)]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns_of(row_type))
        writer.writerows([getattr(row, name) for name in names] for row in rows)
