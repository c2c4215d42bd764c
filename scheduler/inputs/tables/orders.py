"""The table orders: one-off work with a window of its own."""

from scheduler.domain.record import Order, OrderReason
from scheduler.inputs.cells import TEXT, YES_NO, choice
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import ASSET

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "incoming", "The work, as in procedures.")
REASON = optional("reason", choice(OrderReason), OrderReason.OTHER, "other", "recall", "Why it is ordered.")
EARLIEST = optional("earliest", DAY, None, "at once", "2027-01-11", "The first day on which it may be done.")
DEADLINE = required("deadline", DAY, "2027-02-05", "The last day on which it is on time.")
HOLDS_ASSET = optional("holds_asset", YES_NO, False, "no", "yes", "The asset is out of use until it is done.")
WORK_ORDER = optional("work_order", TEXT, "", "none yet", "WO-119", "The work order in the CMMS.")

ORDERS = Table(
    "orders",
    "One-off work: incoming inspections, recalls, field actions, work after a repair.",
    (ASSET_TAG, PROCEDURE, REASON, EARLIEST, DEADLINE, HOLDS_ASSET, WORK_ORDER),
    absent="no one-off work",
)


def check_orders(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(EARLIEST, DEADLINE):
        earliest = row[EARLIEST]
        if earliest and row[DEADLINE] < earliest:
            row.fault(DEADLINE, f"a day not before earliest {earliest}", "correct one of the two days")


def read_orders(sheet: Sheet) -> tuple[Order, ...]:
    """Return the orders in table order."""
    return tuple(
        Order(
            row=row.number,
            asset_tag=row[ASSET_TAG],
            procedure=row[PROCEDURE],
            reason=row[REASON],
            earliest=row[EARLIEST],
            deadline=row[DEADLINE],
            holds_asset=row[HOLDS_ASSET],
            work_order=row[WORK_ORDER],
        )
        for row in sheet
    )
