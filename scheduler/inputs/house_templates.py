"""House templates of agreements: read inside the programme's folder, so that its fingerprint knows them."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from scheduler.domain.agreement import Contract
from scheduler.domain.service_terms import HouseTemplate
from scheduler.inputs.files.content import Folder
from scheduler.inputs.problems import ProblemList, StructureError
from scheduler.inputs.settings.programme_file import ProgrammeFile
from scheduler.inputs.settings.tree import Path

MOST_BYTES = 20_000_000
_MAIN_PART = "word/document.xml"


def read_templates(said: ProgrammeFile, folder: Folder, problems: ProblemList) -> Iterator[Contract]:
    """Yield the agreements with their templates' bytes; one that is no Word document is a fault of its key."""
    for number, contract in enumerate(said.contracts):
        template = contract.template
        if template is None or said.places is None:
            yield contract
            continue
        path: Path = ("contracts", number, "template")
        try:
            content = folder.read(template.name)
        except StructureError as fault:
            found = fault.problem
            problems.structural.append(said.places.problem(path, found.expected, found.hint, template.name))
            content = b""
        if content and not _is_word_document(content):
            expected = f"a Word document (.docx) of at most {MOST_BYTES // 1_000_000} MB"
            hint = "save the house template as .docx"
            problems.structural.append(said.places.problem(path, expected, hint, template.name))
        yield replace(contract, template=HouseTemplate(template.name, content))


def _is_word_document(content: bytes) -> bool:
    """Look at the list of its parts only; nothing is unpacked here."""
    if len(content) > MOST_BYTES:
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _MAIN_PART in archive.namelist()
    except zipfile.BadZipFile:
        return False
