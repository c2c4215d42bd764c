"""Cover rows beside the assets they speak of, and scopes that contradict themselves."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from scheduler.domain.equipment import AssetStatus
from scheduler.domain.ids import AssetTag, DepartmentId, ModalityId, SiteId
from scheduler.inputs.checks.open_hours import modality_of_models
from scheduler.inputs.columns import Column
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import assets, cover, departments, downtime

_COLUMNS = (assets.ASSET_TAG, assets.DEPARTMENT, assets.SITE, assets.MAKE, assets.MODEL)


def check_agreements(sheets: Sheets) -> None:
    """Note scopes that reach nothing, and cover rows that ask for more assets than there are."""
    rows = sheets[departments.DEPARTMENTS].having(departments.DEPARTMENT, departments.SITE)
    site_of = {row[departments.DEPARTMENT]: row[departments.SITE] for row in rows}
    for sheet, site, department in (
        (sheets[downtime.DOWNTIME], downtime.SITE, downtime.DEPARTMENT),
        (sheets[cover.COVER], cover.SITE, cover.DEPARTMENT),
    ):
        _check_scopes(sheet, site, department, site_of)
    _check_cover(sheets, site_of)


def _check_scopes(
    sheet: Sheet,
    site: Column[SiteId | None],
    department: Column[DepartmentId | None],
    site_of: Mapping[DepartmentId, SiteId],
) -> None:
    for row in sheet.having(site, department):
        named, owner = row[site], row[department]
        home = site_of.get(owner) if owner is not None else None
        if named is not None and home is not None and named != home:
            expected = f"a department at {named}; {owner} is at {home}"
            row.fault(department, expected, "leave the site blank, or correct one of the two")


_Scope = tuple[SiteId | None, DepartmentId | None, ModalityId | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the scope of a cover row asks of an asset."""

    site: SiteId | None
    department: DepartmentId
    modality: ModalityId | None


def _check_cover(sheets: Sheets, site_of: Mapping[DepartmentId, SiteId]) -> None:
    """Compare what must be available with what there is; assets with a fault elsewhere in their row count as well."""
    places = _places(sheets, site_of)
    statuses = {
        row[assets.ASSET_TAG]: row[assets.STATUS]
        for row in sheets[assets.ASSETS].having(assets.ASSET_TAG, assets.STATUS)
    }
    by_scope: defaultdict[_Scope, Counter[AssetStatus]] = defaultdict(Counter)
    for place, counts in _counted(places, statuses).items():
        for scope in set(product((place.site, None), (place.department, None), (place.modality, None))):
            by_scope[scope].update(counts)
    for row in sheets[cover.COVER]:
        if tags := row[cover.ASSET_TAGS]:
            _compare(row, Counter(statuses[tag] for tag in tags if tag in statuses and _in_scope(row, places.get(tag))))
        else:
            _compare(row, by_scope[row[cover.SITE], row[cover.DEPARTMENT], row[cover.MODALITY]])


def _counted(
    places: Mapping[AssetTag, _Place], statuses: Mapping[AssetTag, AssetStatus]
) -> Mapping[_Place, Counter[AssetStatus]]:
    found: defaultdict[_Place, Counter[AssetStatus]] = defaultdict(Counter)
    for tag, place in places.items():
        found[place][statuses.get(tag, AssetStatus.IN_USE)] += 1
    return found


def _compare(row: Row, members: Counter[AssetStatus]) -> None:
    asked = row[cover.MIN_AVAILABLE]
    there = members.total() - members[AssetStatus.RETIRED]
    in_use = members[AssetStatus.IN_USE] + (members[AssetStatus.SPARE] if row[cover.COUNT_SPARES] else 0)
    if asked > there:
        row.fault(cover.MIN_AVAILABLE, f"at most {there}, the size of the group", "lower it, or correct the scope")
    elif asked > in_use:
        expected = f"at most {in_use}, the number of the group's assets that are in use"
        row.warn(cover.MIN_AVAILABLE, expected, "none of them can be taken out")


def _places(sheets: Sheets, site_of: Mapping[DepartmentId, SiteId]) -> Mapping[AssetTag, _Place]:
    modality_of = modality_of_models(sheets)
    model = sheets.lexicon.model
    return {
        row[assets.ASSET_TAG]: _Place(
            site=row[assets.SITE] or site_of.get(row[assets.DEPARTMENT]),
            department=row[assets.DEPARTMENT],
            modality=modality_of.get(model(row[assets.MAKE], row[assets.MODEL])),
        )
        for row in sheets[assets.ASSETS].having(*_COLUMNS)
    }


def _in_scope(row: Row, place: _Place | None) -> bool:
    if place is None:
        return False
    pairs: tuple[tuple[object, object], ...] = (
        (row[cover.SITE], place.site),
        (row[cover.DEPARTMENT], place.department),
        (row[cover.MODALITY], place.modality),
    )
    return all(scope is None or scope == value for scope, value in pairs)
