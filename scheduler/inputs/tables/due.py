"""The table due: what a CMMS exports as the next due date."""

from scheduler.domain.record import DueRow
from scheduler.inputs.cells import TEXT
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import ASSET

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "pm-12m", "The work, as in procedures.")
LAST_DONE = optional("last_done", DAY, None, "not known", "2026-02-14", "When it was done last.")
NEXT_DUE = optional(
    "next_due", DAY, None, "counted from last_done", "2027-02-14", "The next due date; it is taken as is."
)
WORK_ORDER = optional("work_order", TEXT, "", "none yet", "WO-118", "The work order in the CMMS.")

DUE = Table(
    "due",
    "Next due dates as a CMMS exports them; they override what history gives.",
    (ASSET_TAG, PROCEDURE, LAST_DONE, NEXT_DUE, WORK_ORDER),
    key=(ASSET_TAG, PROCEDURE),
    absent="due dates come from history and series",
)


def check_due(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(LAST_DONE, NEXT_DUE):
        last, following = row[LAST_DONE], row[NEXT_DUE]
        if last is None and following is None:
            row.fault(NEXT_DUE, "a date in next_due or in last_done", "fill in one of them, or remove the row")
        if last and following and following < last:
            row.fault(NEXT_DUE, f"a day not before last_done {last}", "correct one of the two days")


def read_due(sheet: Sheet) -> tuple[DueRow, ...]:
    """Return the due rows in table order."""
    return tuple(
        DueRow(row[ASSET_TAG], row[PROCEDURE], row[LAST_DONE], row[NEXT_DUE], row[WORK_ORDER]) for row in sheet
    )
