"""MDS2 (ANSI/NEMA HN 1-2019) workbooks: the maker, the model, and the answers of section CSUP."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scheduler.domain.advisories import Disclosed, Disclosure
from scheduler.inputs.files.workbook import Workbook, read_workbook
from scheduler.inputs.names import fold
from scheduler.inputs.problems import StructureError, structural

MAKE_QUESTION = "DOC-1"
MODEL_QUESTION = "DOC-3"
_QUESTION = re.compile(r"(?:DOC|CSUP)-[0-9]+(?:\.[0-9]+)?", re.IGNORECASE)
_ANSWERS = {
    "yes": Disclosed.YES,
    "y": Disclosed.YES,
    "no": Disclosed.NO,
    "n": Disclosed.NO,
    "n/a": Disclosed.NOT_APPLICABLE,
    "na": Disclosed.NOT_APPLICABLE,
    "not applicable": Disclosed.NOT_APPLICABLE,
}


def read_mds2(content: bytes, path: Path, file: str) -> Disclosure:
    """Read a form, in a confined child process as every workbook. Raises StructureError."""
    said = dict(_questions(read_workbook(content, path, file)))
    make, model = said.get(MAKE_QUESTION, ""), said.get(MODEL_QUESTION, "")
    if not make or not model:
        expected = f"an MDS2 (HN 1-2019) with answers to {MAKE_QUESTION} (manufacturer) and {MODEL_QUESTION} (model)"
        raise StructureError(structural(file, expected, "fill them in, or leave the file out"))
    answers = {
        question: _ANSWERS.get(fold(answer), Disclosed.UNKNOWN)
        for question, answer in sorted(said.items())
        if question.startswith("CSUP")
    }
    if not answers:
        raise StructureError(structural(file, "the questions CSUP-1 to CSUP-11", "ask for the form HN 1-2019"))
    return Disclosure(file, make, model, answers)


def _questions(workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Yield each question with its answer as written; the first sheet that answers a question wins."""
    seen: set[str] = set()
    for name in workbook.names:
        if name in workbook.sheets:
            for question, answer in _rows(csv.reader(io.StringIO(workbook.sheets[name].decode("utf-8")))):
                if question not in seen:
                    seen.add(question)
                    yield question, answer


def _rows(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The form has the question's number, its words, the answer, a note; forms differ in blank columns before."""
    for row in rows:
        place = next((place for place, cell in enumerate(row) if _QUESTION.fullmatch(cell.strip())), None)
        if place is not None:
            after = [cell.strip() for cell in row[place + 2 :]]
            yield row[place].strip().upper(), next((cell for cell in after if cell), "")
