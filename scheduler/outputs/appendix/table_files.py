"""The appendix as CSV: the same rows as the document, for those who compute with them."""

from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from scheduler.outputs.appendix.content import Appendix, ExceptionRow, ModalityRow
from scheduler.outputs.appendix.terms import Terms
from scheduler.outputs.csv_text import Cell, write_csv

COLUMNS = (
    "level", "modality", "modality_name", "make", "model", "procedure", "kind",
    *(field.name for field in fields(Terms)),
    "performer", "models_covered", "assets_covered", "events_a_year", "hours_a_year", "differs_in", "source_row",
)  # fmt: skip


def write_tables(appendix: Appendix, folder: Path) -> tuple[Path, ...]:
    """Write the periodicities, the definitions and what is not covered; return the files."""
    write_csv(folder / "appendix.csv", COLUMNS, _rows(appendix))
    write_csv(folder / "definitions.csv", ("term", "meaning"), ((d.term, d.meaning) for d in appendix.definitions))
    write_csv(
        folder / "not_covered.csv",
        ("asset_tag", "serial_number", "make", "model", "site", "department", "status"),
        ((a.asset_tag, a.serial_number, a.make, a.model, a.site, a.department, a.status) for a in appendix.not_covered),
    )
    return tuple(folder / name for name in ("appendix.csv", "definitions.csv", "not_covered.csv"))


def figures(row: ModalityRow | ExceptionRow) -> tuple[str, str]:
    """Print events and hours a year with one decimal; work without a period has its word in their place."""
    quantity = row.quantity
    if quantity.visits_a_year is None or quantity.hours_a_year is None:
        return row.terms.every, row.terms.every
    return f"{float(round(quantity.visits_a_year, 1)):.1f}", f"{float(round(quantity.hours_a_year, 1)):.1f}"


def _rows(appendix: Appendix) -> Iterator[tuple[Cell, ...]]:
    for row in appendix.rows:
        yield ("modality", *_common(row, "", ""), *_quantity(row), "", row.source)
    for each in appendix.exceptions:
        differs = "|".join(difference.field for difference in each.differences) or "only this model"
        yield ("exception", *_common(each, each.make, each.model), *_quantity(each), differs, each.source)


def _common(row: ModalityRow | ExceptionRow, make: str, model: str) -> tuple[Cell, ...]:
    return (row.modality, row.name, make, model, row.procedure, row.kind, *astuple(row.terms), row.performers)


def _quantity(row: ModalityRow | ExceptionRow) -> tuple[Cell, ...]:
    return row.quantity.models, row.quantity.assets, *figures(row)
