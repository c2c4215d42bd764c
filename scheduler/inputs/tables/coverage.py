"""The table coverage: who covers which assets under which contract."""

from scheduler.domain.agreement import CoverageLevel, CoverageRow
from scheduler.domain.ids import PerformerId
from scheduler.inputs.cells import TEXT, choice, name
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import (
    asset_scope,
    first_day,
    last_day,
    make_scope,
    modality_scope,
    model_scope,
    refuse_end_before_start,
    refuse_unknown_model,
    site_scope,
)

CONTRACT = required("contract", TEXT, "C-2027-GE", "The contract, as in contracts of programme.yaml.")
SITE = site_scope()
MODALITY = modality_scope()
MAKE = make_scope()
MODEL = model_scope()
ASSET_TAG = asset_scope()
LEVEL = required("level", choice(CoverageLevel), "full", "How much the contract covers.")
PERFORMER = optional(
    "performer",
    name(NameKind.PERFORMER, PerformerId),
    None,
    "the performer of the procedure",
    "Northwind-Service",
    "Who does the work on those days, instead of the procedure's performer.",
)
FIRST_DAY = first_day()
LAST_DAY = last_day()

COVERAGE = Table(
    "coverage",
    "Who covers which assets under which contract.",
    (CONTRACT, SITE, MODALITY, MAKE, MODEL, ASSET_TAG, LEVEL, PERFORMER, FIRST_DAY, LAST_DAY),
    absent="procedures say who does them",
)


def check_coverage(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    refuse_end_before_start(sheet, FIRST_DAY, LAST_DAY)
    for row in sheet.having(MAKE, MODEL):
        if row[MODEL] is not None and row[MAKE] is None:
            row.fault(MAKE, "the make beside its model", "fill in make")
        elif row[MODEL] is not None:
            refuse_unknown_model(row, MAKE, MODEL)


def read_coverage(sheet: Sheet) -> tuple[CoverageRow, ...]:
    """Return the coverage rows in table order."""
    return tuple(_coverage(row) for row in sheet)


def _coverage(row: Row) -> CoverageRow:
    make, model = row[MAKE], row[MODEL]
    make_model = row.lexicon.known_model(make, model) if make and model else None
    return CoverageRow(
        row=row.number,
        contract=row[CONTRACT],
        site=row[SITE],
        modality=row[MODALITY],
        make=make,
        model=make_model[1] if make_model else None,
        asset_tag=row[ASSET_TAG],
        level=row[LEVEL],
        performer=row[PERFORMER],
        first_day=row[FIRST_DAY],
        last_day=row[LAST_DAY],
    )
