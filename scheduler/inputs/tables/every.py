"""All tables of a programme, in the order in which they are told."""

from scheduler.inputs.columns import Table
from scheduler.inputs.tables.absences import ABSENCES
from scheduler.inputs.tables.advisory_matches import ADVISORY_MATCHES
from scheduler.inputs.tables.agreements import AGREEMENTS
from scheduler.inputs.tables.assets import ASSETS
from scheduler.inputs.tables.cover import COVER
from scheduler.inputs.tables.coverage import COVERAGE
from scheduler.inputs.tables.deferrals import DEFERRALS
from scheduler.inputs.tables.departments import DEPARTMENTS
from scheduler.inputs.tables.downtime import DOWNTIME
from scheduler.inputs.tables.due import DUE
from scheduler.inputs.tables.history import HISTORY
from scheduler.inputs.tables.instruments import INSTRUMENTS
from scheduler.inputs.tables.locks import LOCKS
from scheduler.inputs.tables.modalities import MODALITIES
from scheduler.inputs.tables.models import MODELS
from scheduler.inputs.tables.orders import ORDERS
from scheduler.inputs.tables.patches import PATCHES
from scheduler.inputs.tables.performers import PERFORMERS
from scheduler.inputs.tables.procedures import PROCEDURES
from scheduler.inputs.tables.recorded import RECORDED_AGREEMENTS, RECORDED_DEFERRALS, RECORDED_HISTORY
from scheduler.inputs.tables.security import FINDINGS, NETWORK
from scheduler.inputs.tables.series import SERIES
from scheduler.inputs.tables.shifts import SHIFTS
from scheduler.inputs.tables.sites import SITES
from scheduler.inputs.tables.technicians import SKILLS, TECHNICIANS
from scheduler.inputs.tables.travel import TRAVEL

TABLES: tuple[Table, ...] = (
    SITES,
    DEPARTMENTS,
    DOWNTIME,
    MODALITIES,
    MODELS,
    PROCEDURES,
    ASSETS,
    HISTORY,
    SERIES,
    DUE,
    ORDERS,
    DEFERRALS,
    TECHNICIANS,
    SKILLS,
    SHIFTS,
    ABSENCES,
    PERFORMERS,
    COVER,
    INSTRUMENTS,
    TRAVEL,
    PATCHES,
    NETWORK,
    FINDINGS,
    ADVISORY_MATCHES,
    COVERAGE,
    LOCKS,
    AGREEMENTS,
    RECORDED_HISTORY,
    RECORDED_DEFERRALS,
    RECORDED_AGREEMENTS,
)

TABLE_NAMES = tuple(table.name for table in TABLES)
