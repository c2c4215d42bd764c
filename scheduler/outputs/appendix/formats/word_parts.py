"""Parts of a Word document as XML: numbered headings, captions, fields, contents, tables, a container without times.

Tables are made as text: through python-docx a thousand rows take minutes.
"""

import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from scheduler.outputs.appendix.formats.layout import Heading, PrintedTable

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_MM = 56.6929
HEADING_FILL = "1F4E5F"
_NAMESPACE = nsdecls("w")
_NUMBERING_ID = 7041
"""Far from the numbers that templates use."""


def fixed_zip(content: bytes) -> bytes:
    """Pack a container again with fixed times, so that the same content gives the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            made.writestr(zipfile.ZipInfo(entry.filename, _FIRST_DAY_OF_ZIP), given.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def number_headings(document: Document) -> int:
    """Add a numbering of three levels (1, 1.1, 1.1.1) for headings and return its id."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{".".join(f"%{each}" for each in range(1, level + 2))}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level in range(3)
    )
    abstract = (
        f'<w:abstractNum {_NAMESPACE} w:abstractNumId="{_NUMBERING_ID}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    first_number = next((each for each in numbering if each.tag.endswith("}num")), None)
    made = parse_xml(abstract)
    if first_number is None:
        numbering.append(made)
    else:
        first_number.addprevious(made)
    number = f'<w:num {_NAMESPACE} w:numId="{_NUMBERING_ID}"><w:abstractNumId w:val="{_NUMBERING_ID}"/></w:num>'
    numbering.append(parse_xml(number))
    return _NUMBERING_ID


def heading(said: Heading, style: str, numbering: int, bookmark: int) -> Any:
    """Return a heading with a bookmark for the contents."""
    numbered = (
        f'<w:numPr><w:ilvl w:val="{said.level - 1}"/><w:numId w:val="{numbering}"/></w:numPr>' if said.numbered else ""
    )
    name = _bookmark(bookmark)
    return parse_xml(
        f"<w:p {_NAMESPACE}><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:keepNext/>{numbered}</w:pPr>"
        f'<w:bookmarkStart w:id="{bookmark}" w:name="{name}"/>{_run(said.text)}<w:bookmarkEnd w:id="{bookmark}"/></w:p>'
    )


def paragraph(text: str, style: str | None = None, *, keep_with_next: bool = False) -> Any:
    """Return a paragraph; its lines are parted by breaks."""
    layout = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    layout += "<w:keepNext/>" if keep_with_next else ""
    return parse_xml(f"<w:p {_NAMESPACE}><w:pPr>{layout}</w:pPr>{_run(text)}</w:p>")


def caption(label: str, number: int, text: str, style: str) -> Any:
    """Return a caption with a number that Word keeps in order, kept with the table that follows."""
    counted = field(f"SEQ {label} \\* ARABIC", str(number))
    return parse_xml(
        f"<w:p {_NAMESPACE}><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:keepNext/></w:pPr>"
        f"{_run(f'{label} ')}{counted}{_run(f'. {text}')}</w:p>"
    )


def field(instruction: str, shown: str, size: int = 0) -> str:
    """Return the runs of a complex field (ISO 29500 17.16); `shown` stands until it is updated."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run(shown, size)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def contents(headings: Sequence[tuple[Heading, str, int]], width_mm: float, style: str) -> list[Any]:
    """Return a table of contents: linked headings with their page, each a field that any update renews."""
    tab = round(width_mm * _TWIPS_PER_MM)
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve">'
        'TOC \\o "1-2" \\h \\z \\u</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = [
        f"<w:p {_NAMESPACE}>{_contents_layout(style, said.level, tab)}{begin if place == 0 else ''}"
        f"{_contents_link(f'{number} {said.text}', _bookmark(bookmark))}</w:p>"
        for place, (said, number, bookmark) in enumerate(headings)
    ]
    end = f'<w:p {_NAMESPACE}><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' if headings else ""
    return [parse_xml(line) for line in (*lines, end) if line]


def _contents_layout(style: str, level: int, tab: int) -> str:
    return (
        f'<w:pPr><w:pStyle w:val={quoteattr(style)}/><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{tab}"/>'
        f'</w:tabs><w:spacing w:before="20" w:after="20"/><w:ind w:left="{(level - 1) * 300}"/></w:pPr>'
    )


def _contents_link(text: str, bookmark: str) -> str:
    page = field(f"PAGEREF {bookmark} \\h", "…")
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{_run(text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'


def footer_paragraph(text: str, page: str, of: str) -> Any:
    """Return a footer with the page and the number of pages."""
    return parse_xml(
        f"<w:p {_NAMESPACE}><w:pPr/>{_run(f'{text}   ·   {page} ', size=16)}{field('PAGE', '1', 16)}"
        f"{_run(f' {of} ', size=16)}{field('NUMPAGES', '1', 16)}</w:p>"
    )


def table(printed: PrintedTable, width_mm: float) -> Any:
    """Return a table whose heading comes again on every page and whose rows stay whole."""
    share = width_mm * _TWIPS_PER_MM / max(1, sum(column.width for column in printed.columns))
    widths = [round(column.width * share) for column in printed.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row((column.heading for column in printed.columns), widths, is_heading=True)
    body = "".join(_row(row, widths, is_heading=False) for row in printed.rows)
    return parse_xml(
        f'<w:tbl {_NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0420" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>'
    )


_BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="B0B7BF"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
) + "</w:tblBorders>"  # fmt: skip


def _row(texts: Iterable[str], widths: Sequence[int], *, is_heading: bool) -> str:
    properties = "<w:cantSplit/><w:tblHeader/>" if is_heading else "<w:cantSplit/>"
    cells = "".join(_cell(text, width, is_heading) for text, width in zip(texts, widths, strict=True))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, is_heading: bool) -> str:
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADING_FILL}"/>' if is_heading else ""
    keep = "<w:keepNext/>" if is_heading else ""
    look = '<w:b/><w:color w:val="FFFFFF"/><w:sz w:val="15"/>' if is_heading else '<w:sz w:val="15"/>'
    lines = "".join(
        f'<w:p><w:pPr>{keep}<w:spacing w:before="10" w:after="10" w:line="240" w:lineRule="auto"/></w:pPr>'
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{lines}</w:tc>'


def _run(text: str, size: int = 0) -> str:
    look = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _bookmark(number: int) -> str:
    return f"_Toc{7000000 + number}"
