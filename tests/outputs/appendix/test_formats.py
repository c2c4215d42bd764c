"""All formats hold the same rows, and other programs can open them."""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from scheduler.domain.agreement import Contract
from scheduler.domain.facts import Facts
from scheduler.outputs.appendix.composing import issue_of
from scheduler.outputs.appendix.formats import layout
from scheduler.outputs.appendix.formats.csv_file import as_written, inert, plain
from scheduler.outputs.appendix.formats.workbook import LONGEST_CELL, shown
from scheduler.outputs.appendix.paper import (
    Column,
    Paper,
    Part,
    Row,
    Section,
    Source,
    State,
    Table,
    cell_of,
    cells,
    word,
)
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.words import Wording
from tests.builders import a_procedure, a_programme, facts_of
from tests.outputs.appendix.papers import (
    in_csv,
    in_document,
    in_json,
    in_pages,
    in_workbook,
    paper_about,
    said,
    squeezed,
    two_models,
    write_paper,
)

ENDINGS = ("docx", "pdf", "xlsx", "csv", "json")


def hospital() -> Facts:
    contract = Contract("C-1", "Service", "", ("A", "B"), None, "", "2", (), "Mon-Fri", ("en",), "")
    general = replace(a_procedure(), basis_reference='=HYPERLINK("x") {{ 7*7 }} <w:t>&amp;')
    return two_models(general, a_procedure(minutes=5, make="Braun", model="S"), contracts=(contract,))


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_five_formats_hold_the_same_rows(tmp_path: Path, language: str) -> None:
    paper, wording = paper_about(hospital(), language), Wording(language)

    write_paper(paper, tmp_path, "appendix")

    assert in_json(tmp_path / "appendix.json") == {table.key: said(paper, table.key) for _, table in paper.tables()}
    assert in_csv(tmp_path / "appendix.csv") == dict(for_programs(paper, wording))
    assert in_workbook(tmp_path / "appendix.xlsx") == [in_cells(table, wording) for _, table in paper.tables()]
    assert [row for rows in in_document(tmp_path / "appendix.docx") for row in rows] == list(printed(paper, wording))
    pages = in_pages(tmp_path / "appendix.pdf")
    assert [line for row in printed(paper, wording) for line in lines(row) if squeezed(line) not in pages] == []


def for_programs(paper: Paper, wording: Wording) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for part, table in paper.tables():
        head = {"part": part.key if part else "front", "table": table.key}
        rows = [
            head
            | {"source": "|".join(str(source) for source in row.sources)}
            | {column: as_written(plain(cell.value, wording)) for column, cell in cell_of(table, row).items()}
            for row in table.rows
        ]
        if rows:
            yield table.key, rows


def in_cells(table: Table, wording: Wording) -> list[list[object]]:
    return [[in_a_cell(cell.value, wording) for cell in row.cells] for row in table.rows]


def in_a_cell(value: object, wording: Wording) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return datetime.combine(value, time(0))
    return value if isinstance(value, int) else wording.say(value)  # type: ignore[arg-type]


def printed(paper: Paper, wording: Wording) -> Iterator[list[str]]:
    for block in layout.printed(paper, wording, layout.Attached({})):
        if isinstance(block, layout.PrintedTable):
            yield from (list(row) for row in block.rows)


def lines(row: list[str]) -> Iterator[str]:
    for text in row:
        yield from text.split("\n")


def test_the_same_programme_gives_the_same_bytes(tmp_path: Path) -> None:
    for run in ("one", "two"):
        (tmp_path / run).mkdir()
        write_paper(paper_about(hospital()), tmp_path / run, "appendix")

    for ending in ENDINGS:
        first, second = (tmp_path / run / f"appendix.{ending}" for run in ("one", "two"))
        assert first.read_bytes() == second.read_bytes(), ending


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_containers_carry_no_time_of_the_clock(tmp_path: Path, ending: str) -> None:
    write_paper(paper_about(hospital()), tmp_path, "appendix")

    with zipfile.ZipFile(tmp_path / f"appendix.{ending}") as container:
        assert {(entry.date_time[0], *entry.date_time[3:]) for entry in container.infolist()} == {(1980, 0, 0, 0)}


def test_the_document_has_numbered_headings_repeated_table_heads_captions_and_fields(tmp_path: Path) -> None:
    write_paper(paper_about(hospital()), tmp_path, "appendix")

    document = Document(str(tmp_path / "appendix.docx"))
    headings = [p for p in document.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert [p.text for p in headings if p.style.name == "Heading 1"][1:4] == [  # type: ignore[union-attr]
        "Definitions and rules of counting",
        "Periodicity by modality",
        "Make and model exceptions",
    ]
    assert all("w:numPr" in p._p.xml for p in headings[1:])
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    captions = [p.text for p in document.paragraphs if p.style is not None and p.style.name.casefold() == "caption"]
    assert [caption.split(".")[0] for caption in captions] == [f"Table {n}" for n in range(1, len(document.tables) + 1)]
    body, footer = document.element.body.xml, document.sections[0].footer._element.xml
    assert 'TOC \\o "1-2"' in body
    assert "PAGEREF" in body
    assert "NUMPAGES" in footer
    created = document.core_properties.created
    assert created is not None
    assert created.date() == date(2026, 12, 1)


def test_the_pages_are_tagged_and_claim_pdf_a_2a_in_their_language(tmp_path: Path) -> None:
    write_paper(paper_about(hospital(), "es"), tmp_path, "appendix")

    reader = PdfReader(tmp_path / "appendix.pdf")
    catalogue = reader.trailer["/Root"].get_object()
    metadata = catalogue["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "/Encrypt" not in reader.trailer
    assert not {"/AA", "/OpenAction", "/AcroForm", "/Collection"} & set(catalogue)  # type: ignore[call-overload]
    assert all("/FontFile" in str(sorted(font)) for font in embedded(reader))
    assert catalogue["/MarkInfo"]["/Marked"] is not None  # type: ignore[index]
    assert catalogue["/Lang"] == "es"  # type: ignore[index]
    assert catalogue["/OutputIntents"]  # type: ignore[index]
    assert [each["/Title"] for each in reader.outline if isinstance(each, dict)][:2] == [  # type: ignore[union-attr]
        "1 Definiciones y reglas de cómputo",
        "2 Periodicidad por modalidad",
    ]


def embedded(reader: PdfReader) -> list[dict[str, object]]:
    """Return the descriptor of every font of every page."""
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]  # type: ignore[union-attr]
    inner = [font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font for font in fonts]
    assert inner
    return [font["/FontDescriptor"].get_object() for font in inner]


def test_the_workbook_freezes_and_filters_every_sheet(tmp_path: Path) -> None:
    write_paper(paper_about(hospital()), tmp_path, "appendix")

    sheets = load_workbook(tmp_path / "appendix.xlsx").worksheets[1:]
    assert [sheet.title for sheet in sheets][:4] == [
        "0 Agreement",
        "1a Tolerance windows",
        "1b Definitions",
        "2a Quantities",
    ]
    assert all(sheet.freeze_panes and sheet.auto_filter.ref for sheet in sheets)


def long_list(rows: int) -> Paper:
    table = Table(
        "agreement",
        "All assets",
        (Column("asset_tag", 50), Column("status", 50)),
        tuple(Row(cells(f"TAG-{number:06}", State.UNKNOWN), (Source("assets", number),)) for number in range(rows)),
        ("asset_tag",),
        is_asset_list=True,
    )
    return Paper("Long", (), (), (Part("scope", (Section(None, (), (table,)),)),), "en", date(2027, 1, 1), "f" * 64)


def test_a_list_that_is_too_long_for_pages_is_in_the_workbook_and_the_csv_whose_sha256_the_pages_print(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "MOST_LISTED", 4)
    write_paper(long_list(5), tmp_path, "appendix")

    printed_text = "\n".join(p.text for p in Document(str(tmp_path / "appendix.docx")).paragraphs)
    pages = in_pages(tmp_path / "appendix.pdf")
    for ending in ("xlsx", "csv"):
        digest = hashlib.sha256((tmp_path / f"appendix.{ending}").read_bytes()).hexdigest()
        assert f"appendix.{ending}: SHA-256 {digest}" in printed_text
        assert digest in pages
    assert "TAG-000004" not in printed_text + pages
    assert len(in_csv(tmp_path / "appendix.csv")["agreement"]) == 5
    assert len(in_workbook(tmp_path / "appendix.xlsx")[0]) == 5
    assert "All assets: 5 rows" in printed_text


def test_a_list_on_the_limit_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MOST_LISTED", 5)
    write_paper(long_list(5), tmp_path, "appendix")

    assert "TAG-000004" in in_pages(tmp_path / "appendix.pdf")


def test_a_programme_without_assets_has_an_appendix(tmp_path: Path) -> None:
    write_paper(paper_about(facts_of(a_programme(assets=[], procedures=[]))), tmp_path, "appendix")

    assert "Periodicity:none." in in_pages(tmp_path / "appendix.pdf")
    assert in_json(tmp_path / "appendix.json")["periodicity"] == []


def test_figures_that_a_contract_lacks_are_named_as_gaps() -> None:
    facts = hospital()
    rows = said(issue_of(subject_of(facts, facts.programme.contracts[0]), "en").paper, "agreement")

    given = {row["fact"]: row["as_given"] for row in rows}
    assert (given["Number"], given["Effective date"], given["Parties"]) == ("not given", "not given", "A, B")


def test_a_text_that_no_cell_of_a_workbook_can_hold_says_where_it_goes_on() -> None:
    longest = "x" * LONGEST_CELL

    assert shown(longest) == longest
    assert len(shown(longest + "x")) == LONGEST_CELL
    assert shown(longest + "x").endswith("x … [CSV, JSON, DOCX]")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", " =1", "'=1", "''=1", "plain", "'plain", "7"])
def test_what_is_made_inert_for_a_spreadsheet_can_be_read_back(text: str) -> None:
    assert as_written(inert(text)) == text
    assert not inert(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t"))


def test_a_cell_is_never_blank() -> None:
    with pytest.raises(ValueError, match="A cell is never blank; say which State it is"):
        cells(" ")


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="A row of the table t has not one cell for each of its 1 columns"):
        Table("t", word("paper.of"), (Column("fact", 1),), (Row(cells("a", "b"), ()),), ("fact",))
