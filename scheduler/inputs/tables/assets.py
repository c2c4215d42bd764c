"""The table assets: every device with a tag."""

from collections.abc import Mapping

from scheduler.domain.equipment import Answer, Asset, AssetStatus
from scheduler.domain.ids import AssetTag, DepartmentId
from scheduler.domain.places import Department
from scheduler.inputs.cells import TEXT, YES_NO, choice, number
from scheduler.inputs.civil_cells import DAY
from scheduler.inputs.columns import Column, Table, optional, required
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.tables.scopes import ASSET
from scheduler.inputs.tables.scopes import DEPARTMENT as DEPARTMENT_NAME
from scheduler.inputs.tables.scopes import MAKE as MAKE_NAME
from scheduler.inputs.tables.scopes import SITE as SITE_NAME


def _answer(name: str, meaning: str) -> Column[Answer]:
    return optional(name, choice(Answer), Answer.UNKNOWN, "unknown", "yes", meaning)


ASSET_TAG = required("asset_tag", ASSET, "BM-00017", "The tag on the device; one tag, one device.")
SERIAL_NUMBER = optional(
    "serial_number", TEXT, "", "unknown", "SN-48813", "The manufacturer's serial number; one a row."
)
UDI = optional("udi", TEXT, "", "unknown", "(01)00812345678901", "The unique device identifier.")
MAKE = required("make", MAKE_NAME, "Northwind", "The manufacturer, as in models.")
MODEL = required("model", TEXT, "V500", "The model, as in models.")
SITE = optional("site", SITE_NAME, None, "the site of its department", "main", "Where it is.")
DEPARTMENT = required("department", DEPARTMENT_NAME, "icu-1", "Who owns it and says when it can be spared.")
ROOM = optional("room", TEXT, "", "unknown", "4W-12", "The room it usually is in.")
STATUS = optional("status", choice(AssetStatus), AssetStatus.IN_USE, "in_use", "in_use", "Where it stands in its life.")
IN_SERVICE_ON = optional("in_service_on", DAY, None, "unknown", "2021-05-17", "The day it came into use.")
SERIES_START = optional(
    "series_start",
    DAY,
    None,
    "the series of its department, else in_service_on",
    "2026-02-01",
    "The start of its series.",
)
RUNTIME_HOURS = optional(
    "runtime_hours",
    number(0, 10_000_000, "hours"),
    None,
    "unknown",
    "8412",
    "The last reading of its hour counter.",
    "hours",
)
SOFTWARE_VERSION = optional("software_version", TEXT, "", "unknown", "4.1.2", "What is installed.")
CMDB_ID = optional("cmdb_id", TEXT, "", "not in the CMDB", "CI0048813", "Its entry in the CMDB.")
PART_OF = optional("part_of", ASSET, None, "no system", "BM-00002", "The system that it belongs to.")
SERVICED_WITH = optional(
    "serviced_with", ASSET, None, "serviced by itself", "BM-00016", "The main tag of a composite device."
)
SYSTEM_CRITICAL = optional("system_critical", YES_NO, False, "no", "no", "Taking it down takes its parts down.")
NETWORKED = _answer("networked", "Whether it is on the network.")
EXPOSED = _answer("exposed", "Whether it can be reached from the internet.")
EXPECTED_BACK = optional(
    "expected_back", DAY, None, "not known", "2027-01-20", "In repair: work is planned from this day."
)
MAC = optional("mac", TEXT, "", "unknown", "00:1B:44:11:3A:B7", "Its hardware address, to find it in the CMDB.")
HOSTNAME = optional("hostname", TEXT, "", "unknown", "vent-4w-12", "Its name on the network, to find it in the CMDB.")
OWNER = optional("owner", TEXT, "", "the hospital", "Leasing Co.", "Who owns it, if not the hospital.")

ASSETS = Table(
    "assets",
    "Every device with a tag.",
    (
        ASSET_TAG,
        SERIAL_NUMBER,
        UDI,
        MAKE,
        MODEL,
        SITE,
        DEPARTMENT,
        ROOM,
        STATUS,
        IN_SERVICE_ON,
        SERIES_START,
        RUNTIME_HOURS,
        SOFTWARE_VERSION,
        CMDB_ID,
        PART_OF,
        SERVICED_WITH,
        SYSTEM_CRITICAL,
        NETWORKED,
        EXPOSED,
        EXPECTED_BACK,
        OWNER,
        MAC,
        HOSTNAME,
    ),
    key=(ASSET_TAG,),
)


def read_assets(sheet: Sheet, departments: Mapping[DepartmentId, Department]) -> dict[AssetTag, Asset]:
    """Return the assets by tag."""
    return {row[ASSET_TAG]: _asset(row, departments) for row in sheet}


def _asset(row: Row, departments: Mapping[DepartmentId, Department]) -> Asset:
    make, model = row.lexicon.known_model(row[MAKE], row[MODEL])
    department = row[DEPARTMENT]
    return Asset(
        asset_tag=row[ASSET_TAG],
        serial_number=row[SERIAL_NUMBER],
        udi=row[UDI],
        make=make,
        model=model,
        site=row[SITE] or departments[department].site,
        department=department,
        room=row[ROOM],
        status=row[STATUS],
        in_service_on=row[IN_SERVICE_ON],
        series_start=row[SERIES_START],
        runtime_hours=row[RUNTIME_HOURS],
        software_version=row[SOFTWARE_VERSION],
        cmdb_id=row[CMDB_ID],
        part_of=row[PART_OF],
        serviced_with=row[SERVICED_WITH],
        system_critical=row[SYSTEM_CRITICAL],
        networked=row[NETWORKED],
        exposed=row[EXPOSED],
        expected_back=row[EXPECTED_BACK],
        owner=row[OWNER],
        mac=row[MAC],
        hostname=row[HOSTNAME],
        row=row.number,
    )
