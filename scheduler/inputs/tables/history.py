"""The table history: visits that took place, or were tried."""

from datetime import date

from scheduler.domain.ids import ProcedureName
from scheduler.domain.record import HistoryRow, Outcome
from scheduler.inputs.cells import TEXT, choice, name, number
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import ASSET

PROCEDURE_NAME = name(NameKind.PROCEDURE, ProcedureName)

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "pm-12m", "The work, as in procedures.")
DONE_ON = required("done_on", DAY, "2026-08-14", "The day of it; never after today.")
OUTCOME = optional(
    "outcome",
    choice(Outcome),
    Outcome.COMPLETED,
    "completed",
    "completed",
    "How it ended; an attempt keeps the obligation and opens the re-attempt clock.",
)
TECHNICIAN = optional("technician", TEXT, "", "not recorded", "T-004", "Who did it, as recorded.")
RUNTIME_HOURS = optional(
    "runtime_hours", number(0, 10_000_000, "hours"), None, "not read", "8210", "The hour counter on that day.", "hours"
)
NOTE = optional("note", TEXT, "", "none", "on patient", "Anything worth knowing.")

HISTORY = Table(
    "history",
    "Visits that took place, or were tried.",
    (ASSET_TAG, PROCEDURE, DONE_ON, OUTCOME, TECHNICIAN, RUNTIME_HOURS, NOTE),
    absent="nothing was ever done",
)


def check_history(sheet: Sheet, today: date | None) -> None:
    """Note the rows of days that have not come yet."""
    if today is None:
        return
    for row in sheet.having(DONE_ON):
        if row[DONE_ON] > today:
            row.fault(DONE_ON, f"a day not after today, {today}", "correct the day, or run with a later --today")


def read_history(sheet: Sheet) -> tuple[HistoryRow, ...]:
    """Return what was done, in table order."""
    return tuple(
        HistoryRow(
            asset_tag=row[ASSET_TAG],
            procedure=row[PROCEDURE],
            done_on=row[DONE_ON],
            outcome=row[OUTCOME],
            technician=row[TECHNICIAN],
            runtime_hours=row[RUNTIME_HOURS],
            note=row[NOTE],
        )
        for row in sheet
    )
