"""Assets and models beside each other: makes, sites, serial numbers, systems and composite devices."""

import re
from collections.abc import Iterator, Mapping

from scheduler.correlation.udi import UdiVerdict, read_udi
from scheduler.domain.equipment import AssetStatus
from scheduler.domain.ids import AssetTag, DepartmentId, SiteId
from scheduler.errors import Problem
from scheduler.inputs.checks.graph import on_cycles
from scheduler.inputs.columns import Column
from scheduler.inputs.names import fold
from scheduler.inputs.problems import shown
from scheduler.inputs.sheet import FAULTY, Row, Sheet
from scheduler.inputs.sheets import Sheets
from scheduler.inputs.tables import assets, models
from scheduler.inputs.tables.scopes import refuse_unknown_model

NEAR_MAKES = 88
SHORTEST_MAKE = 5
MOST_MAKES_COMPARED = 3_000
_SEVERAL_SERIALS = re.compile(r"[|;\n]|, | / |,(?=\S+,)")
_NO_SERIAL = frozenset({"", "-", "--", "?", "n/a", "na", "none", "unknown", "tbd", "x", "0"})


def check_equipment(sheets: Sheets) -> None:
    """Note what is wrong with assets and models."""
    sheet = sheets[assets.ASSETS]
    pairs = set(zip(sheet.values[assets.MAKE], sheet.values[assets.MODEL], strict=True))
    if any(FAULTY in pair or sheet.lexicon.model(*pair) is None for pair in pairs):
        for row in sheet.having(assets.MAKE, assets.MODEL):
            refuse_unknown_model(row, assets.MAKE, assets.MODEL)
    _check_sites(sheets)
    _check_serials(sheet)
    _check_udis(sheet)
    _check_expected_back(sheet)
    _check_pointers(sheet, assets.PART_OF)
    _check_pointers(sheet, assets.SERVICED_WITH)
    _check_composites(sheets)
    sheets.problems.warnings.extend(_near_makes(sheets))


def _check_sites(sheets: Sheets) -> None:
    site_of = sheets.fleet.site_of
    for row in sheets[assets.ASSETS].having(assets.SITE, assets.DEPARTMENT):
        site, home = row[assets.SITE], site_of.get(row[assets.DEPARTMENT])
        if site is not None and home is not None and site != home:
            expected = f"a department at the asset's site {site}; {row[assets.DEPARTMENT]} is at {home}"
            row.fault(assets.DEPARTMENT, expected, "correct the site or the department")


def _check_serials(sheet: Sheet) -> None:
    first_rows: dict[tuple[str, str, str], int] = {}
    for row in sheet.having(assets.SERIAL_NUMBER, assets.MAKE, assets.MODEL):
        serial = row[assets.SERIAL_NUMBER]
        if fold(serial) in _NO_SERIAL:
            continue
        if _SEVERAL_SERIALS.search(serial):
            row.fault(assets.SERIAL_NUMBER, "one serial number", "give each device a row and a tag of its own")
            continue
        key = (fold(row[assets.MAKE]), fold(row[assets.MODEL]), fold(serial))
        first = first_rows.setdefault(key, row.number)
        if first != row.number:
            hint = "check whether one device has two tags"
            row.warn(assets.SERIAL_NUMBER, f"a serial number that row {first} does not have", hint)


def _check_udis(sheet: Sheet) -> None:
    for row in sheet.having(assets.UDI):
        udi = read_udi(row[assets.UDI]) if row[assets.UDI] else None
        if udi is not None and udi.verdict is UdiVerdict.NOT_VALID:
            row.warn(assets.UDI, f"a UDI that can be read; {udi.fault}", "scan the label again; the asset stays in")


def _check_expected_back(sheet: Sheet) -> None:
    for row in sheet.having(assets.STATUS, assets.EXPECTED_BACK):
        if row[assets.EXPECTED_BACK] is not None and row[assets.STATUS] is not AssetStatus.IN_REPAIR:
            hint = "it is not used; set status to in_repair, or remove it"
            row.warn(assets.EXPECTED_BACK, f"blank, since status is {row[assets.STATUS]}", hint)


def _check_pointers(sheet: Sheet, column: Column[AssetTag | None]) -> None:
    rows: dict[AssetTag, Row] = {}
    arrows: dict[AssetTag, list[AssetTag]] = {}
    for row in sheet.having(assets.ASSET_TAG, column):
        if (target := row[column]) is not None:
            rows[row[assets.ASSET_TAG]] = row
            arrows[row[assets.ASSET_TAG]] = [target]
    for tag in on_cycles(arrows):
        expected = f"no circle of {column.name}; following it from {tag} leads back to it"
        rows[tag].fault(column, expected, "leave it blank for the one that stands above the others")


def _check_composites(sheets: Sheets) -> None:
    """Note devices that are serviced with one which is not the main tag, or which is at another site."""
    sheet = sheets[assets.ASSETS]
    site_of = sheets.fleet.site_of
    rows = {row[assets.ASSET_TAG]: row for row in sheet.having(assets.ASSET_TAG, assets.SERVICED_WITH)}
    for row in rows.values():
        tag = row[assets.SERVICED_WITH]
        main = rows.get(tag) if tag is not None else None
        if main is None or tag == row[assets.ASSET_TAG]:
            continue
        further = main[assets.SERVICED_WITH]
        if further is not None and further != row[assets.ASSET_TAG]:
            row.fault(
                assets.SERVICED_WITH, f"the main tag; {tag} is itself serviced with {further}", f"write {further}"
            )
            continue
        here, there = _site(row, site_of), _site(main, site_of)
        if here and there and here != there:
            expected = f"an asset at the same site; {tag} is at {there}"
            row.fault(assets.SERVICED_WITH, expected, "correct the tag or the site")


def _site(row: Row, site_of: Mapping[DepartmentId, SiteId]) -> SiteId | None:
    if not row.sound(assets.SITE, assets.DEPARTMENT):
        return None
    return row[assets.SITE] or site_of.get(row[assets.DEPARTMENT])


def _near_makes(sheets: Sheets) -> Iterator[Problem]:
    """Yield a warning for each make that may be a slip of the pen, and for spellings that are read as one."""
    rows = _first_rows(sheets)
    for written, row in rows.items():
        canonical = row[models.MAKE]
        if written.strip() != canonical and fold(written) == fold(canonical):
            yield _of_make(sheets, row, written, f"one spelling; it is read as {canonical}", "write it alike")
    yield from _near_pairs(sheets, {row[models.MAKE]: row for row in reversed(rows.values())})


def _first_rows(sheets: Sheets) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in sheets[models.MODELS].having(models.MAKE):
        found.setdefault(row.text(models.MAKE), row)
    return found


def _near_pairs(sheets: Sheets, rows: dict[str, Row]) -> Iterator[Problem]:
    from rapidfuzz import fuzz, process

    makes = sorted((make for make in rows if len(make) >= SHORTEST_MAKE), key=lambda make: rows[make].number)
    folded = [fold(make) for make in makes[:MOST_MAKES_COMPARED]]
    for place, make in enumerate(folded[1:], 1):
        near = process.extractOne(make, folded[:place], scorer=fuzz.ratio, score_cutoff=NEAR_MAKES)
        if near is not None:
            first, second = makes[near[2]], makes[place]
            hint = f"if it is {first}, write aliases: {{makes: {{{second}: {first}}}}} in programme.yaml"
            yield _of_make(sheets, rows[second], second, f"another make than {first} of row {rows[first].number}", hint)


def _of_make(sheets: Sheets, row: Row, found: str, expected: str, hint: str) -> Problem:
    raw = sheets[models.MODELS].raw
    return Problem(
        raw.file, raw.sheet, row.number, raw.columns[models.MAKE.name].heading.strip(), shown(found), expected, hint
    )
