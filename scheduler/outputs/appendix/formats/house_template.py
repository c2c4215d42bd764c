"""The hospital's own document around an appendix: its placeholders filled in, in a sandbox, before the content."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from scheduler.domain.service_terms import HouseTemplate
from scheduler.errors import UsageError

PLACE = "\ue000appendix\ue000"
"""What stands where the template says {{ appendix }}, until the content comes; a private character, in no text."""
MOST_SECONDS = 30
_CHILD = "house_template_child.py"
_REFUSED = 3


def open_template(template: HouseTemplate, words: Mapping[str, object]) -> DocxDocument:
    """Fill in a template's placeholders. Raises UsageError for one that runs code, breaks, or takes too long."""
    given = {"words": {**words, "appendix": PLACE}, "template": base64.b64encode(template.content).decode()}
    command = [sys.executable, "-P", str(Path(__file__).with_name(_CHILD))]
    try:
        done = subprocess.run(
            command, input=json.dumps(given).encode(), capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(template, f"it takes longer than {MOST_SECONDS} seconds") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip() if done.returncode == _REFUSED else ""
        raise _refused(template, said or "it cannot be read as a Word document")
    return Document(BytesIO(base64.b64decode(done.stdout)))


def place_of_content(document: DocxDocument) -> Any:
    """Return the paragraph that the content takes the place of; None where the template names none: at the end."""
    for paragraph in document.element.body.iter(qn("w:p")):
        if PLACE in "".join(text.text or "" for text in paragraph.iter(qn("w:t"))):
            return paragraph
    return None


def _refused(template: HouseTemplate, why: str) -> UsageError:
    return UsageError(
        f"The house template {template.name} cannot be used: {why}. Save it as a plain .docx, or mend it."
    )
