"""Small papers and hospitals of the appendix's tests, and how each format is read back."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from scheduler.domain.facts import Facts
from scheduler.domain.service_terms import HouseTemplate
from scheduler.outputs.appendix import writing
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.formats.csv_file import as_written
from scheduler.outputs.appendix.paper import Paper, Table, Value, cell_of
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.appendix.writing import Wanted
from scheduler.outputs.printing import Press
from tests.builders import a_programme, an_asset, facts_of

Rows = list[dict[str, str]]


def two_models(*procedures, **tables) -> Facts:  # type: ignore[no-untyped-def]
    assets = tables.pop("assets", [an_asset("A-1"), an_asset("A-2"), an_asset("B-1", make="Braun", model="S")])
    return facts_of(a_programme(procedures=procedures, assets=assets, **tables))


def paper_about(facts: Facts, language: str = "en") -> Paper:
    return issue_of(subject_of(facts), language).paper


def table_of(paper: Paper, key: str) -> Table:
    [found] = [table for _, table in paper.tables() if table.key == key]
    return found


def values(paper: Paper, key: str) -> list[dict[str, Value]]:
    """Return the rows of a table as its values by column."""
    table = table_of(paper, key)
    return [{column: cell.value for column, cell in cell_of(table, row).items()} for row in table.rows]


def said(paper: Paper, key: str) -> Rows:
    """Return the rows of a table as they are printed."""
    wording = Wording(paper.language)
    return [{column: wording.say(value) for column, value in row.items()} for row in values(paper, key)]


def in_json(path: Path) -> dict[str, Rows]:
    read = json.loads(path.read_text(encoding="utf-8"))
    sections = [*read["front"], *(section for part in read["parts"] for section in part["sections"])]
    return {
        table["key"]: [
            dict(zip((column["key"] for column in table["columns"]), (c["text"] for c in row["cells"]), strict=True))
            for row in table["rows"]
        ]
        for section in sections
        for table in section["tables"]
    }


def in_csv(path: Path) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["table"] != "text":
                cells = {key: as_written(text) for key, text in row.items() if text}
                found.setdefault(row["table"], []).append(cells)
    return found


def in_workbook(path: Path) -> list[list[list[object]]]:
    """Return the rows of every sheet after the contents."""
    book = load_workbook(path)
    return [[[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)] for sheet in book.worksheets[1:]]


def in_document(path: Path) -> Iterator[list[list[str]]]:
    """Return the rows of every table without its heading."""
    for table in Document(str(path)).tables:
        yield [[cell.text for cell in row.cells] for row in table.rows][1:]


def in_pages(path: Path) -> str:
    """Return all text without any white space, for lines break anywhere on a page."""
    return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def as_said(value: object, wording: Wording) -> str:
    """Write a cell of a workbook as a document prints it."""
    if isinstance(value, datetime | date):
        return wording.say(date(value.year, value.month, value.day))
    return str(value)


def write_paper(paper: Paper, folder: Path, stem: str, template: HouseTemplate | None = None) -> None:
    """Write a paper in all formats, its pages too."""
    with Press() as press:
        writing.write_paper(paper, folder, stem, press, template)


def write_appendix(facts: Facts, folder: Path, wanted: Wanted | None = None) -> None:
    """Write appendices in all formats, their pages too."""
    with Press() as press:
        writing.write_appendix(facts, folder, press, wanted=wanted)
