"""Hostile text in every field: no formula in any cell, no code run, nothing lost from the text."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from scheduler.domain.agreement import Contract, CoverageLevel, CoverageRow
from scheduler.domain.equipment import Basis, Procedure
from scheduler.domain.facts import Facts
from scheduler.domain.ids import InstrumentClass, ProcedureName, SkillName
from scheduler.outputs.appendix.formats.csv_file import as_written
from scheduler.outputs.appendix.writing import Wanted
from scheduler.outputs.printing.printer import numbers
from tests.builders import a_modality, a_model, a_procedure, a_programme, an_asset, facts_of
from tests.outputs.appendix.papers import in_json, in_pages, squeezed, write_appendix

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","a")', "=SUM(A1:A9)", "+1+1", "-1-1", "@SUM(1)",
    "+cmd|'/C calc'!A0", "-cmd|'/C calc'!A0", "@cmd|'/C calc'!A0", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=IMPORTXML(1,2)",
    "=WEBSERVICE(\"http://x.example\")", "=RTD(\"a\",\"b\",\"c\")", "=INDIRECT(\"A1\")", "=A1", "==1", "=+1", "=-1",
    "=@A1", " =1+1", "'=1+1", "\"=1+1\"", "{=1+1}", "=1+1;", "=1\t+1", "＝1+1", "＋1", "－1", "＠x", "=1+1 ", "%0A=1+1",
    "=CALL(\"kernel32\",\"WinExec\",\"JCJ\",\"calc\",0)", "=EXEC(\"calc\")", "=REGISTER(1)", "=FORMULA(1)",
    "=Sheet1!A1", "=[book]Sheet!A1", "=IFERROR(1,2)", "+44 20 7946",
)  # fmt: skip
TEMPLATES = (
    "{{ 7*7 }}", "{% for i in range(9) %}x{% endfor %}", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ config }}", "{{ self.__init__.__globals__ }}", "{# gone #}", "{%- if 1 -%}x{%- endif -%}", "{{ cycler }}",
    "{{ lipsum.__globals__ }}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{=7*7}}", "#set document(title: \"x\")",
    "#eval(\"1+1\")", "#read(\"/etc/passwd\")", "#include \"x.typ\"", "$ sum_(k=0)^n k $",
    "#import \"@preview/x:1.0.0\"",
    "\\input{/etc/passwd}", "*bold* _emph_ `raw`", "{r run }}", "{{r run }}", "{%p if 1 %}", "{{ 1/0 }}",
)  # fmt: skip


WIDE = numbers("＝＋－＠")
"""What the fonts of the pages lack, and print by its number."""
TEXTS = (*FORMULAS, *TEMPLATES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an appendix of a hospital that has every payload in every field that reaches one."""
    out = tmp_path_factory.mktemp("payloads")
    write_appendix(hospital(), out, wanted=Wanted("C-1"))
    return out


def hospital() -> Facts:
    joined = "\n".join(TEXTS)
    contract = Contract("C-1", joined, joined, TEXTS, None, joined, joined, TEXTS, joined, ("en",), "1 year")
    programme = a_programme(
        procedures=[row for number, text in enumerate(TEXTS) for row in procedures(text, 10 * number)],
        modalities=[replace(a_modality(text), name=text) for text in TEXTS],
        models=[a_model(make, text, modality=text) for text in TEXTS for make in (text, "Other")],
        assets=[an_asset(f"{make}{text}", make=make, model=text) for text in TEXTS for make in (text, "Other")],
        contracts=(contract,),
        coverage=[CoverageRow(2, "C-1", None, None, None, None, None, CoverageLevel.FULL, None, None, None)],
    )
    return facts_of(replace(programme, name=joined))


def procedures(text: str, number: int) -> tuple[Procedure, Procedure]:
    """Return a modality's row and an exception to it."""
    row = replace(
        a_procedure(text, modality=text, row=number), basis_reference=text, skill=SkillName(text),
        instruments=((InstrumentClass(text),),), includes=(ProcedureName(f"{text} 2"),), basis=Basis.REGULATION,
    )  # fmt: skip
    return row, replace(row, make=text, model=text, minutes=7, row=number + 1)


def test_there_are_forty_formulas_and_twenty_five_templates() -> None:
    assert (len(set(FORMULAS)), len(set(TEMPLATES))) == (40, 25)


def test_no_cell_of_the_workbook_is_a_formula_or_a_link_and_all_text_is_there(folder: Path) -> None:
    cells = [cell for sheet in load_workbook(folder / "appendix.xlsx") for row in sheet.iter_rows() for cell in row]

    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert set(TEXTS) <= {cell.value for cell in cells}


def test_no_cell_of_the_csv_is_a_formula_for_a_spreadsheet_and_all_text_is_there(folder: Path) -> None:
    with (folder / "appendix.csv").open(encoding="utf-8", newline="") as file:
        texts = {text for row in csv.reader(file) for text in row}

    assert [text for text in texts if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t"))] == []
    assert set(TEXTS) <= {as_written(text) for text in texts}


def test_no_field_of_the_document_is_made_of_text_and_all_text_is_there(folder: Path) -> None:
    document = Document(str(folder / "appendix.docx"))

    instructions = [node.text for node in document.element.body.iter() if node.tag.endswith("}instrText")]
    assert instructions
    assert all(text.startswith(("TOC", "SEQ Table", "PAGEREF _Toc")) for text in instructions)
    lines = {
        line for table in document.tables for row in table.rows for cell in row.cells for line in cell.text.split("\n")
    }
    assert {text for text in TEXTS if text not in lines and "\t" not in text} == set()


def test_the_pages_and_the_json_have_every_text_as_it_is(folder: Path) -> None:
    pages, written = in_pages(folder / "appendix.pdf"), in_json(folder / "appendix.json")

    assert [text for text in TEXTS if squeezed(text.translate(WIDE)) not in pages] == []
    assert set(TEXTS) <= {row["procedure"] for row in written["periodicity"]}
    assert set(TEXTS) <= {row["make"] for row in written["exceptions"]}
