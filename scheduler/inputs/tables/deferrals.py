"""The table deferrals: approved postponements."""

from scheduler.domain.record import Deferral
from scheduler.inputs.cells import TEXT
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import ASSET

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "pm-12m", "The work, as in procedures.")
REASON = optional("reason", TEXT, "", "not said", "awaiting parts", "Why it is postponed.")
APPROVED_BY = optional("approved_by", TEXT, "", "not said", "J. Ortega", "Who approved it.")
UNTIL = optional("until", DAY, None, "until it is withdrawn", "2027-03-31", "The last day of the postponement.")

DEFERRALS = Table(
    "deferrals",
    "Approved postponements.",
    (ASSET_TAG, PROCEDURE, REASON, APPROVED_BY, UNTIL),
    absent="nothing is postponed",
)


def read_deferrals(sheet: Sheet) -> tuple[Deferral, ...]:
    """Return the deferrals in table order."""
    return tuple(Deferral(row[ASSET_TAG], row[PROCEDURE], row[REASON], row[APPROVED_BY], row[UNTIL]) for row in sheet)
