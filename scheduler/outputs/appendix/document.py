"""The appendix as a DOCX that a lawyer can edit: heading styles, captions, repeated table headings, page numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor

from scheduler.domain.agreement import Contract
from scheduler.domain.facts import Facts
from scheduler.outputs.appendix.content import Appendix, ExceptionRow, ModalityRow
from scheduler.outputs.appendix.table_files import figures
from scheduler.outputs.appendix.terms import NOT_APPLICABLE
from scheduler.outputs.appendix.word_parts import add_contents, add_page_number, add_table, add_table_caption, fixed_zip
from scheduler.outputs.words import day_said, listed, without_controls

MOST_LISTED = 1_000
"""Assets listed in the document; a longer list is in the CSV beside it."""
GAP = "not given"
PARTS = (
    "1 Definitions and rules of counting",
    "2 Periodicity by modality",
    "3 Make and model exceptions",
    "4 Quantities",
    "5 Never counted as covered: missing and retired assets",
    "6 Rows set aside",
)


def write_document(appendix: Appendix, facts: Facts, path: Path) -> None:
    """Write the DOCX; the same programme gives the same bytes."""
    document = Document()
    _set_up(document, facts)
    _title(document, facts)
    _definitions(document, appendix)
    _modalities(document, appendix)
    _exceptions(document, appendix)
    _inventory(document, appendix)
    stream = BytesIO()
    document.save(stream)
    path.write_bytes(fixed_zip(stream.getvalue()))


def _set_up(document: DocxDocument, facts: Facts) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(9.5)
    for level in (1, 2):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor(0x1F, 0x4E, 0x5F)
    document.styles["Caption"].font.color.rgb = RGBColor(0x44, 0x4C, 0x55)
    core = document.core_properties
    core.created = core.modified = core.last_printed = datetime.combine(facts.today, time(0))
    core.title = without_controls(f"Periodicity appendix: {facts.programme.name}")
    core.author = core.last_modified_by = "htm-scheduler"
    core.comments = f"Data fingerprint {facts.programme.fingerprint}"
    add_page_number(section, f"Periodicity appendix, {facts.programme.name}, as of {facts.today}")


def _title(document: DocxDocument, facts: Facts) -> None:
    document.add_heading("Periodicity appendix", 0)
    document.add_paragraph(
        without_controls(
            f"{facts.programme.name}. As of {day_said(facts.today)}. Data fingerprint {facts.programme.fingerprint}."
        )
    )
    for contract in facts.programme.contracts:
        add_table_caption(document, f"Agreement {contract.contract}")
        add_table(document, ("Fact", "As given"), (60, 200), _contract_facts(contract))
    document.add_heading("Contents", 1)
    add_contents(document, PARTS)


def _contract_facts(contract: Contract) -> list[tuple[str, str]]:
    day = contract.effective_date
    return [
        ("Title", contract.title or GAP),
        ("Number", contract.number or GAP),
        ("Parties", listed(contract.parties) or GAP),
        ("Effective date", day_said(day) if day else GAP),
        ("Term", contract.term or GAP),
        ("Version", contract.version or GAP),
        ("Governing documents", listed(contract.governing_documents) or GAP),
        ("Coverage hours", contract.coverage_hours or GAP),
        ("Reviewed every", contract.review_every or GAP),
    ]


def _definitions(document: DocxDocument, appendix: Appendix) -> None:
    document.add_heading(PARTS[0], 1)
    add_table_caption(document, "Definitions")
    rows = [(each.term, each.meaning) for each in appendix.definitions]
    add_table(document, ("Term", "Meaning"), (70, 195), rows)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    width: float


_PERIODICITY = tuple(
    _Column(name, width)
    for name, width in (
        ("Procedure", 26), ("Periodicity", 22), ("Tolerance", 42), ("Min × crew", 15), ("Asset down, where", 23),
        ("Skill, instrument", 28), ("Performer", 24), ("Basis, reference", 34), ("Models / assets", 18),
        ("Events a year", 16), ("Hours a year", 17),
    )
)  # fmt: skip


def _modalities(document: DocxDocument, appendix: Appendix) -> None:
    document.add_heading(PARTS[1], 1)
    document.add_paragraph("What holds for every make and model of a modality that section 3 does not list.")
    counts = {count.modality: count for count in appendix.counts}
    for modality, group in groupby(appendix.rows, key=lambda row: row.modality):
        rows, count = list(group), counts[modality]
        document.add_heading(without_controls(rows[0].name), 2)
        said = document.add_paragraph(
            f"Risk class: {rows[0].terms.risk_class}. Covered: {count.covered:,} assets of {count.models:,} models. "
            f"Not covered: {count.missing:,} missing, {count.retired:,} retired."
        )
        said.paragraph_format.keep_with_next = True
        add_table_caption(document, f"Periodicity, {rows[0].name}")
        add_table(
            document,
            [c.name for c in _PERIODICITY],
            [c.width for c in _PERIODICITY],
            (_periodicity(row) for row in rows),
        )


def _periodicity(row: ModalityRow) -> tuple[str, ...]:
    terms = row.terms
    return (
        f"{row.procedure} ({row.kind})",
        terms.every if terms.counted_from == NOT_APPLICABLE else f"{terms.every}\nfrom {terms.counted_from}",
        terms.tolerance,
        f"{terms.minutes} × {terms.people}",
        f"{terms.takes_down}, {terms.where}",
        f"{terms.skill}; {terms.instruments}",
        row.performers,
        f"{terms.basis}: {terms.reference}",
        f"{row.quantity.models:,} / {row.quantity.assets:,}",
        *figures(row),
    )


def _exceptions(document: DocxDocument, appendix: Appendix) -> None:
    document.add_heading(PARTS[2], 1)
    if not appendix.exceptions:
        document.add_paragraph("None.")
        return
    document.add_paragraph("Only what differs from the modality's row; everything else holds as in section 2.")
    heading = (
        "Make",
        "Model",
        "Procedure",
        "What differs",
        "Performer",
        "Assets",
        "Events a year",
        "Hours a year",
        "Row",
    )
    widths = (32, 36, 28, 83, 26, 16, 16, 16, 12)
    for _, group in groupby(appendix.exceptions, key=lambda row: row.modality):
        rows = list(group)
        document.add_heading(without_controls(rows[0].name), 2)
        add_table_caption(document, f"Exceptions, {rows[0].name}")
        add_table(document, heading, widths, (_exception(row) for row in rows))


def _exception(row: ExceptionRow) -> tuple[str, ...]:
    return (
        row.make,
        row.model,
        f"{row.procedure} ({row.kind})",
        "\n".join(str(difference) for difference in row.differences) or _only_here(row),
        row.performers,
        f"{row.quantity.assets:,}",
        *figures(row),
        f"{row.source}",
    )


def _only_here(row: ExceptionRow) -> str:
    terms = row.terms
    return (
        f"Only this model: {terms.every}. {terms.tolerance} {terms.minutes} minutes × {terms.people}, {terms.where}, "
        f"takes the asset down: {terms.takes_down}; skill {terms.skill}; instrument {terms.instruments}; "
        f"basis {terms.basis}: {terms.reference}"
    )


def _inventory(document: DocxDocument, appendix: Appendix) -> None:
    document.add_heading(PARTS[3], 1)
    add_table_caption(document, "Assets by modality")
    heading = ("Modality", "Models covered", "Assets covered", "Missing", "Retired")
    rows = [(c.name, f"{c.models:,}", f"{c.covered:,}", f"{c.missing:,}", f"{c.retired:,}") for c in appendix.counts]
    total = ("All", *(f"{sum(part):,}" for part in zip(*_numbers(appendix), strict=True))) if appendix.counts else ()
    add_table(document, heading, (90, 40, 40, 40, 40), [*rows, total] if total else rows)
    document.add_heading(PARTS[4], 1)
    _not_covered(document, appendix)
    document.add_heading(PARTS[5], 1)
    _listing(
        document,
        "Rows set aside",
        ("Table", "Row", "Key", "Why"),
        (40, 20, 60, 140),
        [(row.table, str(row.row), row.key, row.reason) for row in appendix.set_aside],
    )


def _numbers(appendix: Appendix) -> list[tuple[int, int, int, int]]:
    return [(count.models, count.covered, count.missing, count.retired) for count in appendix.counts]


def _not_covered(document: DocxDocument, appendix: Appendix) -> None:
    if len(appendix.not_covered) > MOST_LISTED:
        document.add_paragraph(f"{len(appendix.not_covered):,} assets, listed in not_covered.csv beside this document.")
        return
    _listing(
        document,
        "Missing and retired assets",
        ("Asset tag", "Serial number", "Make", "Model", "Site", "Department", "Status"),
        (36, 40, 44, 44, 30, 44, 22),
        [
            (a.asset_tag, a.serial_number or "unknown", a.make, a.model, a.site, a.department, str(a.status))
            for a in appendix.not_covered
        ],
    )


def _listing(
    document: DocxDocument, name: str, heading: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]
) -> None:
    listed_rows = list(rows)
    if not listed_rows:
        document.add_paragraph("None.")
        return
    add_table_caption(document, name)
    add_table(document, heading, widths, listed_rows)
