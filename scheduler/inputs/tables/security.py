"""The tables network and findings: what the network sees, and what scanners find."""

from scheduler.domain.security import Finding, FindingState, NetworkRow
from scheduler.inputs.cells import TEXT, choice, number
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import ASSET
from scheduler.inputs.tables.scopes import MAKE as MAKE_NAME

CMDB_ID = optional("cmdb_id", TEXT, "", "not in the CMDB", "CI0048813", "The entry of the CMDB.")
HOSTNAME = optional("hostname", TEXT, "", "unknown", "vent-4w-12", "Its name on the network.")
MAC = optional("mac", TEXT, "", "unknown", "00:1B:44:11:3A:B7", "Its hardware address.")
SERIAL_NUMBER = optional("serial_number", TEXT, "", "unknown", "SN-48813", "Its serial number as seen.")
MAKE = optional("make", MAKE_NAME, "", "unknown", "Northwind", "Its make as seen; it need not be in models.")
MODEL = optional("model", TEXT, "", "unknown", "V500", "Its model as seen.")
RISK_SCORE = optional("risk_score", number(0, 1_000_000), None, "none", "73", "The score of the monitoring tool.")
LAST_SEEN = optional("last_seen", DAY, None, "not known", "2026-11-28", "The day it was seen last.")

NETWORK = Table(
    "network",
    "Export of the CMDB or of passive monitoring.",
    (CMDB_ID, HOSTNAME, MAC, SERIAL_NUMBER, MAKE, MODEL, RISK_SCORE, LAST_SEEN),
    absent="nothing is known of the network",
)

FOUND_ON_CMDB_ID = optional("cmdb_id", TEXT, "", "see asset_tag", "CI0048813", "The entry of the CMDB it was found on.")
FOUND_ON = optional("asset_tag", ASSET, None, "see cmdb_id", "BM-00017", "The asset it was found on.")
CVE = required("cve", TEXT, "CVE-2026-1001", "The vulnerability.")
DETECTED_ON = optional(
    "detected_on",
    DAY,
    None,
    "the advisory match date, shown as assumed",
    "2026-11-03",
    "The day that starts the clock.",
)
SOURCE = optional("source", TEXT, "", "not said", "scanner", "Who found it.")
STATE = optional("state", choice(FindingState), FindingState.OPEN, "open", "open", "Where it stands.")
VERIFIED_ON = optional("verified_on", DAY, None, "not verified", "2026-11-20", "The day its state was verified.")

FINDINGS = Table(
    "findings",
    "Vulnerabilities seen on assets.",
    (FOUND_ON_CMDB_ID, FOUND_ON, CVE, DETECTED_ON, SOURCE, STATE, VERIFIED_ON),
    absent="nothing was found",
)


def read_network(sheet: Sheet) -> tuple[NetworkRow, ...]:
    """Return the network entries in table order."""
    return tuple(
        NetworkRow(
            row=row.number,
            cmdb_id=row[CMDB_ID],
            hostname=row[HOSTNAME],
            mac=row[MAC],
            serial_number=row[SERIAL_NUMBER],
            make=row[MAKE],
            model=row[MODEL],
            risk_score=row[RISK_SCORE],
            last_seen=row[LAST_SEEN],
        )
        for row in sheet
    )


def check_findings(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(FOUND_ON_CMDB_ID, FOUND_ON):
        if not row[FOUND_ON_CMDB_ID] and row[FOUND_ON] is None:
            row.fault(FOUND_ON, "an asset_tag or a cmdb_id", "say what it was found on")


def read_findings(sheet: Sheet) -> tuple[Finding, ...]:
    """Return the findings in table order."""
    return tuple(
        Finding(
            row=row.number,
            cmdb_id=row[FOUND_ON_CMDB_ID],
            asset_tag=row[FOUND_ON],
            cve=row[CVE],
            detected_on=row[DETECTED_ON],
            source=row[SOURCE],
            state=row[STATE],
            verified_on=row[VERIFIED_ON],
        )
        for row in sheet
    )
