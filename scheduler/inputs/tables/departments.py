"""The table departments: owners of assets."""

from scheduler.domain.ids import DepartmentId
from scheduler.domain.places import Acuity, Department
from scheduler.inputs.cells import TEXT, choice, number, whole
from scheduler.inputs.columns import Table, optional, required
from scheduler.inputs.sheet import Sheet
from scheduler.inputs.tables.scopes import DEPARTMENT as DEPARTMENT_NAME
from scheduler.inputs.tables.scopes import SITE as SITE_NAME

DEPARTMENT = required("department", DEPARTMENT_NAME, "icu-1", "The short name of the department; one name, one site.")
SITE = required("site", SITE_NAME, "main", "The site it is at.")
NAME = optional("name", TEXT, "", "the same as department", "Intensive care 1", "The name that people read.")
ACUITY = optional(
    "acuity",
    choice(Acuity),
    Acuity.SUPPORT,
    "support",
    "critical_care",
    "How sick its patients are, or what it does; decides whether its open rows count on public holidays.",
)
MAX_OUT_SHARE = optional(
    "max_out_share",
    number(0.0001, 1),
    1.0,
    "1: all of them",
    "0.25",
    "The share of its in-use assets of one make and model that may be out at once; at least one may always.",
)
MAX_PARALLEL_VISITS = optional(
    "max_parallel_visits", whole(1, 1000), None, "no limit", "2", "How many visits may be in place there at any minute."
)
EMAIL = optional("email", TEXT, "", "none given", "icu-1@hospital.example", "Where its notices go.")

DEPARTMENTS = Table(
    "departments",
    "Owners of assets, who say when they can spare them.",
    (DEPARTMENT, SITE, NAME, ACUITY, MAX_OUT_SHARE, MAX_PARALLEL_VISITS, EMAIL),
    key=(DEPARTMENT,),
)


def read_departments(sheet: Sheet) -> dict[DepartmentId, Department]:
    """Return the departments by name."""
    return {
        row[DEPARTMENT]: Department(
            department=row[DEPARTMENT],
            site=row[SITE],
            name=row[NAME] or row[DEPARTMENT],
            acuity=row[ACUITY],
            max_out_share=row[MAX_OUT_SHARE],
            max_parallel_visits=row[MAX_PARALLEL_VISITS],
            email=row[EMAIL],
        )
        for row in sheet
    }
