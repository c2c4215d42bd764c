"""Writes examples/foreign-export: the community hospital as a CMMS would export it, and the mapping that reads it back.

`python -m examples.generate.cmms_export`. Other headings, other words, days before months, semicolons, a workbook with
real dates, titles above the headings, rows and columns that are not wanted, and a make spelt in two ways.
"""

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent
WORKBOOK = "CMMS_REPORTS.xlsx"
PRINTED = datetime(2026, 12, 1, 6, 30)  # noqa: DTZ001 - what the CMMS prints above its reports, and the workbook's own date


@dataclass(frozen=True, slots=True)
class Export:
    """How one table leaves the CMMS. `headings` and `words`: ours to theirs; `unwanted`: columns that we don't read."""

    table: str
    file: str
    headings: Mapping[str, str]
    sheet: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Sequence[str] = ()
    date_format: str = "%d/%m/%Y"
    titles: Sequence[str] = ()
    unwanted: Sequence[str] = ()
    record_types: tuple[str, str, str] | None = None
    """Heading, the word of the rows to keep, and the word of the others."""


STATUS = {
    "in_use": "Active",
    "spare": "Backup",
    "loaner": "On loan",
    "in_repair": "Down",
    "missing": "Not located",
    "retired": "Disposed",
}
OUTCOMES = {
    "completed": "PASS",
    "completed_with_remarks": "PASS W/ REMARKS",
    "failed": "FAIL",
    "rolled_back": "ROLLED BACK",
    "attempted_in_use": "CND - IN USE",
    "attempted_not_found": "CND - NOT FOUND",
    "refused": "CND - REFUSED",
    "no_show": "CND - VENDOR",
    "out_for_repair": "CND - REPAIR",
}
YES_NO = {"yes": "Y", "no": "N"}
EXPORTS = (
    Export(
        table="sites",
        file="FACILITY.csv",
        headings={
            "site": "Facility Code",
            "name": "Facility",
            "timezone": "TZ",
            "country": "Ctry",
            "subdivision": "St",
        },
    ),
    Export(
        table="departments",
        file="COST_CENTRES.csv",
        headings={
            "department": "Cost Centre",
            "site": "Facility Code",
            "name": "Description",
            "acuity": "Type",
            "max_out_share": "Max Out",
            "max_parallel_visits": "Max Visits",
            "email": "Contact",
        },
        words={
            "acuity": {
                "critical_care": "CRIT",
                "perioperative": "PERI",
                "emergency": "EMER",
                "inpatient": "INPT",
                "imaging": "IMAG",
                "ambulatory": "AMB",
                "support": "SUPP",
            }
        },
    ),
    Export(
        table="models",
        file=WORKBOOK,
        sheet="Model Catalogue",
        headings={
            "make": "Manufacturer",
            "model": "Model No.",
            "modality": "Device Category",
            "support": "OEM Support",
            "support_ends": "End of Support",
            "patch_performer": "Patched by",
        },
        words={
            "support": {"supported": "Yes", "limited": "Limited", "unsupported": "No", "unknown": "?"},
            "patch_performer": {
                "owner": "Us",
                "manufacturer": "OEM",
                "service_provider": "ISO",
                "none": "Nobody",
                "unknown": "?",
            },
        },
        dates=("support_ends",),
        titles=("Model catalogue",),
    ),
    Export(
        table="procedures",
        file=WORKBOOK,
        sheet="PM Schedules",
        headings={
            "modality": "Device Category",
            "make": "Manufacturer",
            "model": "Model No.",
            "procedure": "Procedure ID",
            "kind": "Work Type",
            "every": "Frequency",
            "oem_every": "OEM Frequency",
            "minutes": "Est. Min.",
            "skill": "Trade",
            "performer": "Vendor",
            "where": "Work Location",
        },
        words={
            "kind": {"pm": "Preventive Maintenance", "calibration": "Calibration", "safety": "Electrical Safety"},
            "every": {"6 months": "Every 6 months", "12 months": "Yearly", "annual": "Yearly (12)"},
            "where": {
                "in_place": "On site",
                "bench": "Shop",
                "remote": "Remote",
                "unobtrusive": "On site, device stays in use",
            },
        },
        titles=("PM schedules", "All active procedures"),
    ),
    Export(
        table="assets",
        file="EQUIPMENT.csv",
        headings={
            "asset_tag": "Control No.",
            "serial_number": "Serial No.",
            "make": "Manufacturer",
            "model": "Model No.",
            "site": "Facility Code",
            "department": "Cost Centre",
            "room": "Location",
            "status": "Equip. Status",
            "in_service_on": "Install Date",
            "series_start": "PM Cycle Start",
            "runtime_hours": "Meter",
            "software_version": "SW Version",
            "part_of": "Parent System",
            "serviced_with": "Serviced With",
            "expected_back": "Expected Return",
        },
        words={"status": STATUS, "system_critical": YES_NO, "networked": YES_NO},
        dates=("in_service_on", "series_start", "expected_back"),
        titles=("EQUIPMENT INVENTORY REPORT", "Printed 01/12/2026 06:30 by system", ""),
        unwanted=("Acquisition Cost", "PO No."),
        record_types=("Rec Type", "EQ", "ACC"),
    ),
    Export(
        table="history",
        file=WORKBOOK,
        sheet="Work History",
        headings={
            "asset_tag": "Control No.",
            "procedure": "Procedure ID",
            "done_on": "Completed",
            "outcome": "Result Code",
            "technician": "Tech ID",
            "runtime_hours": "Meter",
            "note": "Remarks",
        },
        words={"outcome": OUTCOMES},
        dates=("done_on",),
    ),
    Export(
        table="due",
        file="OPEN_PM.csv",
        headings={
            "asset_tag": "Control No.",
            "procedure": "Procedure ID",
            "last_done": "Last PM",
            "next_due": "Next PM",
            "work_order": "WO No.",
        },
        dates=("last_done", "next_due"),
        date_format="%d.%m.%y",
    ),
    Export(
        table="orders",
        file="OPEN_ORDERS.csv",
        headings={
            "asset_tag": "Control No.",
            "procedure": "Procedure ID",
            "reason": "WO Reason",
            "earliest": "Not Before",
            "deadline": "Due By",
            "holds_asset": "Tagged Out",
            "work_order": "WO No.",
        },
        words={
            "reason": {
                "incoming": "INC",
                "recall": "RCL",
                "field_action": "FSN",
                "after_repair": "RPR",
                "relocation": "MOVE",
            },
            "holds_asset": YES_NO,
        },
        dates=("earliest", "deadline"),
    ),
    Export(
        table="technicians",
        file="STAFF.csv",
        headings={
            "technician": "Tech ID",
            "name": "Full Name",
            "performer": "Employer",
            "home_site": "Base",
            "sites": "Covers",
            "scheduled_share": "PM Share",
        },
        words={"performer": {"in_house": "Own staff"}},
    ),
)


def write_export(source: Path, target: Path) -> None:
    """Write the export of the programme in `source` into `target`."""
    shutil.copytree(
        source, target, ignore=shutil.ignore_patterns("README.md", "expected", "programme.yaml"), dirs_exist_ok=True
    )
    for export in EXPORTS:
        (target / f"{export.table}.csv").unlink()
    _write_workbook(source, target)
    for export in EXPORTS:
        if not export.sheet:
            _write_csv(export, source, target)
    (target / "programme.yaml").write_text(_yaml(source), encoding="utf-8", newline="\n")


def _rows(export: Export, source: Path) -> Iterator[list[str]]:
    """Yield the headings and the rows in their words; the first monitors' make is misspelt, as in real inventories."""
    with (source / f"{export.table}.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns = list(reader.fieldnames or ())
        kind = [export.record_types[0]] if export.record_types else []
        yield [*kind, *(export.headings.get(column, column) for column in columns), *export.unwanted]
        for number, row in enumerate(reader):
            cells = [_theirs(export, column, row[column]) for column in columns]
            keep = [export.record_types[1]] if export.record_types else []
            yield [*keep, *cells, *(f"{1000 + 37 * number}" for _ in export.unwanted)]
        if export.record_types:
            cells = ["LEAD-SET-1" if column == "asset_tag" else "" for column in columns]
            yield [export.record_types[2], *cells, *("" for _ in export.unwanted)]


def _theirs(export: Export, column: str, ours: str) -> str:
    if export.table == "assets" and column == "make" and ours == "Philips":
        return "Phillips"
    if export.table == "assets" and column == "make" and ours == "Medtronic":
        return "MEDTRONIC "
    if column in export.dates and ours and not export.sheet:
        return date.fromisoformat(ours).strftime(export.date_format)
    return export.words.get(column, {}).get(ours, ours)


def _write_csv(export: Export, source: Path, target: Path) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([title] for title in export.titles)
    writer.writerows(_rows(export, source))
    (target / export.file).write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())


def _write_workbook(source: Path, target: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(target / WORKBOOK, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": PRINTED, "author": "CMMS"})
    day_format = book.add_format({"num_format": "dd/mm/yyyy"})
    for export in EXPORTS:
        if not export.sheet:
            continue
        sheet = book.add_worksheet(export.sheet)
        for row, title in enumerate(export.titles):
            sheet.write_string(row, 0, title)
        dates = {export.headings.get(column, column) for column in export.dates}
        headings: list[str] = []
        for row, cells in enumerate(_rows(export, source), start=len(export.titles)):
            headings = headings or cells
            for column, (heading, cell) in enumerate(zip(headings, cells, strict=True)):
                if heading in dates and cell and cell != heading:
                    day = datetime.combine(date.fromisoformat(cell), datetime.min.time())
                    sheet.write_datetime(row, column, day, day_format)
                elif cell:
                    sheet.write_string(row, column, cell)
    book.close()


def _yaml(source: Path) -> str:
    """Return the hospital's own programme.yaml with the mapping below it."""
    lines = [(source / "programme.yaml").read_text(encoding="utf-8").rstrip(), "tables:"]
    for export in EXPORTS:
        lines += [f"  {export.table}:", f"    file: {export.file}"]
        if export.sheet:
            lines.append(f"    sheet: {export.sheet}")
        if export.titles:
            lines.append(f"    skip_rows: {len(export.titles)}")
        if export.dates:
            lines.append(f'    date_format: "{export.date_format}"')
        lines += ["    columns:", *(f'      "{theirs}": {ours}' for ours, theirs in export.headings.items())]
        lines += [f'      "{unwanted}": ""' for unwanted in export.unwanted]
        lines += [f'      "{export.record_types[0]}": ""'] if export.record_types else []
        if export.words:
            lines.append("    values:")
        for column, words in export.words.items():
            lines += [f"      {column}:", *(f'        "{theirs}": "{ours}"' for ours, theirs in words.items())]
        if export.record_types:
            lines += ["    filter:", f'      "{export.record_types[0]}": ["{export.record_types[1]}"]']
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    write_export(EXAMPLES / "community-hospital", EXAMPLES / "foreign-export")
