"""What `htm record` keeps beside a table that is another system's export: the same columns, in our own words.

An export is written anew by its own system, so rows added to it would be lost; these tables are read with it, and a row
that the export has by now counts once.
"""

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain.record import AgreementRow, Deferral, HistoryRow
from scheduler.inputs.columns import Table
from scheduler.inputs.tables.agreements import AGREEMENTS
from scheduler.inputs.tables.deferrals import DEFERRALS
from scheduler.inputs.tables.history import HISTORY

PREFIX = "recorded_"


def _beside(table: Table) -> Table:
    return replace(
        table,
        name=f"{PREFIX}{table.name}",
        meaning=f"Rows that htm record adds to {table.name} where that table is another system's export or a sheet.",
        absent="nothing was recorded beside it",
        written_by="htm record",
    )


RECORDED_HISTORY = _beside(HISTORY)
RECORDED_DEFERRALS = _beside(DEFERRALS)
RECORDED_AGREEMENTS = _beside(AGREEMENTS)


def history_with(rows: tuple[HistoryRow, ...], recorded: Iterable[HistoryRow]) -> tuple[HistoryRow, ...]:
    """Return the history with what was recorded beside it; work that the export tells by now counts once."""
    if not (recorded := tuple(recorded)):
        return rows
    told = {(row.asset_tag, row.procedure, row.done_on, row.outcome) for row in rows}
    more = (row for row in recorded if (row.asset_tag, row.procedure, row.done_on, row.outcome) not in told)
    return rows + tuple(more)


def deferrals_with(rows: tuple[Deferral, ...], recorded: Iterable[Deferral]) -> tuple[Deferral, ...]:
    """Return the deferrals with what was recorded beside them, equal ones once."""
    return tuple(dict.fromkeys((*rows, *recorded)))


def agreements_with(rows: tuple[AgreementRow, ...], recorded: Iterable[AgreementRow]) -> tuple[AgreementRow, ...]:
    """Return the answers with what was recorded beside them, equal ones once."""
    return tuple(dict.fromkeys((*rows, *recorded)))
