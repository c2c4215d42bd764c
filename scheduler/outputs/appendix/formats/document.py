"""An appendix as a DOCX that a lawyer can edit: heading styles, numbering, contents, captions, fields, page numbers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from scheduler.domain.service_terms import HouseTemplate
from scheduler.outputs.appendix.formats import word_parts
from scheduler.outputs.appendix.formats.house_template import open_template, place_of_content
from scheduler.outputs.appendix.formats.layout import Attached, Block, Heading, Paragraph, PrintedTable, printed
from scheduler.outputs.appendix.paper import Paper, Row, Word, word
from scheduler.outputs.appendix.words import Wording
from scheduler.outputs.words import without_controls

_MARGIN_MM = 14
_INK = RGBColor(0x1F, 0x4E, 0x5F)
_CONTENTS_LEVELS = 2


def write_document(
    paper: Paper, wording: Wording, attached: Attached, path: Path, template: HouseTemplate | None = None
) -> None:
    """Write the DOCX, into the hospital's own template if there is one; the same paper gives the same bytes."""
    document = _blank(paper) if template is None else open_template(template, _words(paper, wording))
    body = _Body(document, paper, wording)
    body.fill(list(printed(paper, wording, attached)))
    _properties(document, paper, wording)
    stream = BytesIO()
    document.save(stream)
    path.write_bytes(word_parts.fixed_zip(stream.getvalue()))


def _words(paper: Paper, wording: Wording) -> dict[str, object]:
    """Return what a template may name: every fact of the agreement by its key, and what is said below the title."""
    say = wording.say
    facts = (row for _, table in paper.tables() if table.key == "agreement" for row in table.rows)
    return {
        **{fact_key(row): without_controls(say(row.cells[1].value)) for row in facts},
        "heading": without_controls(say(paper.title)),
        "subtitle": [without_controls(say(line)) for line in paper.subtitle],
        "issue": paper.issue,
        "as_of": say(paper.on),
        "fingerprint": paper.fingerprint,
        "language": paper.language,
    }


def fact_key(row: Row) -> str:
    """Return the name of a fact of the agreement: title, number, parties …"""
    said = row.cells[0].value
    return said.key.partition(".")[2] if isinstance(said, Word) else "fact"


def _blank(paper: Paper) -> DocxDocument:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(9.5)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): paper.language})
    normal.element.get_or_add_rPr().append(language)
    for level, size in ((1, 15), (2, 12), (3, 10.5)):
        style = document.styles[f"Heading {level}"]
        style.font.color.rgb, style.font.size = _INK, Pt(size)
    document.styles["Caption"].font.color.rgb = RGBColor(0x44, 0x4C, 0x55)
    return document


def _properties(document: DocxDocument, paper: Paper, wording: Wording) -> None:
    core = document.core_properties
    core.created = core.modified = core.last_printed = datetime.combine(paper.on, time(0))
    core.title = without_controls(wording.say(paper.title))[:255]
    core.author = core.last_modified_by = "htm-scheduler"
    core.comments = paper.fingerprint
    core.language = paper.language


class _Body:
    """Fills a document with the blocks of a paper, before its last section's properties."""

    def __init__(self, document: DocxDocument, paper: Paper, wording: Wording) -> None:
        self._document = document
        self._paper = paper
        self._wording = wording
        self._width_mm = _width_mm(document)
        self._numbering = word_parts.number_headings(document)
        self._styles = {style.name: style.style_id for style in document.styles}
        self._tables = 0

    def fill(self, blocks: Sequence[Block]) -> None:
        """Write title, contents and blocks, and the footer of every page."""
        say = self._said
        elements = [word_parts.paragraph(say(self._paper.title), self._style("Title"))]
        elements += [word_parts.paragraph(say(line)) for line in self._paper.subtitle]
        front = next((place for place, block in enumerate(blocks) if _opens_a_part(block)), len(blocks))
        marked = [(block, place + 1) for place, block in enumerate(blocks) if isinstance(block, Heading)]
        bookmarks = {id(block): bookmark for block, bookmark in marked}
        elements += self._elements(blocks[:front], bookmarks)
        elements.append(word_parts.paragraph(say(word("paper.contents")), self._style("TOC Heading", "Heading 1")))
        elements += word_parts.contents(list(_contents(marked)), self._width_mm, self._style("TOC 1", "Normal"))
        elements += self._elements(blocks[front:], bookmarks)
        self._append(elements)
        self._footer(say(self._paper.title))

    def _said(self, value: Any) -> str:
        return without_controls(self._wording.say(value))

    def _style(self, *names: str) -> str:
        """Return the first of these styles that the document has; a house template may lack some."""
        return next((self._styles[name] for name in names if name in self._styles), "Normal")

    def _elements(self, blocks: Iterable[Block], bookmarks: dict[int, int]) -> list[Any]:
        made: list[Any] = []
        for block in blocks:
            match block:
                case Heading():
                    style = self._style(f"Heading {block.level}")
                    made.append(word_parts.heading(block, style, self._numbering, bookmarks[id(block)]))
                case Paragraph():
                    made.append(word_parts.paragraph(block.text))
                case PrintedTable():
                    made += self._table(block)
        return made

    def _table(self, block: PrintedTable) -> list[Any]:
        self._tables += 1
        label = self._said(word("paper.table"))
        return [
            word_parts.caption(label, self._tables, block.caption, self._style("Caption", "caption")),
            word_parts.table(block, self._width_mm),
            word_parts.paragraph(""),
        ]

    def _append(self, elements: Iterable[Any]) -> None:
        body = self._document.element.body
        place = place_of_content(self._document)
        before = body.find(qn("w:sectPr")) if place is None else place
        for element in elements:
            if before is None:
                body.append(element)
            else:
                before.addprevious(element)
        if place is not None:
            place.getparent().remove(place)

    def _footer(self, text: str) -> None:
        for section in self._document.sections:
            if section.footer.is_linked_to_previous or not section.footer.paragraphs[0].text:
                empty = section.footer.paragraphs[0]._p
                said = (text, self._said(word("paper.page")), self._said(word("paper.of")))
                empty.getparent().replace(empty, word_parts.footer_paragraph(*said))


def _width_mm(document: DocxDocument) -> float:
    """Return the width between the margins of the last section; A4 portrait where a template does not say."""
    section = document.sections[-1]
    if section.page_width is None or section.left_margin is None or section.right_margin is None:
        return 160
    return (section.page_width - section.left_margin - section.right_margin) / Mm(1)


def _opens_a_part(block: Block) -> bool:
    return isinstance(block, Heading) and block.numbered


def _contents(marked: Iterable[tuple[Heading, int]]) -> Iterator[tuple[Heading, str, int]]:
    """Number the headings of the contents as Word's numbering will."""
    count = [0, 0, 0]
    for heading, bookmark in marked:
        if not heading.numbered:
            continue
        count[heading.level - 1] += 1
        count[heading.level :] = [0] * (3 - heading.level)
        if heading.level <= _CONTENTS_LEVELS:
            yield heading, ".".join(str(each) for each in count[: heading.level]), bookmark
