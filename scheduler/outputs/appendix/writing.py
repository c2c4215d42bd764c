"""Writes an appendix in all its formats; the lists that are too long for pages first, for pages print their SHA-256."""

import hashlib
from pathlib import Path

from scheduler.domain.facts import Facts
from scheduler.outputs.appendix.composing import paper_of
from scheduler.outputs.appendix.formats.csv_file import write_csv_file
from scheduler.outputs.appendix.formats.document import write_document
from scheduler.outputs.appendix.formats.json_file import write_json_file
from scheduler.outputs.appendix.formats.layout import Attached
from scheduler.outputs.appendix.formats.pages import write_pages
from scheduler.outputs.appendix.formats.workbook import write_workbook
from scheduler.outputs.appendix.paper import Paper
from scheduler.outputs.appendix.subject import subject_of
from scheduler.outputs.appendix.words import Wording


def write_appendix(facts: Facts, folder: Path) -> tuple[Path, ...]:
    """Write the appendix into a folder, which is made if need be; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_paper(paper_of(subject_of(facts), "en"), folder, "appendix")


def write_paper(paper: Paper, folder: Path, stem: str) -> tuple[Path, ...]:
    """Write a paper as JSON, CSV, XLSX, DOCX and PDF under one name."""
    wording = Wording(paper.language)
    paths = {ending: folder / f"{stem}.{ending}" for ending in ("docx", "pdf", "xlsx", "csv", "json")}
    write_json_file(paper, wording, paths["json"])
    write_csv_file(paper, wording, paths["csv"])
    write_workbook(paper, wording, paths["xlsx"])
    attached = Attached({paths[ending].name: _sha256(paths[ending]) for ending in ("xlsx", "csv")})
    write_document(paper, wording, attached, paths["docx"])
    write_pages(paper, wording, attached, paths["pdf"])
    return tuple(paths.values())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
