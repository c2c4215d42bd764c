"""The table agreements: what departments and outside performers answered when a visit was proposed to them."""

from collections.abc import Mapping

from scheduler.domain.calendar import instant
from scheduler.domain.equipment import Asset
from scheduler.domain.ids import AssetTag, SiteId
from scheduler.domain.places import Site
from scheduler.domain.record import AgreementRow, VisitAnswer
from scheduler.inputs.cells import TEXT, choice
from scheduler.inputs.civil_cells import DAY, WALL_MOMENT
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.history import PROCEDURE_NAME
from scheduler.inputs.tables.scopes import ASSET

ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The asset.")
PROCEDURE = required("procedure", PROCEDURE_NAME, "pm-12m", "Work of the visit, as in procedures.")
START = required(
    "start", WALL_MOMENT, "2027-01-12T08:30", "When the proposed visit starts, local time of the asset's site."
)
ANSWER = required("answer", choice(VisitAnswer), "agreed", "What was answered; the answer is to this start only.")
ANSWERED_BY = optional("answered_by", TEXT, "", "not said", "icu-1", "The department or performer that answered.")
ANSWERED_ON = optional("answered_on", DAY, None, "not said", "2026-12-14", "The day of the answer; a later one wins.")
NOTE = optional("note", TEXT, "", "none", "room is being painted", "What they said.")

AGREEMENTS = Table(
    "agreements",
    "Answers of departments and outside performers to proposed visits.",
    (ASSET_TAG, PROCEDURE, START, ANSWER, ANSWERED_BY, ANSWERED_ON, NOTE),
    absent="nobody has answered",
)


def read_agreements(
    sheet: Sheet, assets: Mapping[AssetTag, Asset], sites: Mapping[SiteId, Site]
) -> tuple[AgreementRow, ...]:
    """Return the answers in table order, the starts in UTC."""
    return tuple(_answer(row, sites[assets[row[ASSET_TAG]].site]) for row in sheet)


def _answer(row: Row, site: Site) -> AgreementRow:
    wall = row[START]
    return AgreementRow(
        asset_tag=row[ASSET_TAG],
        procedure=row[PROCEDURE],
        start=instant(wall.date(), wall.time(), site.zone),
        answer=row[ANSWER],
        answered_by=row[ANSWERED_BY],
        answered_on=row[ANSWERED_ON],
        note=row[NOTE],
    )
