"""The table advisory_matches: what a planner says to matches that names alone do not settle."""

from scheduler.domain.advisories import MatchAnswer
from scheduler.inputs.cells import TEXT, YES_NO
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import MAKE as MAKE_NAME
from scheduler.inputs.tables.scopes import refuse_unknown_model

ADVISORY = required("advisory", TEXT, "ICSMA-21-187-01", "The advisory.")
PRODUCT_ID = optional(
    "product_id", TEXT, "", "every product of the advisory", "CSAFPID-0001", "The product in the advisory."
)
PRODUCT = optional("product", TEXT, "", "not said", "Philips Vue MyVue", "The product as the advisory writes it.")
VERSIONS = optional("versions", TEXT, "", "not said", "<= 12.2.x.x", "Its versions as the advisory writes them.")
MAKE = required("make", MAKE_NAME, "Northwind", "The make, as in models.")
MODEL = required("model", TEXT, "V500", "The model, as in models.")
CONFIRMED = optional(
    "confirmed", YES_NO, None, "not answered yet", "yes", "Whether the product is that model: yes, no, or blank."
)
WHY = optional("why", TEXT, "", "not said", "the advisory names a wider family", "Why it may be the same.")
NOTE = optional("note", TEXT, "", "none", "asked the manufacturer on 3 November", "Anything worth knowing.")

ADVISORY_MATCHES = Table(
    "advisory_matches",
    "Answers to matches of advisories with models; `htm advisories DIR --propose` adds the likely ones.",
    (ADVISORY, PRODUCT_ID, PRODUCT, VERSIONS, MAKE, MODEL, CONFIRMED, WHY, NOTE),
    key=(ADVISORY, PRODUCT_ID, MAKE, MODEL),
    absent="no match was answered: likely ones wait",
)


def check_advisory_matches(sheet: Sheet) -> None:
    """Note the errors of single rows."""
    for row in sheet.having(MAKE, MODEL):
        refuse_unknown_model(row, MAKE, MODEL)


def read_advisory_matches(sheet: Sheet) -> tuple[MatchAnswer, ...]:
    """Return the answers in table order."""
    return tuple(
        MatchAnswer(row[ADVISORY], row[PRODUCT_ID], row[MAKE], row[MODEL], row[CONFIRMED], row[NOTE]) for row in sheet
    )
