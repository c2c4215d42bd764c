"""The table cover: how many assets of a group stay in service at every minute."""

from scheduler.domain.agreement import CoverRow
from scheduler.inputs.cells import YES_NO, listed, whole
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import ASSET, department_scope, modality_scope, site_scope

SITE = site_scope()
DEPARTMENT = department_scope()
MODALITY = modality_scope()
ASSET_TAGS = optional(
    "asset_tags", listed(ASSET), (), "all assets of the scope", "BM-00101|BM-00102", "The assets of the group by name."
)
MIN_AVAILABLE = required("min_available", whole(0, 1_000_000), "1", "How many are not out at every minute, at least.")
COUNT_SPARES = optional("count_spares", YES_NO, False, "no", "yes", "Whether spares of the scope count as available.")

COVER = Table(
    "cover",
    "How many assets of a group stay in service at every minute, whatever their make.",
    (SITE, DEPARTMENT, MODALITY, ASSET_TAGS, MIN_AVAILABLE, COUNT_SPARES),
    absent="of imaging, therapy and life support with two or more at a site, all but one may be out at most",
)


def read_cover(sheet: Sheet) -> tuple[CoverRow, ...]:
    """Return the cover rows in table order."""
    return tuple(
        CoverRow(
            row=row.number,
            site=row[SITE],
            department=row[DEPARTMENT],
            modality=row[MODALITY],
            asset_tags=row[ASSET_TAGS],
            min_available=row[MIN_AVAILABLE],
            count_spares=row[COUNT_SPARES],
        )
        for row in sheet
    )
