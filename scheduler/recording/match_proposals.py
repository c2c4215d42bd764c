"""Likely matches written into advisory_matches.csv, for a planner to answer yes or no; what is there stays as it is."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.programme import Programme
from scheduler.errors import UsageError
from scheduler.recording.together import replace_together, writing
from scheduler.risk.advisories.likeness import Grade
from scheduler.risk.advisories.matching import Match

FILE = "advisory_matches.csv"
COLUMNS = ("advisory", "product_id", "product", "versions", "make", "model", "confirmed", "why", "note")


@dataclass(frozen=True, slots=True)
class Proposed:
    """The likely matches that were not in the table yet, now added to it, or to be if nothing is written."""

    file: Path
    matches: tuple[Match, ...]


def propose(folder: Path, programme: Programme, matches: Iterable[Match], *, dry_run: bool) -> Proposed:
    """Add the likely matches that nobody was asked about. Raises UsageError where the table is no file of ours."""
    asked = {(one.advisory, one.product_id, one.make, one.model) for one in programme.match_answers}
    new = tuple(
        one
        for one in matches
        if one.grade is Grade.LIKELY
        and asked.isdisjoint(((one.advisory, one.product.product_id, *one.model), (one.advisory, "", *one.model)))
    )
    path = folder / FILE
    if programme.match_answers and not path.exists():
        raise UsageError(f"The table advisory_matches is not in {FILE}; add rows where it stands, or move it there.")
    if new and not dry_run:
        with writing(folder):
            before = path.read_bytes() if path.exists() else None
            replace_together(folder, {FILE: _with_rows(before, new)}, {FILE: before})
    return Proposed(path, new)


def _with_rows(before: bytes | None, matches: Sequence[Match]) -> bytes:
    """The file with more rows at its end, in its own columns and separator."""
    text = before.decode("utf-8-sig") if before else ",".join(COLUMNS) + "\n"
    heading = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=heading.count)
    columns = next(csv.reader([heading], delimiter=separator), [])
    if not {"advisory", "make", "model"} <= {name.strip() for name in columns}:
        raise UsageError(f"{FILE} has no columns advisory, make and model; correct its heading first.")
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    for match in matches:
        cells = dict(zip(COLUMNS, _row(match), strict=True))
        writer.writerow([_harmless(cells.get(name.strip(), "")) for name in columns])
    return ((text if text.endswith("\n") else text + "\n") + out.getvalue()).encode()


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: what is in it was written by strangers."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _row(match: Match) -> tuple[str, ...]:
    product = f"{match.product.vendor.strip()} {match.product.product}".strip()
    identity = (match.advisory, match.product.product_id, product, match.product.versions)
    return (*identity, *match.model, "", match.why, "")
