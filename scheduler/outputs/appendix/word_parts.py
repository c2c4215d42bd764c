"""Parts of a Word document that python-docx has no word for: numbered captions, page fields, contents, fast tables."""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from scheduler.outputs.words import without_controls

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_HEADING_FILL = "1F4E5F"
_TWENTIETHS_PER_MM = 56.6929


def fixed_zip(content: bytes) -> bytes:
    """Pack a container again with fixed times, so that the same content gives the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename, _FIRST_DAY_OF_ZIP), given.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def add_table_caption(document: Document, text: str) -> None:
    """Add a caption with a number that Word keeps in order, kept with the table that follows."""
    paragraph = document.add_paragraph("Table ", style="Caption")
    number = len(document.element.body.findall(qn("w:tbl"))) + 1
    _add_field(paragraph, "SEQ Table \\* ARABIC", str(number))
    paragraph.add_run(f". {without_controls(text)}")
    paragraph.paragraph_format.keep_with_next = True


def add_contents(document: Document, parts: Sequence[str]) -> None:
    """Add a table of contents; it shows the parts until an update adds pages and lower headings."""
    _add_field(document.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(parts))


def add_page_number(section: Section, text: str) -> None:
    """Write a footer with the page and the number of pages."""
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{without_controls(text)}   ·   page ")
    _add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" of ")
    _add_field(paragraph, "NUMPAGES", "1")


def add_table(
    document: Document, heading: Sequence[str], widths_mm: Sequence[float], rows: Iterable[Sequence[str]]
) -> None:
    """Add a table whose heading comes again on every page and whose rows stay whole.

    Rows are made as XML: through python-docx a thousand rows take minutes.
    """
    table = document.add_table(rows=0, cols=len(heading), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    twips = [str(round(width * _TWENTIETHS_PER_MM)) for width in widths_mm]
    table._tbl.append(_row(heading, twips, is_heading=True))
    for row in rows:
        table._tbl.append(_row(row, twips, is_heading=False))
    document.add_paragraph()


def _row(texts: Sequence[str], twips: Sequence[str], *, is_heading: bool) -> Element:
    row = OxmlElement("w:tr")
    properties = _child(row, "w:trPr")
    _child(properties, "w:cantSplit")
    if is_heading:
        _child(properties, "w:tblHeader")
    for text, width in zip(texts, twips, strict=True):
        cell = _child(row, "w:tc")
        cell_properties = _child(cell, "w:tcPr")
        _child(cell_properties, "w:tcW", w=width, type="dxa")
        if is_heading:
            _child(cell_properties, "w:shd", val="clear", color="auto", fill=_HEADING_FILL)
        _fill(cell, text, is_heading)
    return row


def _fill(cell: Element, text: str, is_heading: bool) -> None:
    for line in without_controls(text).split("\n"):
        paragraph = _child(cell, "w:p")
        layout = _child(paragraph, "w:pPr")
        if is_heading:
            _child(layout, "w:keepNext")
        spacing = _child(layout, "w:spacing", before="20", after="20")
        spacing.set(qn("w:line"), "240")
        run = _child(paragraph, "w:r")
        look = _child(run, "w:rPr")
        if is_heading:
            _child(look, "w:b")
            _child(look, "w:color", val="FFFFFF")
        _child(look, "w:sz", val="16")
        said = _child(run, "w:t")
        said.text = line
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a complex field (ISO 29500 17.16): begin, instruction, separator, the text shown until it is updated, end."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "instruction":
            text = _child(run._r, "w:instrText")
            text.text = instruction
        elif kind != "shown":
            _child(run._r, "w:fldChar", fldCharType=kind)


def _child(parent: Element, name: str, **attributes: str) -> Element:
    child: Element = OxmlElement(name)
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), value)
    parent.append(child)
    return child
