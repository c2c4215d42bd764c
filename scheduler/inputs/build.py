"""From sheets without a fault to the programme."""

from collections.abc import Mapping, Sequence

from scheduler.domain.equipment import Modality
from scheduler.domain.ids import ModalityId
from scheduler.domain.programme import Programme, SetAsideRow
from scheduler.inputs.absence_rows import read_absences
from scheduler.inputs.calendar_uses import downtime_busy
from scheduler.inputs.calendars import Calendars
from scheduler.inputs.checks.open_hours import without_open_rows
from scheduler.inputs.contract_names import as_tables_spell
from scheduler.inputs.downtime_rows import DowntimeReader, assumed_rows
from scheduler.inputs.names import NameKind
from scheduler.inputs.settings.programme_file import DEFAULT_TIMEZONE, ProgrammeFile
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables.absences import ABSENCES
from scheduler.inputs.tables.advisory_matches import ADVISORY_MATCHES, read_advisory_matches
from scheduler.inputs.tables.agreements import AGREEMENTS, read_agreements
from scheduler.inputs.tables.assets import ASSETS, read_assets
from scheduler.inputs.tables.cover import COVER, read_cover
from scheduler.inputs.tables.coverage import COVERAGE, read_coverage
from scheduler.inputs.tables.deferrals import DEFERRALS, read_deferrals
from scheduler.inputs.tables.departments import DEPARTMENTS, read_departments
from scheduler.inputs.tables.downtime import DOWNTIME
from scheduler.inputs.tables.due import DUE, read_due
from scheduler.inputs.tables.history import HISTORY, read_history
from scheduler.inputs.tables.instruments import INSTRUMENTS, read_instruments
from scheduler.inputs.tables.locks import LOCKS, read_locks
from scheduler.inputs.tables.modalities import MODALITIES, plain_modality, read_modalities
from scheduler.inputs.tables.models import MODELS, read_models
from scheduler.inputs.tables.orders import ORDERS, read_orders
from scheduler.inputs.tables.patches import PATCHES, read_patches
from scheduler.inputs.tables.performers import (
    PERFORMERS,
    anonymous_certificates,
    anonymous_people,
    read_performers,
)
from scheduler.inputs.tables.procedures import PROCEDURES, read_procedures
from scheduler.inputs.tables.recorded import (
    RECORDED_AGREEMENTS,
    RECORDED_DEFERRALS,
    RECORDED_HISTORY,
    agreements_with,
    deferrals_with,
    history_with,
)
from scheduler.inputs.tables.security import FINDINGS, NETWORK, read_findings, read_network
from scheduler.inputs.tables.series import SERIES, read_series
from scheduler.inputs.tables.shifts import SHIFTS, read_shifts
from scheduler.inputs.tables.sites import SITES, read_sites
from scheduler.inputs.tables.technicians import SKILLS, TECHNICIANS, read_certificates, read_technicians
from scheduler.inputs.tables.travel import TRAVEL, read_travel


def programme_of(
    sheets: Sheets,
    said: ProgrammeFile,
    calendars: Calendars,
    fingerprint: str,
    set_aside: Sequence[SetAsideRow],
) -> Programme:
    """Return the programme that sheets and programme.yaml describe; they have been checked."""
    timezone = said.timezone or DEFAULT_TIMEZONE
    sites = read_sites(sheets[SITES], timezone)
    departments = read_departments(sheets[DEPARTMENTS])
    modalities = _modalities(sheets)
    models = read_models(sheets[MODELS], modalities)
    assets = read_assets(sheets[ASSETS], departments)
    performers = read_performers(sheets[PERFORMERS])
    named = read_technicians(sheets[TECHNICIANS], said.capacity.scheduled_share, tuple(sites))
    anonymous = tuple(anonymous_people(performers, named, tuple(sites)))
    downtime = DowntimeReader(departments, assets, downtime_busy(sheets, calendars, timezone)).rows(sheets[DOWNTIME])
    without = [departments[key] for key in without_open_rows(sheets)]
    return Programme(
        name=said.name,
        timezone=timezone,
        fingerprint=fingerprint,
        sites=sites,
        departments=departments,
        downtime=downtime + assumed_rows(without, said.policies.default_downtime),
        modalities=modalities,
        models=models,
        procedures=read_procedures(sheets[PROCEDURES], models),
        assets=assets,
        technicians=named | {person.technician: person for person in anonymous},
        certificates=read_certificates(sheets[SKILLS]) + tuple(anonymous_certificates(anonymous, performers)),
        shifts=read_shifts(sheets[SHIFTS], named),
        performers=performers,
        absences=read_absences(sheets[ABSENCES], named, sites, calendars),
        history=history_with(read_history(sheets[HISTORY]), read_history(sheets[RECORDED_HISTORY])),
        series=read_series(sheets[SERIES]),
        due=read_due(sheets[DUE]),
        orders=read_orders(sheets[ORDERS]),
        deferrals=deferrals_with(read_deferrals(sheets[DEFERRALS]), read_deferrals(sheets[RECORDED_DEFERRALS])),
        cover=read_cover(sheets[COVER]),
        instruments=read_instruments(sheets[INSTRUMENTS]),
        travel=read_travel(sheets[TRAVEL]),
        patches=read_patches(sheets[PATCHES]),
        network=read_network(sheets[NETWORK]),
        findings=read_findings(sheets[FINDINGS]),
        match_answers=read_advisory_matches(sheets[ADVISORY_MATCHES]),
        coverage=read_coverage(sheets[COVERAGE]),
        locks=read_locks(sheets[LOCKS], assets, sites),
        agreements=agreements_with(
            read_agreements(sheets[AGREEMENTS], assets, sites),
            read_agreements(sheets[RECORDED_AGREEMENTS], assets, sites),
        ),
        contracts=tuple(as_tables_spell(contract, sheets.lexicon) for contract in said.contracts),
        set_aside=tuple(set_aside),
        policies=said.policies,
        capacity=said.capacity,
        weights=said.weights,
        impact=said.impact,
        patching=said.patching,
    )


def _modalities(sheets: Sheets) -> Mapping[ModalityId, Modality]:
    if sheets.present(MODALITIES):
        return read_modalities(sheets[MODALITIES])
    names = [ModalityId(name) for name in sheets.lexicon.names[NameKind.MODALITY].all()]
    return {name: plain_modality(name) for name in names}
