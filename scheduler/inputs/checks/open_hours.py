"""Departments and the open rows that reach them."""

from collections import defaultdict
from dataclasses import dataclass

from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.domain.places import DowntimeKind
from scheduler.inputs.downtime_rows import NEEDS_ROWS
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import departments, downtime

_SCOPE = (downtime.SITE, downtime.DEPARTMENT, downtime.MODALITY, downtime.ASSET_TAG, downtime.KIND)


@dataclass(frozen=True, slots=True)
class _OpenScopes:
    """What open rows name: sites and modalities (None = all), departments, assets."""

    broad: frozenset[tuple[SiteId | None, ModalityId | None]]
    departments: frozenset[DepartmentId]
    assets: frozenset[AssetTag]


def check_open_hours(sheets: Sheets, default_downtime: str) -> None:
    """Note departments without open rows: an error where a default would harm, otherwise a warning."""
    without = frozenset(without_open_rows(sheets))
    for row in sheets[departments.DEPARTMENTS].having(departments.DEPARTMENT, departments.ACUITY):
        if row[departments.DEPARTMENT] not in without:
            continue
        if row[departments.ACUITY] in NEEDS_ROWS:
            expected = f"an open row of downtime that reaches {row[departments.DEPARTMENT]}"
            hint = f"agree hours with it; {row[departments.ACUITY]} gets no default"
            row.fault(departments.DEPARTMENT, expected, hint)
        else:
            expected = "an open row of downtime that reaches it"
            row.warn(departments.DEPARTMENT, expected, f"{default_downtime} is assumed")


def without_open_rows(sheets: Sheets) -> tuple[DepartmentId, ...]:
    """Return the departments that no open row reaches, in table order."""
    scopes = _open_scopes(sheets)
    modalities_in: defaultdict[DepartmentId, set[ModalityId | None]] = defaultdict(set)
    for member in sheets.fleet.members:
        modalities_in[member.department].add(member.modality)
    by_asset = {member.department for member in sheets.fleet.members if member.tag in scopes.assets}
    found = []
    for row in sheets[departments.DEPARTMENTS].having(departments.DEPARTMENT, departments.SITE):
        department = row[departments.DEPARTMENT]
        reaching = {
            (site, modality)
            for site in (row[departments.SITE], None)
            for modality in (None, *modalities_in[department])
        }
        if department not in scopes.departments and department not in by_asset and not reaching & scopes.broad:
            found.append(department)
    return tuple(found)


def _open_scopes(sheets: Sheets) -> _OpenScopes:
    broad, named, tags = set(), set(), set()
    for row in sheets[downtime.DOWNTIME].having(*_SCOPE):
        if row[downtime.KIND] is not DowntimeKind.OPEN:
            continue
        tag, department = row[downtime.ASSET_TAG], row[downtime.DEPARTMENT]
        if tag is not None:
            tags.add(tag)
        elif department is not None:
            named.add(department)
        else:
            broad.add((row[downtime.SITE], row[downtime.MODALITY]))
    return _OpenScopes(frozenset(broad), frozenset(named), frozenset(tags))
