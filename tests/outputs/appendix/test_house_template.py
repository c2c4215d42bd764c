"""The hospital's own document: filled in from facts, in a sandbox; no template runs anything."""

import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from scheduler.domain.service_terms import HouseTemplate
from scheduler.errors import UsageError
from scheduler.outputs.appendix.formats.house_template import open_template
from scheduler.outputs.appendix.formats.house_template_child import Refused, rendered
from scheduler.outputs.appendix.words import Wording
from tests.builders import a_procedure
from tests.outputs.appendix.papers import paper_about, two_models, write_paper

WORDS = {"title": "Service & <care>", "number": "{{ 7*7 }}", "parties": "A, B"}
ATTACKS = (
    "{{ ''.__class__ }}", "{{ ''.__class__.__mro__ }}", "{{ title.__class__.__base__.__subclasses__() }}",
    "{{ self.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os }}", "{{ lipsum.__globals__ }}",
    "{{ joiner.__init__ }}", "{{ namespace.__init__ }}", "{{ config.items() }}", "{{ request.application }}",
    "{{ get_flashed_messages() }}", "{{ title.format.__globals__ }}", "{{ '{0.__class__}'.format(title) }}",
    "{{ ''|attr('__class__') }}", "{{ title|map(attribute='__class__')|list }}", "{{ range(10) }}", "{{ dict(a=1) }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends '/etc/passwd' %}",
    "{{ open('/etc/passwd') }}",
    "{{ __import__('os') }}", "{% for c in ''.__class__.__mro__ %}{{ c }}{% endfor %}",
    "{{ title.encode('utf-16').__reduce__() }}", "{{ unknown }}",
)  # fmt: skip


def template(*lines: str, change=None) -> HouseTemplate:  # type: ignore[no-untyped-def]
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return HouseTemplate("house.docx", change(stream.getvalue()) if change else stream.getvalue())


def with_part(name: str, content: str):  # type: ignore[no-untyped-def]
    def change(docx: bytes) -> bytes:
        stream = BytesIO(docx)
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(name, content)
        return stream.getvalue()

    return change


def lines_of(document) -> list[str]:  # type: ignore[no-untyped-def]
    return [paragraph.text for paragraph in document.paragraphs]


def test_placeholders_are_filled_in_and_what_is_filled_in_is_text() -> None:
    made = open_template(template("{{ title }}", "No. {{ number }} of {{ parties }}"), WORDS)

    assert lines_of(made)[:2] == ["Service & <care>", "No. {{ 7*7 }} of A, B"]


def test_the_content_takes_the_place_that_the_template_names(tmp_path: Path) -> None:
    paper = paper_about(two_models(a_procedure()))

    own = template("Before", "{{ appendix }}", "After, issue {{ issue }}")
    write_paper(paper, tmp_path, "appendix", own)

    lines = lines_of(Document(str(tmp_path / "appendix.docx")))
    title = Wording("en").say(paper.title)
    assert lines.index("Before") < lines.index(title) < lines.index("Definitions and rules of counting")
    assert lines.index("Signatures") < lines.index("After, issue 1")
    assert "\ue000" not in "".join(lines)


def test_without_a_place_the_content_comes_last(tmp_path: Path) -> None:
    write_paper(paper_about(two_models(a_procedure())), tmp_path, "appendix", template("Ours"))

    assert lines_of(Document(str(tmp_path / "appendix.docx")))[0] == "Ours"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_template_runs_code_or_reads_a_file(attack: str) -> None:
    """In this process, for a process of its own takes a second each; the sandbox is the same."""
    with suppress(Refused):
        made = Document(BytesIO(rendered(template(attack).content, dict(WORDS))))
        text = "".join(lines_of(made))
        assert not any(sign in text for sign in ("<class", "function", "root:", "module", "built-in"))


@pytest.mark.parametrize("attack", ["{{ 'x' * 10**12 }}", "{{ title.__class__ }}"])
def test_a_template_that_eats_memory_or_breaks_out_is_a_sentence(attack: str) -> None:
    with pytest.raises(UsageError, match=r"The house template house\.docx cannot be used: "):
        open_template(template(attack), WORDS)


def test_there_are_twenty_five_attacks() -> None:
    assert len(set(ATTACKS)) == 25


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("word/vbaProject.bin", "x", "a template may hold no macros and no embedded objects"),
        ("word/embeddings/oleObject1.bin", "x", "a template may hold no macros and no embedded objects"),
        (
            "word/_rels/settings.xml.rels",
            '<Relationship Type="x/attachedTemplate" Target="http://x.example/a.dotm" TargetMode="External"/>',
            "points to a file outside the template",
        ),
        ("word/other.xml", '<!DOCTYPE x [<!ENTITY y "z">]>', "declares entities"),
        ("word/more.xml", "<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText>", "a field DDEAUTO"),
    ],
)
def test_active_content_is_refused(name: str, content: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        open_template(template("x", change=with_part(name, content)), WORDS)

    assert why in str(refused.value)


def test_a_placeholder_that_there_is_not_is_named_with_those_that_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        open_template(template("{{ titel }}"), WORDS)

    assert str(refused.value) == (
        "The house template house.docx cannot be used: a placeholder of it cannot be filled in: 'titel' is undefined; "
        "there are appendix, number, parties, title. Save it as a plain .docx, or mend it."
    )


def test_a_file_that_is_no_document_is_refused() -> None:
    with pytest.raises(UsageError, match="it cannot be read as a Word document"):
        open_template(HouseTemplate("house.docx", b"PK"), WORDS)
