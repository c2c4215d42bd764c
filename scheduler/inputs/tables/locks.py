"""The table locks: visits that must stay where they are."""

from collections.abc import Mapping

from scheduler.domain.calendar import instant
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, SiteId, TechnicianId
from scheduler.domain.places import Site
from scheduler.domain.record import Lock
from scheduler.inputs.cells import listed, name
from scheduler.inputs.civil_cells import WALL_MOMENT
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.names import NameKind
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import ASSET

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "pm-12m", "The work, as in procedures.")
START = required("start", WALL_MOMENT, "2027-01-12T08:30", "When the visit starts, local time of the asset's site.")
TECHNICIANS = optional(
    "technicians",
    listed(name(NameKind.TECHNICIAN, TechnicianId)),
    (),
    "anyone",
    "T-004|T-007",
    "Who does it.",
)

LOCKS = Table(
    "locks",
    "Visits that must stay.",
    (ASSET_TAG, PROCEDURE, START, TECHNICIANS),
    key=(ASSET_TAG, PROCEDURE),
    absent="no visit is fixed",
)


def read_locks(sheet: Sheet, assets: Mapping[AssetTag, Asset], sites: Mapping[SiteId, Site]) -> tuple[Lock, ...]:
    """Return the locks in table order, their starts in UTC."""
    return tuple(_lock(row, sites[assets[row[ASSET_TAG]].site]) for row in sheet)


def _lock(row: Row, site: Site) -> Lock:
    wall = row[START]
    return Lock(
        row=row.number,
        asset_tag=row[ASSET_TAG],
        procedure=row[PROCEDURE],
        start=instant(wall.date(), wall.time(), site.zone),
        technicians=row[TECHNICIANS],
    )
