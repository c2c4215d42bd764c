"""The columns that a list of work orders can have, in our words, and the headings that other systems have for them."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from scheduler.domain.ids import ProcedureName
from scheduler.inputs.cells import TEXT, CellError, CellType, choice, name, number
from scheduler.inputs.civil_cells import DAY, WALL_MOMENT
from scheduler.inputs.columns import Table, optional
from scheduler.inputs.lexicon import Lexicon
from scheduler.inputs.names import NameKind
from scheduler.inputs.tables.scopes import ASSET
from scheduler.recording.outcomes import RecordedOutcome

_CLOCK = re.compile(
    r"(?P<day>.*\S)[T ](?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def day_text(text: str) -> str:
    """Return the day of a day with a clock time, as it is written."""
    match = _CLOCK.fullmatch(text.strip())
    return match["day"] if match else text.strip()


def _moment(text: str, lexicon: Lexicon) -> date | datetime:
    """Read a day; a time with its offset stays an instant, since its day depends on where the asset is."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return DAY.read(text, lexicon)
    if match["zone"] is None:
        return DAY.read(match["day"], lexicon)
    try:
        return datetime.fromisoformat(text.replace(" ", "T", 1)).astimezone(UTC)
    except ValueError as error:
        raise CellError("a day or an ISO time such as 2027-01-31T08:30:00Z", "write the day alone") from error


DAY_OR_MOMENT: CellType[date | datetime] = CellType(f"{DAY.words}, or a day and time", _moment)

TASK_ID = optional("task_id", TEXT, "", "not given", "BM-00017-abcdefghijklmnop", "The task, as in tasks.csv.")
WORK_ORDER = optional("work_order", TEXT, "", "not given", "WO-4711", "The work order, as in due, orders or cmms.csv.")
ASSET_TAG = optional("asset_tag", ASSET, None, "told by task_id or work_order", "BM-00017", "The asset.")
PROCEDURE = optional(
    "procedure",
    name(NameKind.PROCEDURE, ProcedureName),
    None,
    "told by task_id or work_order",
    "pm-12m",
    "The work, as in procedures.",
)
DONE_ON = optional("done_on", DAY_OR_MOMENT, None, "not said", "2026-12-14", "The day of the visit, or of the answer.")
OUTCOME = optional("outcome", choice(RecordedOutcome), None, "not said", "completed", "How it ended.")
TECHNICIAN = optional("technician", TEXT, "", "not recorded", "T-004", "Who did it.")
RUNTIME_HOURS = optional("runtime_hours", number(0, 10_000_000, "hours"), None, "not read", "8210", "The hour counter.")
NOTE = optional("note", TEXT, "", "none", "on patient", "Anything worth knowing.")
REASON = optional("reason", TEXT, "", "not said", "awaiting parts", "Why it is deferred.")
APPROVED_BY = optional("approved_by", TEXT, "", "not said", "J. Ortega", "Who approved the deferral.")
UNTIL = optional("until", DAY, None, "until it is withdrawn", "2027-03-31", "The last day of the deferral.")
START = optional("start", WALL_MOMENT, None, "as planned", "2027-01-12T08:30", "When the proposed visit starts.")
ANSWERED_BY = optional("answered_by", TEXT, "", "not said", "icu-1", "Who agreed or declined.")

COMPLETED_WORK = Table(
    "record",
    "A list of work orders that htm record reads.",
    (
        TASK_ID, WORK_ORDER, ASSET_TAG, PROCEDURE, DONE_ON, OUTCOME, TECHNICIAN, RUNTIME_HOURS, NOTE, REASON,
        APPROVED_BY, UNTIL, START, ANSWERED_BY,
    ),
    absent="nothing is recorded",
)  # fmt: skip

HEADINGS: Mapping[str, str] = {
    TASK_ID.name: "task id|task|taskid",
    WORK_ORDER.name: "work order|wo no|wo|wo number|work order no|work order number|order no|wo id|job no|ticket",
    ASSET_TAG.name: (
        "asset tag|asset|asset no|asset id|asset number|control no|control number|cn|equipment id|equipment no|tag|"
        "tag no|device id|inventory no|equip id|barcode|equipment number"
    ),
    PROCEDURE.name: (
        "procedure|procedure id|pm procedure|pm schedule|schedule|job plan|procedure code|task code|pm code"
    ),
    DONE_ON.name: (
        "done on|completed|completed on|completion date|date completed|closed|close date|closed on|date closed|"
        "service date|performed on|date performed|actual finish|complete date|date done|work date|done"
    ),
    OUTCOME.name: (
        "outcome|result|result code|status|wo status|completion code|disposition|pm result|resolution|close code|"
        "work order status|resolution code|action taken"
    ),
    TECHNICIAN.name: "technician|tech|tech id|assigned to|performed by|completed by|engineer|worker|done by|employee",
    RUNTIME_HOURS.name: "runtime hours|meter|meter reading|hours|hour meter|run hours|operating hours|counter",
    NOTE.name: "note|notes|remarks|remark|comments|comment|findings|work notes|close notes|description of work",
    REASON.name: "reason|deferral reason|reason for deferral|why deferred|delay reason",
    APPROVED_BY.name: "approved by|approver|approval|authorised by|authorized by",
    UNTIL.name: "until|deferred until|postponed to|new due date|deferred to|defer until",
    START.name: "start|visit start|scheduled start|proposed start|appointment",
    ANSWERED_BY.name: "answered by|answer by|agreed by|refused by|confirmed by|accepted by",
}
"""What other systems call our columns, in plain lower-case words."""
