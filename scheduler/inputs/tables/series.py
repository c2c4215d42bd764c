"""The table series: fixed dates of a department's modality."""

from scheduler.domain.record import SeriesRow
from scheduler.inputs.cells import all_or
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import DEPARTMENT as DEPARTMENT_NAME
from scheduler.inputs.tables.scopes import MODALITY as MODALITY_NAME

DEPARTMENT = required("department", DEPARTMENT_NAME, "icu-1", "The department whose dates are aligned.")
MODALITY = required("modality", MODALITY_NAME, "ventilator", "The kind of equipment.")
PROCEDURE = optional("procedure", all_or(PROCEDURE_NAME), None, "all procedures", "pm-12m", "The work; * = all.")
SERIES_START = required("series_start", DAY, "2026-02-01", "The first date of the series.")

SERIES = Table(
    "series",
    "Aligns the dates of a department: its series starts on this day.",
    (DEPARTMENT, MODALITY, PROCEDURE, SERIES_START),
    key=(DEPARTMENT, MODALITY, PROCEDURE),
    absent="a series starts with the asset's own series_start, else its in_service_on",
)


def read_series(sheet: Sheet) -> tuple[SeriesRow, ...]:
    """Return the series in table order."""
    return tuple(SeriesRow(row[DEPARTMENT], row[MODALITY], row[PROCEDURE], row[SERIES_START]) for row in sheet)
