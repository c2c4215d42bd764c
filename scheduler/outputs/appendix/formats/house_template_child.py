"""Renders a house template in a process of its own, with limits on memory and time, in a sandbox.

Reads the words as JSON and the template as base64 from stdin; writes the document as base64 to stdout. What is wrong
with the template it says on stderr and exits with 3. Nothing of this project is imported here.
"""

import base64
import json
import re
import sys
import zipfile
from io import BytesIO

MOST_MEMORY = 1_000_000_000
MOST_UNPACKED = 200_000_000
_FORBIDDEN_PARTS = re.compile(r"vbaproject|vbadata|activex|embeddings/|oleobject|afchunk", re.IGNORECASE)
_FIELDS_THAT_RUN = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|AUTOTEXT)\b", re.IGNORECASE
)
_EXTERNAL = re.compile(r'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.IGNORECASE)
_HYPERLINK = re.compile(r'Type\s*=\s*["\'][^"\']*/hyperlink["\']', re.IGNORECASE)
_INSTRUCTION = re.compile(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)\"")


class Refused(Exception):
    """What the template has and must not have, as a sentence."""


def main() -> None:
    """Read, refuse or render, write."""
    _confine()
    given = json.load(sys.stdin)
    template = base64.b64decode(given["template"])
    try:
        _refuse_active_content(template)
        document = rendered(template, given["words"])
    except Refused as refused:
        sys.stderr.write(str(refused))
        sys.exit(3)
    sys.stdout.write(base64.b64encode(document).decode())


def _confine() -> None:
    """Limit this process; where the system knows no limits, the parent's time limit remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse_active_content(template: bytes) -> None:
    """Raise Refused for macros, embedded objects, files from elsewhere and fields that fetch or run something."""
    with zipfile.ZipFile(BytesIO(template)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Refused("it unpacks to more than 200 MB")
        for entry in archive.infolist():
            if _FORBIDDEN_PARTS.search(entry.filename):
                raise Refused(f"it holds {entry.filename}, and a template may hold no macros and no embedded objects")
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_in(archive.read(entry).decode("utf-8", "replace"), entry.filename)


def _refuse_in(text: str, name: str) -> None:
    if name.endswith(".rels"):
        for found in _EXTERNAL.findall(text):
            if not _HYPERLINK.search(found):
                raise Refused(f"{name} points to a file outside the template")
        return
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Refused(f"{name} declares entities")
    instructions = "".join(one or other for one, other in _INSTRUCTION.findall(text))
    if found := _FIELDS_THAT_RUN.search(instructions):
        raise Refused(f"{name} has a field {found[0]}, which fetches or runs something")


def rendered(template: bytes, words: dict[str, object]) -> bytes:
    """Fill in the placeholders. Raises Refused for one that is unknown or unsafe."""
    from docxtpl import DocxTemplate
    from jinja2 import DictLoader, StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, loader=DictLoader({}))
    environment.globals.clear()
    document = DocxTemplate(BytesIO(template))
    try:
        document.render(words, environment)
    except TemplateError as error:
        known = ", ".join(sorted(words))
        raise Refused(f"a placeholder of it cannot be filled in: {error}; there are {known}") from error
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


if __name__ == "__main__":
    main()
