"""Cover rows beside the assets they speak of, and scopes that contradict themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from scheduler.domain.equipment import AssetStatus
from scheduler.domain.ids import DepartmentId, ModalityId, SiteId
from scheduler.inputs.columns import Column
from scheduler.inputs.fleet import Member
from scheduler.inputs.sheet import Row, Sheet
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import assets, cover, downtime, models


def check_agreements(sheets: Sheets) -> None:
    """Note scopes that reach nothing, and cover rows that ask for more assets than there are."""
    site_of = sheets.fleet.site_of
    for sheet, site, department in (
        (sheets[downtime.DOWNTIME], downtime.SITE, downtime.DEPARTMENT),
        (sheets[cover.COVER], cover.SITE, cover.DEPARTMENT),
    ):
        _check_scopes(sheet, site, department, site_of)
    if sheets.readable(assets.ASSETS, models.MODELS):
        _check_cover(sheets)


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


def _check_cover(sheets: Sheets) -> None:
    """Compare what must be available with what there is; assets with a fault elsewhere in their row count as well."""
    members = {member.tag: member for member in sheets.fleet.members}
    by_scope = _counted(members.values())
    for row in sheets[cover.COVER]:
        if tags := row[cover.ASSET_TAGS]:
            named = (members[tag] for tag in tags if tag in members)
            _compare(row, Counter(member.status for member in named if _in_scope(row, member)))
        else:
            _compare(row, by_scope[row[cover.SITE], row[cover.DEPARTMENT], row[cover.MODALITY]])


def _counted(members: Iterable[Member]) -> defaultdict[_Scope, Counter[AssetStatus]]:
    """Return the statuses of assets for every scope that can name them."""
    places = Counter((member.site, member.department, member.modality, member.status) for member in members)
    found: defaultdict[_Scope, Counter[AssetStatus]] = defaultdict(Counter)
    for (site, department, modality, status), count in places.items():
        for scope in set(product((site, None), (department, None), (modality, None))):
            found[scope][status] += count
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


def _in_scope(row: Row, member: Member) -> bool:
    pairs: tuple[tuple[object, object], ...] = (
        (row[cover.SITE], member.site),
        (row[cover.DEPARTMENT], member.department),
        (row[cover.MODALITY], member.modality),
    )
    return all(scope is None or scope == value for scope, value in pairs)
