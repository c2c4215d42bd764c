"""CISA's catalogue of known exploited vulnerabilities: each CVE with the day of its listing."""

import csv
import io
import re
from datetime import date

from scheduler.errors import Problem
from scheduler.inputs.problems import StructureError, shown, structural

FILE = "known_exploited_vulnerabilities.csv"
MOST_BYTES = 50_000_000
_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_COLUMNS = ("cveID", "dateAdded")


def read_kev(content: bytes, file: str = FILE) -> tuple[dict[str, date], tuple[Problem, ...]]:
    """Read the catalogue as published; rows that cannot be read are named and left out. Raises StructureError."""
    if len(content) > MOST_BYTES:
        raise StructureError(structural(file, f"at most {MOST_BYTES} bytes", "fetch it again"))
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        missing = [column for column in _COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            expected = f"the columns {', '.join(_COLUMNS)}"
            raise StructureError(structural(file, expected, "fetch the CSV that CISA publishes", row=1))
        return _listings(rows, file)
    except UnicodeDecodeError as error:
        raise StructureError(structural(file, "a text in UTF-8", "fetch it again")) from error
    except csv.Error as error:
        raise StructureError(structural(file, f"a CSV table ({error})", "fetch it again")) from error


def _listings(rows: "csv.DictReader[str]", file: str) -> tuple[dict[str, date], tuple[Problem, ...]]:
    listed: dict[str, date] = {}
    faults: list[Problem] = []
    for row in rows:
        cve, said = (row["cveID"] or "").strip(), (row["dateAdded"] or "").strip()
        if not _CVE.fullmatch(cve.upper()):
            faults.append(_fault(file, rows.line_num, "cveID", cve, "a CVE such as CVE-2026-1001"))
            continue
        try:
            day = date.fromisoformat(said)
        except ValueError:
            faults.append(_fault(file, rows.line_num, "dateAdded", said, "a date such as 2026-11-03"))
            continue
        listed[cve.upper()] = min(day, listed.get(cve.upper(), day))
    return listed, tuple(faults)


def _fault(file: str, row: int, column: str, found: str, expected: str) -> Problem:
    return Problem(file, "", row, column, shown(found), expected, "the row is left out; fetch the catalogue again")
